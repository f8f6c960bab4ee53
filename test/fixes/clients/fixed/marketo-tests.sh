#!/usr/bin/env bash
set -euo pipefail

api="https://123-ABC-456.mktorest.com/rest/v1"
MAX_ATTEMPTS=5

login() {
  token=$(curl -s "https://123-ABC-456.mktorest.com/identity/oauth/token?client_id=$1" | jq -r .access_token)
}

# Seconds to wait after attempt $1: exponential backoff with full jitter, 30 at most.
backoff() {
  local limit=$(($1 < 6 ? 500 * 2 ** $1 : 30000))
  local ms=$((limit * RANDOM / 32767))
  printf '%d.%03d\n' $((ms / 1000)) $((ms % 1000))
}

# Tests that are chained, in a loop without an end.
delete_lead() {
  local code attempt=0
  while :; do
    code=$(curl -s -X DELETE "$api/leads/$1.json" | jq -r '.errors[0].code // empty')
    [[ -z $code ]] && return 0
    [[ $code == 606 || $code == 615 ]] && { sleep 20; continue; }
    [[ $code == 601 || $code == 602 ]] && (( attempt++ < 1 )) && { login "$CLIENT"; continue; }
    if [[ $code == 502 || $code == 604 || $code == 608 || $code == 611 || $code == 614 || $code == 713 ||
      $code == 719 ]] && ((attempt < MAX_ATTEMPTS)); then
      # Careful: after 502, 713, 719 the write may have been carried out, and is made twice then.
      attempt=$((attempt + 1))
      sleep "$(backoff "$attempt")"
      continue
    fi
    echo "failed: $code" >&2
    return 1
  done
}

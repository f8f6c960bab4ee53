#!/usr/bin/env bash
set -euo pipefail

api="https://123-ABC-456.mktorest.com/rest/v1"
MAX_ATTEMPTS=5

login() {
  token=$(curl -s "https://123-ABC-456.mktorest.com/identity/oauth/token?client_id=$CLIENT" | jq -r .access_token)
}

# Seconds to wait after attempt $1: exponential backoff with full jitter, 30 at most.
backoff() {
  local limit=$(($1 < 6 ? 500 * 2 ** $1 : 30000))
  local ms=$((limit * RANDOM / 32767))
  printf '%d.%03d\n' $((ms / 1000)) $((ms % 1000))
}

# Nothing is tried twice, and what fails says so by its status alone.
paging() {
  local code
  local attempt=1
  local renewed=false
  while true; do
    code=$(curl -s "$api/activities/pagingtoken.json" | jq -r '.errors[0].code // empty')
    if [[ -n $code && ( $code == 604 || $code == 608 ) ]]; then
      echo "later" >&2
      return 75
    elif ((code == 610)); then
      return 0
    fi
    if [[ -n $code && ( $code == 606 ) ]] && ((attempt < MAX_ATTEMPTS)); then
      sleep 20
      attempt=$((attempt + 1))
      continue
    fi
    if [[ -n $code && ( $code == 615 ) ]] && ((attempt < MAX_ATTEMPTS)); then
      sleep 2
      attempt=$((attempt + 1))
      continue
    fi
    if [[ -n $code && ( $code == 601 || $code == 602 ) ]] && [[ $renewed == false ]]; then
      renewed=true
      login
      continue
    fi
    if [[ -n $code && ( $code == 502 || $code == 611 || $code == 614 || $code == 713 || $code == 719 ) ]] &&
      ((attempt < MAX_ATTEMPTS)); then
      sleep "$(backoff "$attempt")"
      attempt=$((attempt + 1))
      continue
    fi
    return 1
  done
}

#!/usr/bin/env bash
set -euo pipefail

api="https://123-ABC-456.mktorest.com/rest/v1"

login() {
  token=$(curl -s "https://123-ABC-456.mktorest.com/identity/oauth/token?client_id=$1" | jq -r .access_token)
}

# Tests that are chained, in a loop without an end.
delete_lead() {
  local code attempt=0
  while :; do
    code=$(curl -s -X DELETE "$api/leads/$1.json" | jq -r '.errors[0].code // empty')
    [[ -z $code ]] && return 0
    [[ $code == 606 ]] && { sleep 20; continue; }
    [[ $code == 601 || $code == 602 ]] && (( attempt++ < 1 )) && { login "$CLIENT"; continue; }
    echo "failed: $code" >&2
    return 1
  done
}

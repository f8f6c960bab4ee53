#!/usr/bin/env bash
set -euo pipefail

api="https://123-ABC-456.mktorest.com/rest/v1"

login() {
  token=$(curl -s "https://123-ABC-456.mktorest.com/identity/oauth/token?client_id=$CLIENT" | jq -r .access_token)
}

# Nothing is tried twice, and what fails says so by its status alone.
paging() {
  local code
  code=$(curl -s "$api/activities/pagingtoken.json" | jq -r '.errors[0].code // empty')
  if [[ -n $code && ( $code == 604 || $code == 608 ) ]]; then
    echo "later" >&2
    return 75
  elif ((code == 610)); then
    return 0
  fi
  return 1
}

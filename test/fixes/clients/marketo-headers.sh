#!/usr/bin/env bash
set -euo pipefail

api="https://123-ABC-456.mktorest.com/rest/v1"

login() {
  token=$(curl -s "https://123-ABC-456.mktorest.com/identity/oauth/token?client_id=$1" | jq -r .access_token)
}

# The headers are at hand, and each arm is one line.
import_leads() {
  local headers body code
  headers=$(mktemp)
  for try in 1 2 3 4 5; do
    body=$(curl -s -D "$headers" -X POST -d @"$1" "$api/leads.json")
    code=$(jq -r '.errors[0].code // empty' <<<"$body")
    case $code in
      '') echo "$body"; return ;;
      601|602) login "$CLIENT"; continue ;;
      604) sleep $((try * 2)); continue ;;
    esac
    echo "code $code" >&2
    return 1
  done
}

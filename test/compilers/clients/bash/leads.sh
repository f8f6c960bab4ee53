#!/usr/bin/env bash
# Reads leads and what they consist of.
set -u

BASE="https://123-ABC-456.mktorest.com"
MAX_ATTEMPTS=4
token=""

get() {
  curl --silent --header "Authorization: Bearer $token" "$BASE$1"
}

refresh_token() {
  token=$(get "/identity/oauth/token?grant_type=client_credentials&$CREDENTIALS" | jq -r .access_token)
}

# A case in a loop.
find_leads() {
  local answer code attempt
  for ((attempt = 1; attempt <= MAX_ATTEMPTS; attempt++)); do
    answer=$(get "/rest/v1/leads.json?filterType=email&filterValues=$1")
    code=$(jq -r '.errors[0].code // empty' <<<"$answer")
    case "$code" in
      "")
        echo "$answer"
        return 0
        ;;
      601 | 602)
        refresh_token
        ;;
      606)
        sleep 20
        ;;
      610)
        return 0
        ;;
      *)
        echo "Marketo $code" >&2
        return 1
        ;;
    esac
  done
  return 1
}

# A chain of conditions in a function that calls itself.
describe() {
  local answer error_code
  answer=$(get "/rest/v1/$1/describe.json")
  error_code=$(jq -r '.errors[0].code // empty' <<<"$answer")
  if [[ $error_code == "606" ]]; then
    sleep 20
    describe "$1"
    return
  elif [[ $error_code == "603" ]]; then
    return 0
  fi
  echo "$answer"
}

find_leads "$@"

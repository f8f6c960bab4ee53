#!/usr/bin/env bash
# Reads leads and what they consist of.
set -euo pipefail

BASE="https://123-ABC-456.mktorest.com"
MAX_ATTEMPTS=4
token=""

get() {
  curl --silent --show-error --header "Authorization: Bearer $token" "$BASE$1"
}

refresh_token() {
  token=$(get "/identity/oauth/token?grant_type=client_credentials" | jq -r .access_token)
}

# A case in a loop that knows one of the throttled codes.
find_leads() {
  local answer code attempt
  for ((attempt = 1; attempt <= MAX_ATTEMPTS; attempt++)); do
    answer=$(get "/rest/v1/leads.json?filterType=email&filterValues=$1")
    code=$(jq -r '.errors[0].code // empty' <<<"$answer")
    case "$code" in
      "")
        jq -c .result <<<"$answer"
        return 0
        ;;
      615)
        sleep 2
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
  echo "no answer after $MAX_ATTEMPTS attempts" >&2
  return 1
}

# A case that tries nothing twice.
describe() {
  local name="$1" answer code
  answer=$(get "/rest/v1/$name/describe.json")
  code=$(jq -r '.errors[0].code // empty' <<<"$answer")
  case $code in
    "") jq -c .result <<<"$answer" ;;
    603)
      echo "this user may not read it" >&2
      return 1
      ;;
    610) echo "[]" ;;
    *)
      jq -r '.errors[0].message' <<<"$answer" >&2
      return 1
      ;;
  esac
}

# A chain of conditions that tries nothing twice.
count_members() {
  local answer error_code
  answer=$(get "/rest/asset/v1/program/$1/members.json")
  error_code=$(jq -r '.errors[0].code // empty' <<<"$answer")
  if [ -z "$error_code" ]; then
    jq -c .result <<<"$answer"
    return
  fi
  if [ "$error_code" = 603 ]; then
    echo "this user may not read it" >&2
    return 1
  elif [ "$error_code" = 719 ]; then
    echo "the record is locked" >&2
    return 1
  fi
  jq -r '.errors[0].message' <<<"$answer" >&2
  return 1
}

#!/bin/bash

BASE="https://project.feishu.cn/open_api"

post() {
  curl -s -X POST -H "X-PLUGIN-TOKEN: $TOKEN" -H "Content-Type: application/json" -d "$2" "$BASE$1"
}

# A mapper to policies.
policy_of() {
  local err_code=$1
  case $err_code in
    10022) echo renew ;;
    10429) echo retry ;;
    *) echo fail ;;
  esac
}

# Early returns in sequence, and no second try anywhere.
comment() {
  local answer err_code
  answer=$(post "/work_item/story/$1/comment/create" "$2")
  err_code=$(jq -r .err_code <<<"$answer")
  if [ "$err_code" -eq 0 ]; then
    echo "$answer"
    return 0
  fi
  if [ "$err_code" -eq 10429 ]; then
    echo "too many requests" >&2
    exit 1
  fi
  if [ "$err_code" -eq 20006 ]; then
    return 0
  fi
  echo "failed: $err_code" >&2
  exit 1
}

policy_of "$(comment "$1" "$2" | jq -r .err_code)"

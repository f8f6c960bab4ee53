#!/usr/bin/env bash
# Asks for what the arguments say, pair by pair: an operation and the address to ask. The clock is not the real one.

source "$(dirname "$0")/leads.sh"

exec 3>&1

sleep() {
  printf 'waited %s\n' "$(awk -v s="$1" 'BEGIN { print s * 1000 }')" >&3
}

declare -A functions=([find]=find_leads [describe]=describe [count]=count_members)
complaint=$(mktemp)

while (($# > 1)); do
  BASE=$2
  # Each client of its own, and under the file's own options, which no condition around may soften.
  set +e
  result=$(
    set -e
    refresh_token
    "${functions[$1]}" 1 2>"$complaint"
  )
  status=$?
  set -e
  if ((status == 0)) && [[ -n $result ]]; then
    echo "done $(jq length <<<"$result")"
  else
    echo "failed $(tail -n 1 "$complaint")"
  fi
  shift 2
done

rm -f "$complaint"

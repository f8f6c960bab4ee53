/** What quick fixes write, and leave alone, in a shell's scripts. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allFixes, fixed, handled } from "./support.ts";

const head = (shebang: string): string => `${shebang}\napi=https://123-ABC-456.mktorest.com/rest/v1\n\n`;

const loop = `leads() {
  local code attempt
  for ((attempt = 1; attempt <= 5; attempt++)); do
    code=$(curl -s "$api/leads.json" | jq -r '.errors[0].code // empty')
    case $code in
      "") return 0 ;;
      601|602) refresh_token ;;
      606) sleep 20 ;;
      *) return 1 ;;
    esac
  done
}
`;

describe("a case in a loop", () => {
  test("new labels are parted as the author parts them", async () => {
    const text = loop.replace("606) sleep 20 ;;", "604|608) sleep $((attempt * 2)) ;;");
    const after = await fixed("handle-transient", "leads.sh", head("#!/usr/bin/env bash") + text);
    assert.match(after, /\n {6}604\|608\|502\|611\|[\d|]+\) sleep \$\(\(attempt \* 2\)\) ;;\n/);
  });

  test("a new arm ends as arms do, and stands above the default", async () => {
    const after = await fixed("handle-all", "leads.sh", head("#!/usr/bin/env bash") + loop);
    assert.match(after, /\n {6}502 \| 604 [\d| ]+\)\n {8}sleep "\$\(backoff "\$attempt"\)"\n {8}continue\n {8};;\n {6}\*\) return 1 ;;\n/);
  });

  test("without a default, what can't be tried again comes to the end of its arm", async () => {
    const text = `${head("#!/bin/bash")}token() { curl -s "$api/token"; }

lead() {
  local code
  code=$(curl -s "$api/lead/1.json" | jq -r '.errors[0].code // empty')
  case $code in
    "") return 0 ;;
    604 | 610) return 1 ;;
  esac
  echo "failed: $code" >&2
  return 1
}
`;
    const after = await fixed("handle-throttled", "lead.sh", text);
    assert.match(
      after,
      /\n {6}606\)\n {8}if \(\(attempt < MAX_ATTEMPTS\)\); then\n {10}sleep 20\n {10}attempt=\$\(\(attempt \+ 1\)\)\n {10}continue\n {8}fi\n {8};;\n/,
    );
  });

  test("outside of functions variables are the script's own, and what helps stands above all that calls it", async () => {
    const inFile = loop
      .replace("leads() {\n  local code attempt\n", "")
      .replace(/^ {2}/gm, "")
      .replace("done\n}", "done")
      .replaceAll("return", "exit");
    const text =
      head("#!/usr/bin/env bash") +
      inFile.replace("for ((attempt = 1; attempt <= 5; attempt++)); do", "while :; do").replace("    601|602) refresh_token ;;\n", "");
    const after = await fixed("handle-transient", "leads.sh", text);
    assert.match(after, /\n\}\n\nattempt=1\nwhile :; do\n/);
    assert.doesNotMatch(after, /^local /m);
    assert.match(after, /\n {6}if \(\(attempt >= MAX_ATTEMPTS\)\); then\n {8}exit 1\n {6}fi\n/);
  });

  test("line ends stay as they are", async () => {
    const text = head("#!/usr/bin/env bash") + loop;
    const crlf = await handled("leads.sh", text.replaceAll("\n", "\r\n"));
    assert.equal(crlf.after, (await handled("leads.sh", text)).after.replaceAll("\n", "\r\n"));
  });
});

describe("what is left alone", () => {
  test("a script for any shell gets labels, and nothing that only some shells know", async () => {
    const text = head("#!/bin/sh") + loop.replace("for ((attempt = 1; attempt <= 5; attempt++)); do", "for attempt in 1 2 3 4 5; do");
    const all = (await allFixes("leads.sh", text)).filter((f) => f.fix.id.startsWith("handle-"));
    assert.deepEqual(
      all.map((f) => f.fix.id),
      ["handle-throttled"],
    );
    assert.match(all[0]?.after ?? "", /606 \| 615\) sleep 20 ;;/);
  });

  test("a loop that reads the next thing each round tries nothing again", async () => {
    const text = `${head("#!/usr/bin/env bash")}sync() {
  local id code
  while IFS= read -r id; do
    code=$(curl -s "$api/lead/$id.json" | jq -r '.errors[0].code // empty')
    case $code in
      606) echo "lead $id: too fast" >&2; return 1 ;;
      610) continue ;;
      *) return 1 ;;
    esac
  done
}
`;
    const all = await allFixes("sync.sh", text);
    assert.deepEqual([...new Set(all.map((f) => `${f.finding.rule} ${f.fix.id}`))], ["unhandled-retryable suppress"]);
  });

  test("a function that is told by its place what to do can't be called without", async () => {
    const text = `${head("#!/usr/bin/env bash")}refresh_token() { token=$(curl -s "$api/token?user=$1"); }\n\n${loop.replace("      601|602) refresh_token ;;\n", "")}`;
    const ids = (await allFixes("leads.sh", text)).map((f) => f.fix.id);
    assert.ok(ids.includes("handle-throttled") && !ids.includes("handle-auth"), ids.join(" "));
  });

  test("`wait` waits for a process, and for no time", async () => {
    const text = head("#!/usr/bin/env bash") + loop.replace("606) sleep 20 ;;\n      ", "").replace("done\n}", 'done\n  wait "$job"\n}');
    const after = await fixed("handle-throttled", "leads.sh", text);
    assert.match(after, /\n {8}sleep 20\n/);
  });
});

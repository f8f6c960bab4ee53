import { before, describe, test } from "node:test";
import type { TextEdit } from "../../server/src/text/span.ts";
import { Differential } from "../support/differential.ts";

/** What random edits once found, as small as it gets. */
describe("a document kept through these edits says what a fresh one says", () => {
  let differential: Differential;
  before(async () => {
    differential = await Differential.over(["cpp", "csharp", "go", "java", "javascript", "powershell", "python", "rust", "typescript"]);
  });
  const insert = (at: number, text: string): TextEdit => ({ span: { start: at, end: at }, text });
  const remove = (start: number, end: number): TextEdit => ({ span: { start, end }, text: "" });

  test("a class that comes to stand within a function is known to others all the same", () => {
    const text = "{}enumFeishuErrorCode{TokenExpired=4\n2}\n{$e-eq[FeishuErrorCode::TokenExpired)}";
    differential.run({ languageId: "powershell", path: "/w/src/client.ps1", text, edits: [[insert(37, "}"), insert(0, " ")]] });
    const nested = 'function load() {\n  class Codes { static EXPIRED = "601"; }\n}\nfunction renew(code) { return code === Codes.EXPIRED; }\n';
    const expired = nested.indexOf("601");
    const edits = [[insert(expired, " ")], [remove(expired, expired + 1)], [insert(nested.indexOf("class"), "\n")]];
    differential.run({ languageId: "typescript", path: "/w/src/client.ts", text: nested, edits });
  });

  test("a text that was broken before the edit is read from scratch", () => {
    const text = [
      "0else afunction Test-Renewable($Failure) {",
      "    switch -Regex ($Failure.code) {\n        '^(601|602)$' { return $true }\n    }",
      "    if ($Fail>ure.code -match '^(?:606|615)$') { return $true }",
      "    return [regex]::IsMatch($Failure.code, '^(604|608)$') -or $Failure.code -notmatch '^(610|611)$'\n}\n",
    ].join("\n");
    const at = text.indexOf(">ure");
    differential.run({ languageId: "powershell", path: "/w/src/marketo_client.ps1", text, edits: [[remove(at, at + 1)]] });
  });

  test("a name keeps the place that it has together with the white space before it", () => {
    const pairs = "@{ Id = 602; Price = 1003 )\n// faultline: marketo-rest\n)\n\\{ Id = 602; ";
    const text = `err.cododucts = @(@{ I.9}01; Pric!})e = 1001 }, @{ Id = 602; Price = 1003 }, ${pairs}Price = 1003 }, ${pairs.slice(0, 57)}\ud83d02; PriPrice = 1003 )\n// faultline: marketo-rest\n)\n`;
    const at = text.indexOf("PriPrice");
    const more = ` = 1003 }, ${pairs}Price = 1003 }, ${pairs.slice(0, 57)}\ud83d02; PriPrice = `;
    for (const start of [at - 30, at - 20, at - 10, at, at + 4])
      differential.run({
        languageId: "powershell",
        path: "/w/src/client.ps1",
        text,
        edits: [[insert(start, more)], [remove(start, start + more.length)]],
      });
  });

  test("what stands in no function is asked about again when a function that it may lead to is gone", () => {
    const host = 'const BASE = "https://123-abc-456.mktorest.com";\n';
    const again = 'function again(errors) {\n  if (errors[0].code === "604") retry();\n  else if (errors[0].code === "602") renewToken();\n}\n';
    const text = `${host}if (error.code === "606") wait();\n${again}`;
    const gone = remove(text.indexOf(again), text.length);
    differential.run({ languageId: "typescript", path: "/w/src/client.ts", text, edits: [[gone], [insert(text.indexOf(again), again)]] });
  });

  test("a callback that stands in no function is given what the call beside it goes through", () => {
    const codes = 'const RETRYABLE = ["606"];\n';
    const asked = "const again = RETRYABLE.some((c) => c === code);\n";
    for (const text of [codes + asked, asked + codes]) {
      const at = text.indexOf("606");
      differential.run({
        languageId: "typescript",
        path: "/w/src/client.ts",
        text,
        edits: [[insert(at, "6")], [insert(at, " ")], [remove(at, at + 2)]],
      });
    }
    const text = "local.iter.any(|c c==e)}(;\nlocal=vec![1]";
    differential.run({ languageId: "rust", path: "/w/src/marketo_client.rs", text, edits: [[insert(25, "r>bool{if S(")]] });
  });

  test("in a broken text a name may follow a number without a space", () => {
    const text = "x=4]const WIDTHS=0x?;function n(){WIDTHS.includes(h)";
    differential.run({ languageId: "typescript", path: "/w/src/client.ts", text, edits: [[insert(0, "\t")]] });
  });

  test("a name that is given what a callback asks is read again with what that asks for", () => {
    const code = 'const LIMIT = "606";\n';
    const asked = "const expired = errors.some((e) => e.code === LIMIT);\n";
    const used = "function again() {\n  if (expired) retry();\n}\n";
    for (const text of [code + asked + used, used + asked + code]) {
      const at = text.indexOf("606");
      differential.run({ languageId: "typescript", path: "/w/src/client.ts", text, edits: [[insert(at, "6")], [remove(at, at + 2)]] });
    }
    const text = 'expired=s.some((=>code=="");function(){expired||m}\nc code=o';
    differential.run({ languageId: "typescript", path: "/w/src/client.ts", text, edits: [[insert(text.indexOf(" code=o"), "1042")]] });
  });

  test("in a broken text a name may follow a stray escape", () => {
    const text = '""function(){""\\lue}[ue="";o';
    const at = text.indexOf("[");
    differential.run({ languageId: "javascript", path: "/w/src/client.js", text, edits: [[insert(at, "{")], [insert(at + 1, "s")]] });
  });

  test("in a broken text a name may follow a sign in quotes", () => {
    const text = "package p\n\nfunc f(res *Response) string {\n\tcodes := []int{res.ErrCod'rrLimit, 10_211}\n\treturn use(codes)\n}\n";
    const at = text.length;
    const edits = [[insert(at, "const rLimit = 10022\n")], [insert(at, "const rSize = 1\n")], [remove(at, at + 16)]];
    differential.run({ languageId: "go", path: "/w/src/client.go", text, edits });
  });

  test("what was edited may come to belong to the head of a class", () => {
    const text = "class A {\u0000=return(w(width):\n  RETRYABLE  is_wide-=[ 1001\n    re;turn 606 if {";
    const edits = [[{ span: { start: 10, end: 18 }, text: "." }]];
    differential.run({ languageId: "python", path: "/w/src/client.py", text, edits });
  });

  test("a class that was left alone is another one once something is said of it elsewhere", () => {
    const host = 'const BASE = "https://123-abc-456.mktorest.com";\n';
    const codes =
      'class Codes {\n  static EXPIRED = "602";\n  static SET = new Set(["606"]);\n  has(code) { return Codes.SET.has(code) || code === Codes.LIMIT; }\n}\n';
    const client =
      "class Client {\n  on(code) { if (code === Codes.EXPIRED || code === Codes.LIMIT) this.renew(); else if (Codes.SET.has(code)) wait(); }\n}\n";
    const text = `${host}${codes}${client}function height(code) { return code; }\n`;
    const height = text.indexOf("code; }");
    const more = 'class Codes {\n  static LIMIT = "615";\n}\n';
    const away = [insert(height, " ")];
    const back = [remove(height, height + 1)];
    const at = text.length;
    const edits = [
      away,
      back,
      [insert(at, more)],
      away,
      back,
      [remove(at, at + more.length)],
      away,
      [insert(0, more)],
      [insert(height + more.length, " ")],
      [remove(0, more.length)],
      [insert(height, '; Codes.SET.add("608"); ')],
      [insert(text.indexOf("static EXPIRED"), 'static LIMIT = "604";\n  ')],
    ];
    differential.run({ languageId: "typescript", path: "/w/src/client.ts", text, edits, deep: 1 });
  });

  test("a function of a class comes to stand outside of it", () => {
    const host = 'const char* BASE = "https://123-abc-456.mktorest.com";\n';
    const client = 'class Client {\n  std::string code;\n  const std::string expired = "602";\n  bool is_expired() { return code == expired; }\n};\n';
    const text = `${host}${client}bool height(std::string code) { return code == "606"; }\n`;
    const height = text.indexOf('code == "606"');
    const outside = "bool Client::renews() { this->code = read(); return code == expired; }\n";
    const at = text.length;
    const edits = [
      [insert(height, " ")],
      [insert(at, outside)],
      [insert(height, " ")],
      [insert(at + 8, " ")],
      [remove(at, at + 8)],
      [insert(height, " ")],
    ];
    differential.run({ languageId: "cpp", path: "/w/src/client.cpp", text, edits, deep: 1 });
  });

  test("in a broken text an edit in the midst of an item may be felt beside it", () => {
    const codes =
      '#[derive(Deserialize)]\npub enum ErrorCode {\n    #[serde(rename = "601")]\n    TokenInvalid,\n    /// Over.\n    #[serde(rename = "606", alias = "rate")]\n    RateLimit,\n    #[serde(other)]\n    Other,\n}\n';
    const arms =
      "\nimpl Client {\n    fn on(&self, code: ErrorCode) -> Action {\n        match code {\n            ErrorCode::TokenInvalid => self.renew(),\n            ErrorCode::RateLimit => Action::Wait,\n            ErrorCode::Other => Action::Fail,\n        }\n    }\n}\n";
    const wide = '\n\nfn wide(boxes: &[Box]) -> bool {\n    boxes.iter().any(|b| b.width == 606 || b.id == "1001")\n}\n';
    const rate = '\n\nfn is_rate_limit(error: &serde_json::Value) -> bool {\n    error["code"] == 606 || error["code"].as_i64() == Some(615)\n}\n';
    const height = "\n\nfn height(lines: u32) -> u32 {\n    if lines == 606 { 20 } else if lines == 615 { 10 } else { 0 }\n}\n";
    const text = `${codes}${arms}${wide}${rate}${height}\n\n${codes}${arms}${height}`;
    const torn = "::Wait,\n            ErrorCode::Other => Action::Fail,\n        }\n    }\n}\n\n\nfn wide(boxes: &[Box]) -";
    differential.run({ languageId: "rust", path: "/w/src/marketo_client.rs", text, edits: [[insert(66, torn)]] });
  });

  test("an edit in a broken text makes a declaration of what was a comparison far behind it, and the parser doesn't say so", () => {
    const text = 'class C{t[]S={};n(e<>h){(e())|s.c;}s(M y){t<g>codes=t();return codes.contains("");}}';
    const at = text.indexOf("[]");
    differential.run({ languageId: "java", path: "/w/src/client.java", text, edits: [[insert(at, '"404"')]] });
  });

  test("a policy is read as far as its statement goes, wherever there is room between places", () => {
    const handled = '.OrResult<Answer>((Answer a) => a.Errors.Any(e => e.Code is "606"))';
    const policy = `  IAsyncPolicy policy = Policy.Handle<MarketoException>(e => e.Code == "604" || e.Code == "608")\n    ${handled}\n  }`;
    const text = `}\nclass Client\n{\n${policy}?  .WaitAndRetryAsync(5, n => Seconds(n));\n\n  [Retry(606)]\n  Task Lead() => policy.Run(async () => { return awai= "608") });\n}\n`;
    differential.run({ languageId: "csharp", path: "/w/src/client.cs", text, edits: [[insert(text.indexOf("?") + 1, "nc () => {")]] });
  });
});

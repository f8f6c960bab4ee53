import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArguments } from "../../server/src/cli/arguments.ts";
import { commandNames, commands } from "../../server/src/cli/commands.ts";
import { Failure } from "../../server/src/cli/failure.ts";
import { parseShard } from "../../server/src/cli/select.ts";
import { inProject } from "./support/machine.ts";

const specs = {
  format: { value: "FORMAT", choices: ["json", "pretty"], about: "" },
  output: { value: "FILE", short: "o", about: "" },
  merge: { about: "" },
};

function check(args: string[], operands: string[], options: Record<string, string>): void {
  assert.deepEqual({ ...parseArguments(args, specs) }, { operands, options });
}

function fails(args: string[], message: RegExp): void {
  assert.throws(
    () => parseArguments(args, specs),
    (error) => error instanceof Failure && message.test(error.message),
  );
}

test("options may stand anywhere, with their value behind a space or an equals sign", () => {
  check(["a", "--format", "json", "b"], ["a", "b"], { format: "json" });
  check(["--format=json", "--merge"], [], { format: "json", merge: "" });
  check(["-o", "x.json", "--format", "pretty", "--format", "json"], [], { output: "x.json", format: "json" });
  check(["--output=--merge"], [], { output: "--merge" });
});

test("what stands behind -- is a path, and so is a lone dash", () => {
  check(["--", "--format", "-"], ["--format", "-"], {});
  check(["-"], ["-"], {});
});

test("a slip is named, and the likely word with it", () => {
  fails(["--fromat", "json"], /no option '--fromat' here; did you mean --format\?/);
  fails(["--nothing-like-it"], /no option '--nothing-like-it' here; --help lists them/);
  fails(["-x"], /no option '-x'/);
  fails(["--format", "jsno"], /--format takes json or pretty, not 'jsno'; did you mean json\?/);
  fails(["--format"], /--format needs a value: --format json\|pretty/);
  fails(["--format", "--merge"], /--format needs a value/);
  fails(["--output="], /--output needs a value: --output FILE/);
  fails(["--merge=yes"], /--merge takes no value/);
  fails(["--constructor"], /no option/);
  fails(["--\u001b[31m\nred"], /no option '--\\u001b\[31m\\nred'/);
});

test("a shard is one part of a whole", () => {
  assert.deepEqual(parseShard("1/4"), { index: 1, count: 4 });
  for (const wrong of ["0/4", "5/4", "1", "1/0", "a/b", "1/4/2", "-1/4", ""]) assert.throws(() => parseShard(wrong), Failure);
});

test("help and version are printed for whoever asks", () =>
  inProject({}, async (project) => {
    assert.deepEqual(await project.run("--version"), { status: 0, out: "1.2.3\n", err: "" });
    const general = await project.run("--help");
    assert.equal(general.status, 0);
    for (const name of commandNames) {
      assert.match(general.out, new RegExp(`faultline ${name} `));
      const help = await project.run(name, "--help");
      assert.equal(help.status, 0);
      for (const option of Object.keys(commands[name].options)) assert.match(help.out, new RegExp(`--${option}\\b`));
    }
  }));

test("what can't run says so in one line on stderr, prints nothing else and exits with 2", () =>
  inProject({}, async (project) => {
    for (const [args, message] of [
      [[], /which command\?/],
      [["chekc"], /no command 'chekc'; did you mean check\?/],
      [["--frobnicate"], /no option '--frobnicate'/],
      [["check", "--format", "xml"], /--format takes pretty, json, sarif or github/],
      [["check", "--severity", "off"], /--severity takes hint/],
      [["check", "no/such"], /no file or folder 'no\/such'/],
      [["check", "--shard", "9"], /--shard takes a part/],
      [["check", "--locale", "../x"], /--locale takes a language tag/],
      [["codes", "--format", "sarif"], /--format takes pretty or json/],
      [["explain"], /explain takes one code/],
      [["catalog"], /catalog takes validate or list/],
      [["catalog", "lsit"], /did you mean list/],
      [["import", "page.html"], /needs the catalog's id/],
      [["lsp"], /--stdio/],
    ] as const) {
      const { status, out, err } = await project.run(...args);
      assert.equal(status, 2, args.join(" "));
      assert.equal(out, "");
      assert.match(err, message);
      assert.match(err, /^faultline: [^\n]+\n$/);
    }
  }));

test("the server is started for an editor", () =>
  inProject({}, async (project) => {
    assert.equal((await project.run("lsp", "--stdio")).out, "served");
  }));

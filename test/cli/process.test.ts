/** The command line as it is shipped: the bundle, run by plain node. `npm run build` comes first. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { keep, recall } from "../../server/src/host/store.ts";
import { BenchServer } from "../support/bench-server.ts";
import { inProject, type Project } from "./support/machine.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bundle = join(root, "dist/faultline.mjs");

const client = `
const base = "https://123-abc-456.mktorest.com/rest/v1";
export async function call(path) {
  const answer = await (await fetch(base + path)).json();
  switch (answer.errors[0].code) {
    case "606":
      return call(path);
    case 604:
      return call(path);
    default:
      throw new Error("failed");
  }
}
`;
const longClient = client + "// And so on.\n".repeat(4000);

before(() => assert.ok(existsSync(bundle), "dist/faultline.mjs is missing: run npm run build first"));

function faultline(project: Project, ...args: string[]) {
  return spawnSync(process.execPath, [bundle, ...args], { cwd: project.root, encoding: "utf8", maxBuffer: 1e9 });
}

test("finds, prints and exits as documented", () =>
  inProject({ "a.js": client }, (project) => {
    const { status, stdout, stderr } = faultline(project, "check", "--format", "json");
    assert.deepEqual([status, stderr], [1, ""]);
    const { findings, files } = JSON.parse(stdout);
    assert.equal(files, 1);
    assert.deepEqual(
      findings.map((it: { rule: string; file: string }) => [it.file, it.rule]),
      [
        ["a.js", "unhandled-retryable"],
        ["a.js", "retry-without-delay"],
        ["a.js", "unbounded-retry"],
        ["a.js", "never-matches"],
      ],
    );
    const sites = JSON.parse(faultline(project, "codes", "--format", "json").stdout).sites;
    assert.deepEqual(
      sites.map((it: { text: string; code: string; api: string; role: string }) => [it.text, it.code, it.api, it.role]),
      [
        ['"606"', "606", "marketo-rest", "case"],
        ["604", "604", "marketo-rest", "case"],
      ],
    );
    assert.equal(faultline(project, "check", "gone").status, 2);
    assert.match(faultline(project, "--version").stdout, /^\d+\.\d+\.\d+\n$/);
  }));

test("a large report reaches a pipe whole", () =>
  inProject({ "a.js": client + `if (answer.errors[0].code === "606") retry();\n`.repeat(5000) }, (project) => {
    const { stdout } = faultline(project, "codes", "--format", "json");
    assert.ok(stdout.length > 1_000_000);
    assert.ok(JSON.parse(stdout).sites.length >= 5000);
  }));

test("a reader that leaves early is no error", () =>
  inProject({ "a.js": client + `if (answer.errors[0].code === "606") retry();\n`.repeat(5000) }, async (project) => {
    const child = spawn(process.execPath, [bundle, "codes", "--format", "json"], { cwd: project.root });
    let errors = "";
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.once("close", resolve));
    assert.deepEqual([status, errors], [0, ""]);
  }));

test("Ctrl-C stops at once", { skip: process.platform === "win32" }, () => {
  const files = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`f${i}.js`, client.repeat(20)]));
  // The first file is binary: the line about it says that the scan has begun.
  return inProject({ "0.js": "\u0000", ...files }, async (project) => {
    const child = spawn(process.execPath, [bundle, "check", "--format", "json"], { cwd: project.root });
    let out = "";
    child.stdout.on("data", (data) => {
      out += data;
    });
    await new Promise((resolve) => child.stderr.once("data", resolve));
    child.kill("SIGINT");
    const status = await new Promise((resolve) => child.once("close", resolve));
    // A check that had gone on to its end would have printed its findings.
    assert.equal(status, 130);
    assert.equal(out, "");
  });
});

test("the server answers over standard input and output", () =>
  inProject({}, async (project) => {
    const child = spawn(process.execPath, [bundle, "lsp", "--stdio"], { cwd: project.root });
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    let out = "";
    for await (const data of child.stdout) {
      out += data;
      if (out.includes('"capabilities"')) break;
    }
    child.kill();
    assert.match(out, /^Content-Length: \d+\r\n/);
    assert.match(out, /"capabilities"/);
  }));

test("the server tells at its start what it told last of a large file, and nothing where it is to keep nothing", () =>
  inProject({ "w/a.js": longClient }, async (project) => {
    const [folder, home] = [join(project.root, "w"), join(project.root, "home")];
    const kept = join(home, "faultline", "opened");
    const run = async (...more: readonly string[]) => {
      const command = [process.execPath, bundle, "lsp", "--stdio", ...more] as const;
      const server = new BenchServer(command, folder, pathToFileURL(join(folder, "a.js")).href, "javascript", home);
      try {
        const { diagnostics } = await server.open(pathToFileURL(folder).href, longClient);
        // Answered when the document has been read.
        await server.ask("textDocument/hover", 0);
        // It is kept some seconds after the last word.
        if (more.length === 0) for (let i = 0; i < 200 && !existsSync(kept); i++) await new Promise((done) => setTimeout(done, 100));
        return [diagnostics, server.found.length];
      } finally {
        server.end();
      }
    };
    assert.deepEqual(await run("--no-cache"), [4, 4]);
    assert.ok(!existsSync(kept));
    assert.deepEqual(await run(), [4, 4]);
    const name = (readdirSync(kept)[0] ?? assert.fail("nothing was kept")).replace(/\.json$/, "");
    // The mark by which it is seen that this is told, and then what the analysis says.
    keep(kept, name, { ...(recall(kept, name) as object), diagnostics: [] }, { records: 9, bytes: 1e9 });
    assert.deepEqual(await run(), [0, 4]);
    assert.deepEqual(await run("--no-cache"), [4, 4]);
  }));

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { createEngine } from "../../server/src/engine/engine.ts";
import { defaultSettings } from "../../server/src/engine/model.ts";
import { confined } from "../../server/src/host/confined.ts";
import type { Host } from "../../server/src/host/host.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import { testCatalogs } from "../support/workspace.ts";

/** Files that import, extend, replace and require their way out of the workspace, in the manner of each language. */
const outwards: Readonly<Record<string, string>> = {
  "/a/w/package.json": `{"name":"w","workspaces":["../*","/out/*","../../../../*"],"main":"../../out/x.js"}`,
  "/a/w/tsconfig.json": `{"extends":"../../out/tsconfig.json","compilerOptions":{"baseUrl":"../..","paths":{"far/*":["../../out/*","/out/*"]}},"references":[{"path":"../../out"}]}`,
  "/a/w/go.mod": "module w\n\nreplace example.com/far => ../../out\nreplace example.com/root => /out\n",
  "/a/w/Cargo.toml": `[package]\nname = "w"\n[dependencies]\nfar = { path = "../../out" }\nroot = { path = "/out" }\n[workspace]\nmembers = ["../../out", "/out"]\n`,
  "/a/w/pyproject.toml": `[project]\nname = "w"\n[tool.setuptools.packages.find]\nwhere = ["../../out"]\n`,
  "/a/w/composer.json": `{"autoload":{"psr-4":{"Far\\\\":"../../out/","Root\\\\":"/out/"}}}`,
  "/a/w/pom.xml": "<project><parent><relativePath>../../out/pom.xml</relativePath></parent><modules><module>../../out</module></modules></project>",
  "/a/w/settings.gradle": `include ':far'\nproject(':far').projectDir = file('../../out')\n`,
  "/a/w/a.ts": `import { A } from "../../out/x";\nimport { B } from "/out/x";\nimport { C } from "far/x";\nimport "..";\nimport "../../../../../../../../x";\nexport const host = "https://1.mktorest.com";\n`,
  "/a/w/b.py": "from ...out import x\nfrom ....... import y\nimport out.x\nHOST = 'https://1.mktorest.com'\n",
  "/a/w/c.go": `package w\nimport (\n  "example.com/far/x"\n  "example.com/root"\n  "../../out"\n)\nvar host = "https://1.mktorest.com"\n`,
  "/a/w/d.php": `<?php\nrequire_once __DIR__ . '/../../out/x.php';\nrequire '../../out/x.php';\ninclude "/out/x.php";\nuse Far\\X;\nuse Root\\X;\n$h = "https://1.mktorest.com";\n`,
  "/a/w/e.rb": `require_relative "../../out/x"\nrequire "/out/x"\nload "../../out/x.rb"\nHOST = "https://1.mktorest.com"\n`,
  "/a/w/f.sh": `. ../../out/x.sh\nsource /out/x.sh\nhost=https://1.mktorest.com\n`,
  "/a/w/g.cpp": `#include "../../out/x.h"\n#include "/out/x.h"\n#include <../../out/x.h>\nconst char* host = "https://1.mktorest.com";\n`,
  "/a/w/h.rs": `#[path = "../../out/x.rs"]\nmod x;\nuse far::x;\nconst HOST: &str = "https://1.mktorest.com";\n`,
  "/a/w/i.kt": `import out.x\nval host = "https://1.mktorest.com"\n`,
  "/a/w/j.java": `import out.X;\nclass J { String host = "https://1.mktorest.com"; }\n`,
  "/a/w/k.cs": `using Out.X;\nclass K { string host = "https://1.mktorest.com"; }\n`,
  "/a/w/l.ps1": `. ../../out/x.ps1\nImport-Module ../../out/x.psm1\n$h = "https://1.mktorest.com"\n`,
};
const beyond: Readonly<Record<string, string>> = Object.fromEntries(
  ["ts", "js", "py", "go", "php", "rb", "sh", "h", "rs", "kt", "java", "cs", "ps1", "psm1"].map((it) => [`/out/x.${it}`, "x = 1\n"]),
);

describe("a workspace whose files point out of it", () => {
  test("is never left", async () => {
    const files = new Map(
      Object.entries({ ...outwards, ...beyond, "/out/tsconfig.json": "{}", "/out/package.json": `{"name":"out"}`, "/out/pom.xml": "" }),
    );
    const asked = new Set<string>();
    const node = createNodeHost();
    const noted = <T>(path: string, value: T): T => {
      asked.add(path);
      return value;
    };
    const namesIn = (folder: string) =>
      [...files.keys()].filter((it) => it.startsWith(`${folder}/`)).map((it) => it.slice(folder.length + 1).replace(/\/.*/, "/"));
    const host: Host = {
      resource: (path) => node.resource(path),
      resources: (folder) => node.resources(folder),
      readText: (path) => noted(path, files.get(path)),
      exists: (path) => noted(path, files.has(path)),
      list: (folder) => noted(folder, [...new Set(namesIn(folder))]),
      walk: (folder, wanted) =>
        noted(
          folder,
          [...files.keys()].filter((it) => it.startsWith(`${folder}/`) && wanted(it)),
        ),
    };
    const log = { info() {}, warn() {} };
    const engine = await createEngine({ host, catalogs: await testCatalogs(), settings: defaultSettings, log, roots: ["/a/w"] });
    let looked = 0;
    for (const [path, text] of Object.entries(outwards)) {
      const language = engine.languageOf(path);
      if (language === undefined) continue;
      await engine.load(language);
      await engine.prepare(path);
      engine.analyse(path, language, text);
      looked++;
    }
    assert.ok(looked >= 11, `${looked} files`);
    assert.ok(asked.size > 20);
    // Its own folder and what lies in it, in whatever way that is written.
    const outside = [...asked].filter((it) => it !== "/a/w" && (!it.startsWith("/a/w/") || it.includes("/../")));
    assert.deepEqual(outside, []);
  });

  test("is never left through a symbolic link", async () => {
    const scratch = mkdtempSync(join(tmpdir(), "faultline-out-"));
    after(() => rmSync(scratch, { recursive: true, force: true }));
    const [inside, beside] = [join(scratch, "in"), join(scratch, "beside")];
    for (const folder of [inside, beside]) mkdirSync(folder);
    const codes = `export const EXPIRED = "602";\n`;
    writeFileSync(join(beside, "codes.ts"), codes);
    writeFileSync(join(inside, "own.ts"), codes);
    symlinkSync(join(beside, "codes.ts"), join(inside, "file.ts"));
    symlinkSync(beside, join(inside, "folder"));
    symlinkSync(join(inside, "own.ts"), join(inside, "alias.ts"));
    symlinkSync(join(inside, "loop.ts"), join(inside, "loop.ts"));
    const node = createNodeHost();
    for (const roots of [[inside], [join(scratch, "elsewhere"), inside]]) {
      const host = confined(node, roots);
      const seen = (path: string) => [host.exists(join(inside, path)), host.readText(join(inside, path))];
      for (const path of ["file.ts", "folder/codes.ts", "../beside/codes.ts", "folder"]) assert.deepEqual(seen(path), [false, undefined], path);
      for (const path of ["own.ts", "alias.ts", "./own.ts", "x/../own.ts"]) assert.deepEqual(seen(path), [true, codes], path);
      assert.deepEqual(seen("loop.ts"), [false, undefined]);
      assert.deepEqual(host.list(join(inside, "folder")), []);
      assert.equal(host.list(inside).length, 5);
    }
    // A workspace that is itself behind a link is whole.
    symlinkSync(inside, join(scratch, "way"));
    assert.equal(confined(node, [join(scratch, "way")]).readText(join(scratch, "way", "own.ts")), codes);
  });
});

describe("names that no file can have", () => {
  test("are no files, and no errors", () => {
    const folder = mkdtempSync(join(tmpdir(), "faultline-names-")).replaceAll("\\", "/");
    try {
      const host = confined(createNodeHost(), [folder]);
      for (const name of ["a\0b.ts", "\0", "a".repeat(5000), `${"b/".repeat(3000)}c`, "\ud800.ts"]) {
        const path = `${folder}/${name}`;
        assert.equal(host.readText(path), undefined);
        assert.equal(host.exists(path), false);
        assert.deepEqual(host.list(path), []);
        assert.deepEqual([...(host.walk?.(path, () => true) ?? [])], []);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

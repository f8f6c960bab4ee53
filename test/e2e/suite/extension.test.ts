import assert from "node:assert/strict";
import * as vscode from "vscode";
import { extension, until } from "./support.ts";

describe("the extension", () => {
  it("is there and comes up", async () => {
    const { packageJSON } = extension();
    console.log(`# ${packageJSON.name} ${packageJSON.version} in ${vscode.env.appName} ${vscode.version} (${vscode.env.language})`);
    await extension().activate();
    await until("the extension is active", () => extension().isActive);
  });

  it("registers every command that its manifest names", async () => {
    await extension().activate();
    const registered = await vscode.commands.getCommands(true);
    const named: { command: string }[] = extension().packageJSON.contributes?.commands ?? [];
    assert.deepEqual(
      named.map(({ command }) => command).filter((command) => !registered.includes(command)),
      [],
    );
  });
});

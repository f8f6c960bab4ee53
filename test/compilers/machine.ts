import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export interface Outcome {
  readonly status: number;
  /** Both streams, as they came. */
  readonly output: string;
}

/** Milliseconds after which a compiler has lost its way. */
const limit = 300_000;

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Runs a program to its end and never throws: one that can't be started ends with status 127. */
export function run(command: string, args: readonly string[], { cwd, env, input }: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"], timeout: limit });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    child.once("error", (error) => resolve({ status: 127, output: `${output}${error.message}` }));
    child.once("close", (status, signal) => resolve({ status: status ?? 1, output: signal ? `${output}\nended by ${signal}` : output }));
  });
}

/** Where a program lies on the path; undefined where it isn't there. */
export function find(program: string): string | undefined {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return undefined;
}

/** Debian's packages for programs that are missing, where this machine lets us install any. Says why where it doesn't. */
export async function install(packages: readonly string[], log: (line: string) => void): Promise<void> {
  if (packages.length === 0) return;
  if (process.getuid?.() !== 0 || !find("apt-get")) {
    log(`not installed, since this needs root on Debian: ${packages.join(" ")}`);
    return;
  }
  log(`installing ${packages.join(" ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const update = await run("apt-get", ["update", "-q"], { env });
  if (update.status !== 0) log(lastLines(update.output));
  const get = (names: readonly string[]): Promise<Outcome> => run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...names], { env });
  const all = await get(packages);
  if (all.status === 0) return;
  // One that isn't there must not keep the others away.
  for (const name of packages) {
    const one = await get([name]);
    if (one.status !== 0) log(`could not install ${name}: ${lastLines(one.output)}`);
  }
}

export function lastLines(output: string, count = 3): string {
  return output.trim().split("\n").slice(-count).join("\n");
}

/** Does the work with so many at a time; results in the order of the items. */
export async function pooled<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}

// Brings public packages that have nothing to do with the four APIs into a cache folder: sources only, nothing of them is run.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Fetches one list, a few packages at a time. What a registry doesn't have is named and left out. */
export async function fetchPackages(lists, cache, say) {
  const missing = [];
  const jobs = [...lists.npm.map((name) => ["npm", name]), ...(await debianJobs(lists.debian, cache, say, missing))];
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) {
      const [kind, name] = jobs[next++];
      const folder = join(cache, kind, name.replace(/[^\w.@-]/g, "+"));
      if (existsSync(join(folder, ".fetched"))) continue;
      const work = `${folder}.part`;
      rmSync(work, { recursive: true, force: true });
      mkdirSync(work, { recursive: true });
      try {
        await (kind === "npm" ? npm(name, work) : debian(name, work));
        writeFileSync(join(work, ".fetched"), "");
        rmSync(folder, { recursive: true, force: true });
        renameSync(work, folder);
      } catch {
        missing.push(`${kind}:${name}`);
        rmSync(work, { recursive: true, force: true });
      }
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return missing;
}

async function npm(name, folder) {
  const { stdout } = await run("npm", ["pack", "--silent", "--ignore-scripts", name], { cwd: folder, timeout: 120_000 });
  const archive = stdout.trim().split("\n").at(-1);
  await run("tar", ["xzf", archive], { cwd: folder });
  rmSync(join(folder, archive));
}

async function debian(name, folder) {
  await run("apt-get", ["download", "-qq", name], { cwd: folder, timeout: 120_000 });
  const archive = readdirSync(folder).find((n) => n.endsWith(".deb"));
  await run("dpkg-deb", ["-x", archive, "."], { cwd: folder });
  rmSync(join(folder, archive));
}

async function debianJobs(names, cache, say, missing) {
  if (names.every((n) => existsSync(join(cache, "debian", n, ".fetched")))) return names.map((n) => ["debian", n]);
  try {
    await run("apt-get", ["--version"]);
    if (process.getuid?.() === 0) await run("apt-get", ["update", "-qq"], { timeout: 180_000 });
    return names.map((n) => ["debian", n]);
  } catch {
    say("no Debian packages here: their languages are left out");
    missing.push("debian");
    return [];
  }
}

/**
 * What the server's process is started with. V8 brings four threads of its own, which compile and collect beside the one that answers: on a machine
 * with two cores they stand in its way, and each takes memory. Editors that don't run on Node proper have other threads, and pass this by.
 */
export const execArgv: readonly string[] = ["--v8-pool-size=1"];

/** What the server is told. `keeps`: it may keep what it last said of large files, for its next start. */
export function serverArgs(keeps: boolean): string[] {
  return keeps ? [] : ["--no-cache"];
}

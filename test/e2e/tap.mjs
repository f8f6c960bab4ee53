// Steps that print one `ok` or `not ok` line each, as mocha's tap reporter does, so that all end-to-end tests read alike.

/**
 * @param {string} group put before every name
 * @param {{ onFailure?: (name: string) => Promise<unknown> }} [options] `onFailure` may take a picture
 */
export function createSteps(group, { onFailure } = {}) {
  let count = 0;
  let failed = 0;
  const line = (text) => console.log(text);
  return {
    /** Runs one step; a failing one does not end the others. Returns whether it went well. */
    async step(name, run) {
      count++;
      const started = Date.now();
      try {
        await run();
        line(`ok ${count} ${group} ${name} # ${Date.now() - started} ms`);
        return true;
      } catch (error) {
        failed++;
        line(`not ok ${count} ${group} ${name}`);
        line(String(error?.stack ?? error).replace(/^/gm, "  "));
        await onFailure?.(name).catch((problem) => line(`  no picture: ${problem.message}`));
        return false;
      }
    },
    /** Names a step that this machine can't run, and why. */
    skip(name, reason) {
      count++;
      line(`ok ${count} ${group} ${name} # SKIP ${reason}`);
    },
    /** Prints the plan and sets the exit status. */
    end() {
      line(`1..${count}`);
      if (failed > 0) process.exitCode = 1;
    },
  };
}

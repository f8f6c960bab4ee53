/** A thread that looks at files for `survey.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { createNodeHost } from "../host/node.ts";
import { looker, type Recognised } from "./look.ts";
import { Claims, pack, type Task } from "./tasks.ts";

/** What a thread is started with. */
export interface Given {
  readonly catalogs: readonly Recognised[];
  readonly claims: SharedArrayBuffer;
}

const given = workerData as Given;
const look = looker(createNodeHost(), given.catalogs);
const claims = new Claims(given.claims);

parentPort?.on("message", (task: Task) => {
  if (!claims.take(task.number)) return;
  const done = pack(task, look);
  parentPort?.postMessage(done, [done.numbers.buffer, done.spots.buffer]);
});

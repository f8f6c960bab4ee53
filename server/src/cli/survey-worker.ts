/** A thread that looks at files for `survey.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { createNodeHost } from "../host/node.ts";
import { looker, type Recognised } from "./look.ts";
import { pack, type Task } from "./tasks.ts";

const look = looker(createNodeHost(), workerData as readonly Recognised[]);

parentPort?.on("message", (task: Task) => {
  parentPort?.postMessage(pack(task, look));
});

// The transplant test: our own positive fixtures, set into copies of other people's projects, are still found, and nothing else is.
//
//   node test/transplant/run.mjs             all fixtures
//   node test/transplant/run.mjs ruby        those of the pages whose name holds one of the words
//   node test/transplant/run.mjs --verbose   names every place that was lost or that is too much
//
// The projects are those of the silence test, from its cache; where it is empty, a few of them are fetched. Ends with "N passed, N failed".

import { register } from "tsx/esm/api";

register();
const { runTransplants } = await import("./main.ts");
process.exitCode = await runTransplants(process.argv.slice(2));

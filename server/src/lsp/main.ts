import { setFlagsFromString } from "node:v8";
import { startServer } from "./node.ts";

// Room for young objects is what a heap grows by first, and never gives back: a third of the memory that an open file takes, for no gain in
// time. Its first megabytes are kept to.
setFlagsFromString("--semi-space-growth-factor=1");
// Until the first diagnostics nearly everything runs for the first time, and what V8 optimises of it rarely pays: it waits longer, and a quarter of
// the processor's time is saved. Other versions of V8 count otherwise.
if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=400000");
startServer();

import { startServer } from "./node.ts";

await startServer();

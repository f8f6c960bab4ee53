import { optimiseLater, youngRoom } from "../host/system.ts";
import { startServer } from "./node.ts";

// Until the first diagnostics nearly everything runs for the first time: a quarter of the processor's time is saved.
optimiseLater(400_000);
const grow = youngRoom(8);
let typing = false;
startServer({
  typed() {
    grow();
    // What a key press runs is run with each of them: from now on it is optimised as soon as V8 would by itself.
    if (!typing) optimiseLater(132 * 1024);
    typing = true;
  },
});

// Puts every fix, in every language, through the language's own compiler or checker.
//
//   node test/compilers/run.mjs                all languages
//   node test/compilers/run.mjs kotlin go      some of them, by their folders' names in clients/
//   node test/compilers/run.mjs --no-install   with what the machine has
//   node test/compilers/run.mjs --keep         the fixed texts stay, and their folder is printed
//
// Where it runs as root on Debian, compilers that are missing are installed. Ends with one line: "N passed, N failed, N skipped".

import { register } from "tsx/esm/api";

register();
const { runCompilers } = await import("./main.ts");
process.exitCode = await runCompilers(process.argv.slice(2));

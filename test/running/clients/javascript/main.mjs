// Asks for what the arguments say, pair by pair: an operation and the address to ask. The clock is not the real one.
import process from "node:process";

const real = globalThis.setTimeout;
globalThis.setTimeout = (work, ms = 0, ...rest) => {
  // Node's own fetch keeps time by the same function.
  if (/\(node:internal/.test(new Error().stack.split("\n")[2])) return real(work, ms, ...rest);
  process.stdout.write(`waited ${ms}\n`);
  return setImmediate(work, ...rest);
};
const { Leads } = await import("./leads.mjs");

const pairs = process.argv.slice(2);
for (let i = 0; i < pairs.length; i += 2) {
  const leads = new Leads(pairs[i + 1]);
  try {
    const result = await leads[pairs[i]]("1");
    process.stdout.write(`done ${result.length}\n`);
  } catch (error) {
    process.stdout.write(`failed ${error.message}\n`);
  }
}

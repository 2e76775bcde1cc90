// Tests that say "ok NAME" or "FAILED NAME", as the other runners do.
import assert from "node:assert/strict";

let failed = 0;

export async function test(name, f) {
  try {
    await f();
    console.log(`ok ${name}`);
  } catch (e) {
    failed++;
    console.log(`FAILED ${name}`);
    console.log(String(e.stack ?? e).split("\n").slice(0, 30).join("\n"));
  }
}

export const equal = assert.deepEqual;
export const ok = assert.ok;
export const throws = assert.throws;

export function seeds(n) {
  return Array.from({length: Number(process.env.HC_SEEDS ? Math.ceil(n * 10) : n)}, (_, i) => i + 1);
}

// The same numbers on every machine: below(n) gives 0 .. n-1.
export function random(seed) {
  let state = seed * 2654435761 >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

process.on("exit", () => {
  if (failed) process.exitCode = 1;
});

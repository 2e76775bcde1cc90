// What the tests of the page share: its data, and running hecun on what it saves.
import {execFileSync, spawnSync} from "node:child_process";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {readProject} from "../../src/page/web/core/data.js";
import {summarise} from "../../src/page/web/core/stats.js";
import {write} from "../../src/page/web/core/number.js";

export const HECUN = process.env.HECUN ?? "build/hecun";

export function dataOf(html) {
  const m = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(readFileSync(html, "utf8"));
  return readProject(JSON.parse(m[1]));
}

// Runs hecun simulate on a project file; its exit code. Files go to `out`.
export function simulateFile(project, out) {
  const run = spawnSync(HECUN, ["simulate", project, "--out", out, "-q"], {encoding: "utf8"});
  if (run.status > 1) throw new Error(`hecun ended with ${run.status}: ${run.stderr}`);
  return run.status;
}

// A copy of a project in `folder`, its sources linked, step `index` reading the plan and new units given as text.
export function projectWith(original, folder, index, plan, units) {
  execFileSync("cp", ["-rsf", original + "/.", folder]);
  const path = join(folder, "project.json"), json = JSON.parse(readFileSync(path, "utf8"));
  execFileSync("rm", [path]);
  json.steps[index] = {...json.steps[index], plan: "page_plan.csv", units: "page_units.csv"};
  writeFileSync(join(folder, "page_plan.csv"), plan);
  writeFileSync(join(folder, "page_units.csv"), units);
  writeFileSync(path, JSON.stringify(json));
  return path;
}

const STATS = ["sum", "mean", "median", "min", "max", "sd"];

// The numbers of a state as the page counts them, in the shape of summary.json; reock only where it is known.
export function countState(project, levels) {
  const out = {};
  project.levels.forEach((level, l) => {
    const summary = summarise(project, levels, l);
    const put = ({count, stats}) => {
      const o = {count: String(count)};
      for (const [name, stat] of stats)
        for (const k of [...STATS, "missing"]) o[`${name}.${k}`] = k === "missing" ? String(stat[k]) : write(stat[k]);
      return o;
    };
    out[level.id] = {all: put(summary.all)};
    for (const [kind, s] of summary.kinds) out[level.id][kind] = put(s);
  });
  return out;
}

// Compares with a state of summary.json; numbers must be the same double, whole or decimal. Returns what differs.
export function differences(counted, state, skip = ["reock"]) {
  const out = [];
  for (const [level, parts] of Object.entries(state.levels)) {
    const all = {all: parts.all, ...parts.kinds};
    for (const kind of new Set([...Object.keys(all), ...Object.keys(counted[level])])) {
      const mine = counted[level][kind] ?? {}, flat = {count: all[kind]?.count};
      for (const [name, stat] of Object.entries(all[kind] ?? {}))
        if (name !== "count") for (const [k, v] of Object.entries(stat)) flat[`${name}.${k}`] = v;
      for (const key of new Set([...Object.keys(mine), ...Object.keys(flat)])) {
        if (skip.some((s) => key.startsWith(s + "."))) continue;
        const a = mine[key] === undefined || mine[key] === "" ? null : Number(mine[key]), b = flat[key] ?? null;
        if (a !== b) out.push(`${level} ${kind} ${key}: the page ${mine[key]}, hecun ${b}`);
      }
    }
  }
  return out;
}

// What the tests of the page share: its data, and running hecun on what it saves.
import {execFileSync} from "node:child_process";
import {readFileSync, rmSync, writeFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {readProject} from "../../src/page/web/core/data.js";
import {numbersOf, summarise} from "../../src/page/web/core/stats.js";
import {totals} from "../../src/page/web/core/totals.js";
import {write} from "../../src/page/web/core/number.js";

export const HECUN = resolve(process.env.HECUN ?? "build/hecun");

export function dataOf(html) {
  const m = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(readFileSync(html, "utf8"));
  return readProject(JSON.parse(m[1]));
}

// A copy of the project `file` of a folder in `folder`, its sources linked, step `index` reading the plan and new units
// given as text. files: others to put in place, name -> text.
export function projectWith(original, file, folder, index, plan, units, files = {}) {
  execFileSync("cp", ["-rs", resolve(original) + "/.", folder]);
  const path = join(folder, file), json = JSON.parse(readFileSync(path, "utf8"));
  json.steps[index] = {...json.steps[index], plan: "page_plan.csv", units: "page_units.csv"};
  for (const [name, text] of Object.entries({...files, "page_plan.csv": plan, "page_units.csv": units, [file]: JSON.stringify(json)})) {
    rmSync(join(folder, name), {force: true});
    writeFileSync(join(folder, name), text);
  }
  return path;
}

export const countState = numbersOf;

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

// Where the sums and means that the tables show are not those of the full statistics.
export function totalsDiffer(project, levels) {
  const out = [];
  project.levels.forEach((level, l) => {
    const full = summarise(project, levels, l), quick = totals(project, levels, l);
    const compare = (kind, a, b) => {
      if (a.count !== b?.count) out.push(`${level.id} ${kind} count`);
      for (const [name, stat] of b?.stats ?? [])
        for (const k of ["sum", "mean"])
          if (write(stat[k]) !== write(a.stats.get(name)[k])) out.push(`${level.id} ${kind} ${name}.${k}: ${write(stat[k])}, ${write(a.stats.get(name)[k])}`);
    };
    compare("all", full.all, quick.all);
    for (const [kind, s] of full.kinds) compare(kind, s, quick.kinds.get(kind));
  });
  return out;
}

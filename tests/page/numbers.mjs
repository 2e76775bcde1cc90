// Random plans, computed by the page and by hecun: the same numbers to the last digit, the same refusals, the same
// broken rules.
import {test, equal, ok, random, seeds} from "./harness.mjs";
import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {HECUN, countState, dataOf, differences, projectWith, totalsDiffer} from "./page.mjs";
import {simulate} from "../../src/page/web/core/simulate.js";
import {judge} from "../../src/page/web/core/rules.js";
import {Refusal} from "../../src/page/web/core/resolve.js";
import {assign, describeUnit, newUnitsText, planText} from "../../src/page/web/core/plan.js";
import {readShare} from "../../src/page/web/core/data.js";

const work = mkdtempSync(join(tmpdir(), "hecun-numbers-"));
process.on("exit", () => rmSync(work, {recursive: true, force: true}));

function hecun(args, cwd) {
  const run = spawnSync(HECUN, args, {encoding: "utf8", cwd, maxBuffer: 1 << 28});
  return {status: run.status, stdout: run.stdout, stderr: run.stderr};
}

// What planners do, and some of what they should not.
function change(below, step, before, level, project) {
  let {moves, newUnits} = step;
  const u = before[level].units, id = project.levels[level].id, any = () => u.code[below(u.n)];
  const target = () => moves.length && below(3) ? moves[below(moves.length)].to || any() : any();
  for (let n = 1 + below(6); n-- > 0;) {
    const unit = any();
    const what = below(10);
    if (what < 5) moves = assign(moves, [unit], target(), id);
    else if (what === 5) moves = assign(moves, [unit], unit, id);
    else if (what === 6) newUnits = describeUnit(newUnits, target(), {name: `=新名 "${n}"`});
    else if (what === 7) {
      moves = moves.filter((m) => m.unit !== unit);
      const needs = moves.some((m) => m.level) ? id : null;
      moves = moves.concat([{unit, to: target(), share: readShare("0.375"), level: needs}, {unit, to: unit, share: readShare("0.625"), level: needs}]);
    } else if (what === 8 && level > 0) {
      // One child, or all of a unit's, each its own way.
      const v = before[level - 1].units, one = below(v.n), finer = project.levels[level - 1].id;
      const children = below(3) ? [v.code[one]] : v.code.filter((_, i) => v.parent[i] === v.parent[one]).slice(0, 50);
      moves = moves.map((m) => ({...m, level: m.level ?? id}));
      for (const child of children)
        if (!moves.some((m) => m.unit === child && m.level === finer)) moves = moves.concat([{unit: child, to: target(), share: null, level: finer}]);
    } else if (what === 9) {
      moves = assign(moves, [unit], below(2) ? "-" : "", id);
    }
  }
  return {moves, newUnits};
}

const JUDGED = new Set(["rule_broken", "not_contiguous", "unmatched_row", "unmatched_unit"]);

function brokenRules(json) {
  return json.findings.filter((f) => JUDGED.has(f.id)).flatMap((f) => f.codes.map((code) => `${f.id} ${f.level} ${code}`)).sort();
}

async function compare(name, folder, file, index, n) {
  const out = join(work, name);
  hecun(["simulate", file, "--out", out, "-q", "-f", "csv"], folder);
  const project = dataOf(join(out, "report.html")), level = project.steps[index].level, begin = simulate(project, 0, new Map());
  await test(`${name}: the page counts what hecun counted`, () => {
    const json = JSON.parse(readFileSync(join(out, "summary.json")));
    equal(differences(countState(project, project.states[0].levels), json.before, []), []);
    equal(differences(countState(project, begin.levels), json.after, []), []);
    equal(totalsDiffer(project, begin.levels), []);
  });
  for (const seed of seeds(n))
    await test(`${name}: plan ${seed}`, () => {
      const below = random(seed), before = index ? begin.steps[index - 1].after : project.states[0].levels;
      const plan = change(below, project.steps[index], before, level, project);
      let run = null;
      try {
        run = simulate(project, index, new Map([[index, plan]]), begin);
      } catch (e) {
        if (!(e instanceof Refusal)) throw e;
      }
      const targets = new Set(run ? run.steps[0].targets : plan.newUnits.map((u) => u.code));
      const copy = projectWith(folder, file, join(work, `${name}-${seed}`), index, planText(plan.moves), newUnitsText(plan.newUnits, targets));
      const theirs = hecun(["simulate", copy, "--json", "-q"]);
      equal(theirs.status === 3, run === null, theirs.stderr.slice(0, 400));
      if (!run) return;
      ok(theirs.status <= 1, theirs.stderr);
      const json = JSON.parse(theirs.stdout);
      equal(differences(countState(project, run.levels), json.after), []);
      equal(totalsDiffer(project, run.levels), []);
      equal(judge(project, run).filter((p) => JUDGED.has(p.id)).map((p) => `${p.id} ${project.levels[p.level].id} ${p.code}`).sort(), brokenRules(json));
      rmSync(join(work, `${name}-${seed}`), {recursive: true});
    });
}

const fixtures = join(work, "fixtures");
spawnSync("mkdir", [fixtures]);
spawnSync("bash", ["tests/cli/fixtures", fixtures], {stdio: "ignore"});
await compare("levels", fixtures, "levels.json", 0, 10);
await compare("saaremaa", "sample_data/saaremaa", "project.json", 0, 4);
await compare("gaoping", "sample_data/gaoping", "project.json", 2, 2);

// What a state breaks: the project's rules, land in pieces, moves that tear others apart. The rules of simulate/count.
import {compare, format, parse} from "./number.js";
import {NONE, findUnit} from "./units.js";
import {values} from "./stats.js";

export function ruleLevel(project, rule) {
  if (rule.level) return project.levels.findIndex((l) => l.id === rule.level);
  for (const state of rule.codes.length ? project.states : [])
    for (let l = 0; l < project.levels.length; l++) if (state.levels[l].units.byCode.has(rule.codes[0])) return l;
  return 0;
}

function root(parent, f) {
  while (parent[f] !== f) f = parent[f] = parent[parent[f]];
  return f;
}

// In how many pieces each unit's land lies; faces count as joined that share a border or are linked. null: no borders.
export function pieces(project, level) {
  if (!project.borders || !level.faces) return null;
  if (!counted.has(level.faces)) counted.set(level.faces, countPieces(project, level));
  return counted.get(level.faces);
}

const counted = new WeakMap();

function countPieces(project, level) {
  const b = project.borders, faces = level.faces;
  const parent = Uint32Array.from(faces, (_, f) => f), base = project.states[0].levels[project.base].units;
  const key = (x, y) => Math.min(x, y) * faces.length + Math.max(x, y), cut = new Set();
  for (const [x, y, cuts] of project.links) if (cuts) cut.add(key(findUnit(base, x), findUnit(base, y)));
  const join = (x, y) => {
    if (x === NONE || y === NONE || faces[x] === NONE || faces[x] !== faces[y] || (cut.size && cut.has(key(x, y)))) return;
    const p = root(parent, x), q = root(parent, y);
    parent[Math.max(p, q)] = Math.min(p, q);
  };
  for (let a = 0; a < b.n; a++) join(b.side[2 * a], b.side[2 * a + 1]);
  for (const [x, y] of b.conflicts) join(x, y);
  for (const [x, y, cuts] of project.links) if (!cuts) join(findUnit(base, x), findUnit(base, y));
  const n = new Uint32Array(level.units.n);
  faces.forEach((u, f) => u !== NONE && root(parent, f) === f && n[u]++);
  return n;
}

function judgeRange(j, broken) {
  const list = j.rule.measure ? values(j.project, j.levels, j.level, j.rule.measure) : null;
  const min = parse(j.rule.min), max = parse(j.rule.max);
  if (!list) return;
  list.forEach((v, i) => {
    if (v.missing || !j.concerns(i)) return;
    const low = !min.missing && compare(v, min) < 0, high = !max.missing && compare(v, max) > 0;
    if (!low && !high) return;
    const limit = low ? min : max, shown = format(v, v.exact && v.den === 1n ? v.scale : 4, false);
    const bound = format(limit, limit.scale, false);
    broken(j.code(i), `${j.rule.measure} is ${shown}, ${low ? "below" : "above"} ${bound}`,
           `${j.rule.measure} 为 ${shown}，${low ? "低于" : "高于"} ${bound}`);
  });
}

function judgeContiguous(j, broken) {
  pieces(j.project, j.levels[j.level])?.forEach((n, i) => {
    if (n > 1 && j.concerns(i))
      broken(j.code(i), `its members form ${n} pieces that do not touch`, `其成员分为互不相邻的 ${n} 块`);
  });
}

function judgeWithinParent(j, broken) {
  for (const {code, kind} of j.run.acrossParents[j.level])
    if (!j.rule.kind || kind === j.rule.kind)
      broken(code, "its members come from more than one parent", "其成员来自不止一个上级单元");
}

// Where most of a unit of the first state went.
function whereIs(j, code) {
  const source = findUnit(j.project.states[0].levels[j.level].units, code);
  let best = NONE, most = -1;
  for (const r of j.run.fromFirst[j.level])
    if (r.source === source && r.people > most) {
      most = r.people;
      best = r.target;
    }
  return best;
}

function judgeCodes(j, broken) {
  const {type, codes} = j.rule, where = codes.map((code) => whereIs(j, code)), level = j.levels[j.level];
  codes.forEach((code, i) => {
    const at = where[i];
    if (type === "together" && i && at !== where[0])
      broken(code, "is not together with the others", "未与其他单元合在一起");
    if (type === "keep" && (at === NONE || level.units.code[at] !== code || level.members[at].join(";") !== code))
      broken(code, "was to be kept, and its code or members changed", "应保持不变，但其代码或成员已变更");
    for (let k = 0; type === "apart" && k < i; k++)
      if (where[k] === at && at !== NONE)
        broken(code, "is in one unit with another that it was to be kept apart from", "与应分开的单元合在了一起");
  });
}

function judgeConvert(j, broken) {
  for (const {was, is} of j.run.kindChanges[j.level])
    if (!j.rule.codes.includes(was) && !j.rule.codes.includes(is))
      broken(is, "changed its kind without leave", "未经许可变更了类型");
}

const JUDGES = {range: judgeRange, contiguous: judgeContiguous, within_parent: judgeWithinParent, together: judgeCodes,
                apart: judgeCodes, keep: judgeCodes, convert: judgeConvert};

function judgeRule(project, run, rule, index, out) {
  const level = ruleLevel(project, rule), units = run.levels[level].units;
  const j = {project, run, rule, level, levels: run.levels, code: (i) => units.code[i],
             concerns: (i) => !rule.kind || units.kind[i] === rule.kind};
  JUDGES[rule.type](j, (code, en, zh) => out.push({id: "rule_broken", rule: index, severity: rule.severity, level, code,
    text: [`rule ${index + 1}: ${en}`, `规则 ${index + 1}：${zh}`]}));
}

// Without a rule about it, land in pieces is still said, where the plan brought it together.
function notePieces(project, run, level, out) {
  const l = run.levels[level];
  pieces(project, l)?.forEach((n, i) => {
    if (n > 1 && l.nMembers[i] > 1)
      out.push({id: "not_contiguous", severity: "warning", level, code: l.units.code[i],
                text: [`its members form ${n} pieces that do not touch`, `其成员分为互不相邻的 ${n} 块`]});
  });
}

// A merge of finer units planned in this or a later step that now joins units of different parents.
function noteStranded(run, out) {
  for (const s of run.steps) {
    const parentOf = new Map(), told = new Set();
    for (const part of s.parts) {
      if (part.target === NONE || told.has(part.target) || s.level + 1 >= s.before.length) continue;
      const parent = s.old.parentCode[part.unit];
      if (!parentOf.has(part.target)) parentOf.set(part.target, parent);
      else if (parentOf.get(part.target) !== parent && !s.given[part.target]?.parent) {
        told.add(part.target);
        out.push({id: "stranded", severity: "warning", level: s.level, code: s.targets[part.target], part: s.old.code[part.unit],
                  text: [`takes in ${s.old.code[part.unit]}, which now lies in another ${s.project.levels[s.level + 1].id}`,
                         `并入的 ${s.old.code[part.unit]} 现已属另一个${s.project.levels[s.level + 1].title}`]});
      }
    }
  }
}

// Tables measured at a later date whose rows and units no longer find each other.
function noteUnmatched(project, run, out) {
  for (const t of project.tables) {
    const state = run.states.find((s) => s.date === t.at && !project.states[s.index].interim);
    if (!state) continue;
    const u = state.levels[t.level].units, rows = new Set(t.key);
    const tell = (id, code, en, zh) => out.push({id, severity: "error", level: t.level, code, text: [en, zh]});
    for (const code of rows)
      if (code !== null && !u.byCode.has(code)) tell("unmatched_row", code, `no such unit any more: its row in ${t.source} is left out`, `已无此单元，${t.source} 中的该行被略去`);
    for (const code of u.code) if (!rows.has(code)) tell("unmatched_unit", code, `has no row in ${t.source}: its values are missing`, `在 ${t.source} 中没有对应的行，其数值缺失`);
  }
}

// Everything that is wrong with a simulated plan, worst first.
export function judge(project, run) {
  const out = [];
  project.rules.forEach((rule, i) => judgeRule(project, run, rule, i, out));
  for (let l = 0; l < project.levels.length; l++)
    if (!project.rules.some((r) => r.type === "contiguous" && ruleLevel(project, r) === l)) notePieces(project, run, l, out);
  noteStranded(run, out);
  noteUnmatched(project, run, out);
  for (const code of run.unassigned)
    out.push({id: "unassigned", severity: "error", level: run.steps[0].level, code, text: ["is assigned to nothing", "未指定去向"]});
  const order = {error: 0, warning: 1, note: 2};
  return out.sort((a, b) => order[a.severity] - order[b.severity]);
}

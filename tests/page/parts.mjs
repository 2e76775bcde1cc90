// The parts of the page by themselves.
import {test, equal, ok, throws, random} from "./harness.mjs";
import {readFileSync, readdirSync} from "node:fs";
import * as N from "../../src/page/web/core/number.js";
import {compareText, csvField, csvParse, csvText} from "../../src/page/web/core/text.js";
import {Plan, assign, describeUnit, freeCode, kindOfTable, newUnitsText, planText, readNewUnits, readPlan} from "../../src/page/web/core/plan.js";
import {divide} from "../../src/page/web/core/carry.js";
import {chain, colour} from "../../src/page/web/core/shape.js";
import {hit, labelPlace} from "../../src/page/web/core/hit.js";
import {histogram} from "../../src/page/web/view/charts.js";
import {arrange} from "../../src/page/web/view/labels.js";

const d = (text) => N.parse(text);

await test("numbers are rounded once, half away from zero", () => {
  equal(N.format(d("2.5"), 0), "3");
  equal(N.format(d("-2.5"), 0), "-3");
  equal(N.format(d("1234567.895"), 2), "1,234,567.90");
  equal(N.format(d("-0.004"), 2), "0.00");
  equal(N.format(N.div(d("596300"), d("19")), 1), "31,384.2");
  equal(N.format(N.real(0.125), 2), "0.13");
  equal(N.format(N.MISSING, 2), "");
});

await test("sums are exact where doubles are not", () => {
  equal(N.write(N.add(d("0.1"), d("0.2"))), "0.3");
  equal(N.write(N.add(d("9007199254740993"), d("2"))), "9007199254740995");
  equal(N.compare(d("9007199254740993"), d("9007199254740992")), 1);
  equal(N.write(N.sub(d("1.50"), d("1.5"))), "0");
  equal(N.write(N.div(d("1"), d("3"))), "0.3333333333333333");
  equal(N.write(N.div(d("1"), d("0"))), "");
});

await test("the nearest double of a fraction is that of a long double's quotient", () => {
  equal(N.nearest(1n, 3n, 0), 1 / 3);
  equal(N.nearest(-99999999383n, 1n, 5), -999999.99383);
  equal(N.nearest(0n, 7n, 3), 0);
  const r = random(7);
  for (let i = 0; i < 2000; i++) {
    const num = BigInt(r(1000000000)) + 1n, den = BigInt(r(1000000)) + 1n;
    const exact = Number(num) / Number(den), near = N.nearest(num, den, 0);
    ok(Math.abs(near - exact) <= Math.abs(exact) * 2 ** -52, `${num}/${den}`);
  }
});

await test("text is in order of its bytes in UTF-8", () => {
  const words = ["b", "a", "ab", "村", "𠀀", "\ufffd", "", "é"];
  equal([...words].sort(compareText), [...words].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
});

await test("CSV: what is written is read again, formulas are made harmless", () => {
  const rows = [["a", 'say "x"', "1,2"], ["", "two\nlines", "=cmd()"], ["-5", "+86", "x"]];
  const text = csvText(rows);
  ok(text.includes(`"'=cmd()"`) && text.includes("-5,+86"));
  equal(csvParse(text), [rows[0], ["", "two\nlines", "'=cmd()"], rows[2]]);
  equal(csvParse("\ufeffunit,to\r\n1,2\r\n\r\n"), [["unit", "to"], ["1", "2"]]);
  equal(csvField('"; DROP TABLE'), '"""; DROP TABLE"');
});

await test("a plan that is saved is the plan that is loaded", () => {
  const moves = [{unit: "01", to: "02", share: {value: 4n, scale: 1}, level: null}, {unit: "01", to: "03", share: {value: 6n, scale: 1}, level: null},
                 {unit: "05", to: "-", share: null, level: "village"}, {unit: "06", to: "", share: null, level: null}];
  equal(readPlan(planText(moves)), moves);
  const units = [{code: "03", name: "=SUM(A1)", kind: null, parent: "9", seat: null, continues: "01"}, {code: "77", name: "gone", kind: null, parent: null, seat: null, continues: null}];
  equal(readNewUnits(newUnitsText(units, new Set(["03"]))), [units[0]]);
  equal([kindOfTable("unit,to\n"), kindOfTable("code,name\n")], ["plan", "units"]);
  throws(() => kindOfTable("x,y\n"));
  throws(() => readPlan("unit,to,share\n1,2,1.5\n"));
});

await test("undo and redo keep every version", () => {
  const plan = new Plan([], []);
  plan.put(assign([], ["1"], "2", "v"), [], ["a", "a"]);
  plan.put(assign(plan.now.moves, ["1"], "3", "v"), describeUnit([], "3", {name: "x"}), ["b", "b"]);
  equal(plan.now.moves.map((m) => m.to), ["3"]);
  plan.undo();
  equal(plan.now.moves.map((m) => m.to), ["2"]);
  equal([plan.canUndo, plan.canRedo, plan.changed], [true, true, true]);
  plan.put([], [], ["c", "c"]);
  ok(!plan.canRedo);
  plan.undo();
  plan.undo();
  plan.undo();
  equal([plan.changed, plan.now.moves.length], [false, 0]);
});

await test("codes for what is split off", () => {
  equal(freeCode("511303001203", new Set()), "511303001203");
  equal(freeCode("511303001203", new Set(["511303001203", "511303001204"])), "511303001205");
  equal(freeCode("A", new Set(["A"])), "A-1");
});

await test("shares are divided by largest remainder", () => {
  const parts = [{share: 1n, scale: 1, target: 0}, {share: 45n, scale: 2, target: 1}, {share: 45n, scale: 2, target: 2}];
  equal(divide(parts, 11n, (p) => String(p.target)), [1n, 5n, 5n]);
  equal(divide(parts, 1n, (p) => String(p.target)), [0n, 1n, 0n]);
});

// Two squares side by side, the right one with a hole in which a third lies.
const squares = {
  n: 4,
  arcs: [[1, 0, 1, 1], [1, 1, 0, 1, 0, 0, 1, 0], [1, 0, 3, 0, 3, 1, 1, 1], [2, 0.2, 2.5, 0.2, 2.5, 0.8, 2, 0.8, 2, 0.2]].map((a) => Float64Array.from(a)),
  side: Uint32Array.from([0, 1, 0, 0xffffffff, 1, 0xffffffff, 2, 1]), claims: [], conflicts: [],
};

await test("arcs chain to rings, holes among them", () => {
  const rings = chain(squares, [1, 4, 7]);
  equal(rings.map((r) => r.length), [4, 4]);
  const shapes = [[0, 2], [1, 4, 7], [6]].map((halves) => ({rings: chain(squares, halves), box: [[-1, -1], [4, 4]]}));
  equal([hit(shapes, 0.5, 0.5), hit(shapes, 0.5, 1.5), hit(shapes, 0.5, 2.2), hit(shapes, 2, 2)], [0, 1, 2, -1]);
  const [lat, lng] = labelPlace(shapes[1].rings);
  equal(hit(shapes, lat, lng), 1);
});

await test("neighbours have different colours, and keep theirs", () => {
  const r = random(3), sets = Array.from({length: 60}, () => new Set());
  for (let i = 0; i < 60; i++)
    for (const j of [i + 1, i + 7])
      if (j < 60) {
        sets[i].add(j);
        sets[j].add(i);
      }
  const first = colour(sets, 8);
  sets.forEach((s, i) => s.forEach((j) => ok(first[i] !== first[j])));
  const a = r(60), b = (a + 30) % 60;
  sets[a].add(b);
  sets[b].add(a);
  const second = colour(sets, 8, first);
  sets.forEach((s, i) => s.forEach((j) => ok(second[i] !== second[j])));
  ok(second.filter((c, i) => c !== first[i]).length <= 2);
});

await test("histograms hold every value once", () => {
  const {bins, step, count} = histogram([[0, 10, 20, 30, 1000], [5]]);
  equal([bins[0].reduce((a, b) => a + b), bins[1].reduce((a, b) => a + b)], [5, 1]);
  ok(step > 0 && bins[0].length === count);
});

await test("a town's name leaves those of its villages their places, and none lies over another", () => {
  const village = (text, x, y) => ({text, x, y, width: 40, px: 12, room: 60, big: false});
  const town = {text: "town", x: 100, y: 100, width: 60, px: 15, room: 160, big: true};
  const four = [village("a", 100, 100), village("b", 100, 60), village("c", 60, 130), village("d", 150, 130)];
  const at = (drawn, text) => drawn.find((n) => n.text === text);
  const drawn = arrange([town, ...four]), moved = at(drawn, "town");
  equal(drawn.length, 5);
  equal(four.map(({text}) => [at(drawn, text).x, at(drawn, text).y]), four.map(({x, y}) => [x, y]));
  ok(Math.hypot(moved.x - 100, moved.y - 100) <= Math.hypot(80, 40), "near its place");
  equal(arrange([town]).map(({x, y}) => [x, y]), [[100, 100]]);
  equal(arrange([{...town, room: 10}, village("a", 100, 100)]).map((n) => n.text), ["town"]); // it has no other place
  const rng = random(7), names = Array.from({length: 300}, (_, i) => ({...(i % 9 ? village(i, 0, 0) : {...town, text: i}), x: rng(1000), y: rng(700)}));
  const all = arrange(names);
  ok(all.length > 60 && all.filter((n) => n.big).length > 10);
  for (const a of all) for (const b of all) ok(a === b || a.box[0] >= b.box[2] || b.box[0] >= a.box[2] || a.box[1] >= b.box[3] || b.box[1] >= a.box[3]);
});

await test("every module is in the page, and nothing of them is set as markup", () => {
  const web = "src/page/web/", listed = readFileSync(web + "modules", "utf8").split("\n").filter((l) => l && !l.startsWith("#"));
  const there = ["core/", "view/", ""].flatMap((f) => readdirSync(web + f).filter((n) => n.endsWith(".js")).map((n) => f + n));
  equal([...listed].sort(), there.sort());
  for (const path of listed) {
    const text = readFileSync(web + path, "utf8");
    ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/.test(text), path);
    for (const m of text.matchAll(/^import .*? from "(.*?)";$/gm)) {
      const at = new URL(m[1], "file:///" + path).pathname.slice(1);
      ok(listed.indexOf(at) >= 0 && listed.indexOf(at) < listed.indexOf(path), `${path} imports ${at}, which stands below it`);
    }
    ok(!/^import [^;]*$/m.test(text), `${path}: an import of more than one line`);
  }
});

// A planner at work, in Chromium: finds a place, moves it, sees what that gives, takes it back, saves the plan, and
// hecun computes the same from it.
import {test, equal, ok} from "./harness.mjs";
import {Browser} from "./browser.mjs";
import {spawnSync} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {cpus, loadavg, tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {HECUN, differences, projectWith} from "./page.mjs";
import * as N from "../../src/page/web/core/number.js";

const work = mkdtempSync(join(tmpdir(), "hecun-planner-"));
const gaoping = join(work, "out", "report.html"), url = (path) => "file://" + path;

const SAVED = ["plan_2020_villages.csv", "units_2020_villages.csv", "units_2020_groups.csv"];

// Times are only judged where the machine has time.
function judgeTime(ms, most) {
  if (loadavg()[0] > 2 * cpus().length) console.log(`# ${Math.round(ms)} ms of at most ${most}: not judged, the machine is busy`);
  else ok(ms < most, `${ms} ms`);
}

function simulate(project, out) {
  const run = spawnSync(HECUN, ["simulate", project, "--out", out, "-q", "-f", "csv"], {encoding: "utf8"});
  ok(run.status <= 1, run.stderr);
}

const cell = (level, measure, stat, n) => `(document.querySelector('#totals tr[data-level="${level}"][data-measure="${measure}"]${stat ? `[data-stat="${stat}"]` : ""}')?.querySelectorAll('td')[${n}].textContent)`;
const bench = (page) => page.until("document.documentElement.dataset.bench === 'yes'");
const now = async (page) => ({
  villages: await page.eval(cell("village", "units", "", 1)), mean: await page.eval(cell("village", "population", "mean", 1)),
  broken: await page.eval("[...document.querySelectorAll('#rules li')].map(li => Number(li.dataset.broken))"),
  figures: await page.eval("hecun.app.figures().filter(r => r.agrees).length")});

async function planner(browser) {
  const page = await browser.open(url(gaoping));
  console.log(`# ready in ${page.readyMs} ms`);
  await bench(page);
  await test("the page reproduces hecun's own states", async () => {
    equal(await page.eval("hecun.app.disabled"), false);
    const json = JSON.parse(readFileSync(join(work, "out", "summary.json")));
    equal(differences(await page.eval("hecun.numbers()"), json.after, []), []);
    ok(await page.eval("hecun.app.figures().every(r => r.agrees === r.figure.agrees)"));
  });
  await test("马官垭社区 is found by its name", async () => {
    await page.click("#search");
    await page.type("马官垭社区");
    await page.key("Enter");
    await page.until("document.querySelector('#panel-unit h2')?.textContent.startsWith('马官垭社区')");
    ok((await page.eval("document.querySelector('#panel-unit').textContent")).includes("511303001003"));
  });
  await test("a village that is moved changes counts, means, rules and figures; undo and redo bring them back", async () => {
    await page.click("#tab-bench");
    await page.until("document.querySelector('.picked h2')?.textContent.startsWith('马官垭社区')");
    const before = await now(page);
    equal([before.villages, before.broken], ["224", [0, 0, 0, 0, 0, 0]]);
    await page.click(".move:not([data-to^='511303001'])");
    const after = await now(page);
    equal(after.villages, "223");
    ok(after.mean !== before.mean, after.mean);
    ok(after.broken.some((n) => n > 0), "a rule is broken");
    ok(after.figures < before.figures, "a figure is off");
    ok(await page.eval("document.querySelectorAll('#problems li').length") > 0);
    await page.eval("document.activeElement.blur()");
    await page.key("z", 2);
    equal(await now(page), before);
    await page.key("y", 2);
    equal(await now(page), after);
    await page.click("#undo");
    equal(await now(page), before);
    await page.click("#redo");
    equal(await now(page), after);
  });
  await test("merged, split off, renamed", async () => {
    await page.eval(`(() => {
      const s = hecun.app.planStep, old = s.old, counts = new Map();
      for (let u = 0; u < old.n; u++) counts.set(s.largest[u], (counts.get(s.largest[u]) ?? 0) + 1);
      const u = [...Array(old.n).keys()].find(u => counts.get(s.largest[u]) === 3 && s.targets[s.largest[u]] !== old.code[u]);
      hecun.app.onUnit(1, old.code[u], "before");
    })()`);
    const villages = Number((await now(page)).villages);
    await page.click("#split-off");
    equal(Number((await now(page)).villages), villages + 1);
    await page.eval("(() => { const s = document.querySelector('#merge-with'); s.selectedIndex = s.options.length - 1; s.dispatchEvent(new Event('change')); })()");
    equal(Number((await now(page)).villages), villages);
    await page.eval("(() => { const e = document.querySelector('#rename'); e.value = '=新村 \"甲\", <b>'; e.dispatchEvent(new Event('change')); })()");
    ok(await page.eval("hecun.app.after[1].units.name.includes('=新村 \"甲\", <b>')"));
    ok((await page.eval("document.querySelector('.picked').textContent")).includes('=新村 "甲", <b>'));
  });
  await test("a change shows within 100 ms", async () => {
    const ms = await page.eval(`(async () => {
      const out = [];
      for (let i = 0; i < 12; i++) {
        const start = performance.now();
        hecun.bench.splitOff(30 + 7 * i);
        out.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
      }
      for (let i = 0; i < 12; i++) hecun.app.travel("undo");
      return out.map(Math.round);
    })()`);
    console.log(`# a change: ${ms.join(" ")} ms`);
    judgeTime(Math.min(...ms), 100);
  });
  const mine = await page.eval("hecun.numbers()"), shown = await now(page);
  await test("hecun computes the page's numbers from the plan that it saves", async () => {
    mkdirSync(join(work, "saved"));
    await browser.send("Browser.setDownloadBehavior", {behavior: "allow", downloadPath: join(work, "saved")});
    for (const [id, name] of [["#save-plan", SAVED[0]], ["#save-units", SAVED[1]], ["#save-units-3", SAVED[2]]]) {
      await page.click(id);
      for (let i = 0; i < 200 && !existsSync(join(work, "saved", name)); i++) await new Promise((r) => setTimeout(r, 50));
    }
    const [plan, units, groups] = SAVED.map((name) => readFileSync(join(work, "saved", name), "utf8"));
    ok(units.includes(`"'=新村 ""甲"", <b>"`), "a name that a spreadsheet would run is quoted harmless");
    const copy = projectWith("sample_data/gaoping", "project.json", join(work, "copy"), 2, plan, units, {[SAVED[2]]: groups});
    simulate(copy, join(work, "copy-out"));
    const json = JSON.parse(readFileSync(join(work, "copy-out", "summary.json")));
    equal(differences(mine, json.after), []);
    equal(shown.villages, String(json.after.levels.village.all.count));
    equal(shown.mean, N.format(N.parse(String(json.after.levels.village.all.population.mean)), 1));
  });
  await test("no error on the console, no request to anywhere", () => equal([page.problems, page.requests], [[], []]));
}

async function loading(browser) {
  const page = await browser.open(url(gaoping));
  await bench(page);
  await test("a saved plan is loaded, and gives the same again", async () => {
    await page.click("#tab-bench");
    const {root} = await page.send("DOM.getDocument"), {nodeId} = await page.send("DOM.querySelector", {nodeId: root.nodeId, selector: "#panel-bench input[type=file]"});
    await page.send("DOM.setFileInputFiles", {nodeId, files: [SAVED[1], SAVED[0]].map((n) => join(work, "saved", n))});
    await page.until("hecun.app.plan.versions.length === 3");
    const json = JSON.parse(readFileSync(join(work, "copy-out", "summary.json")));
    equal(differences(await page.eval("hecun.numbers()"), json.after), []);
  });
  await test("a plan that hecun would refuse is refused, and nothing changes", async () => {
    const at = await page.eval("hecun.app.plan.at");
    await page.eval("hecun.bench.load([new File(['unit,to\\n1,2\\n'], 'x.csv')])");
    await page.until("document.querySelector('#panel-bench [role=alert]')");
    equal(await page.eval("hecun.app.plan.at"), at);
  });
}

// Nothing sticks out of the window, at any size, in either language.
async function sizes(browser) {
  for (const [width, height] of [[1280, 720], [1920, 1080], [390, 844]]) {
    const page = await browser.open(url(gaoping), width, height, width < 700);
    await bench(page);
    for (const language of ["zh", "en"])
      await test(`${width}×${height} ${language}: nothing is cut`, async () => {
        if (await page.eval("document.documentElement.lang.slice(0, 2)") !== language) await page.click("#language");
        for (const tab of await page.eval("[...document.querySelectorAll('#tabs button')].map(b => b.id)")) {
          await page.click(`#${tab}`);
          equal(await page.eval("document.documentElement.scrollWidth <= window.innerWidth"), true, tab);
          const out = await page.eval(`[...document.querySelectorAll('header > *, #layers > *, #notice, [role=tabpanel]:not([hidden]) > *')].filter(e => !e.hidden && e.offsetWidth && !e.closest('.scroll-x'))
            .filter(e => { const r = e.getBoundingClientRect(); return r.right > window.innerWidth + 1 || r.left < -1; }).map(e => e.tagName + '.' + e.className + '#' + e.id)`);
          equal(out, [], tab);
        }
        if (width > 700) equal(await page.eval("document.getElementById('tabs').scrollWidth <= document.getElementById('tabs').clientWidth"), true, "a tab is cut");
        equal(await page.eval("getComputedStyle(document.getElementById('notice')).display !== 'none'"), true);
        if (process.env.HC_SHOTS) await page.shot(join(process.env.HC_SHOTS, `${width}-${language}.png`));
      });
    await test(`${width}×${height}: no error on the console`, () => equal(page.problems, []));
  }
}

const HOSTILE = ["<script>alert(1)</script>", '"; DROP TABLE', "=cmd()", "</script><img src=x onerror=alert(2)>"];

async function hostile(browser) {
  const folder = join(work, "hostile");
  mkdirSync(folder);
  const features = HOSTILE.map((name, i) => ({type: "Feature", properties: {code: `${i}`, name, kind: HOSTILE[(i + 1) % 4], population: 10 + i},
    geometry: {type: "Polygon", coordinates: [[[100 + i, 30], [101 + i, 30], [101 + i, 31], [100 + i, 31], [100 + i, 30]]]}}));
  writeFileSync(join(folder, "u.geojson"), JSON.stringify({type: "FeatureCollection", features}));
  writeFileSync(join(folder, "plan.csv"), "unit,to\n0,1\n");
  const run = spawnSync(HECUN, ["simulate", "--units", "u.geojson", "--plan", "plan.csv", "--sum", "population", "--out", "out", "-q"], {cwd: folder, encoding: "utf8"});
  ok(run.status <= 1, run.stderr);
  const page = await browser.open(url(resolve(folder, "out", "report.html")));
  await bench(page);
  await test("names that are code are shown as text everywhere", async () => {
    for (const [i, name] of HOSTILE.entries()) {
      await page.eval(`hecun.app.onUnit(0, "${i}", "before")`);
      equal(await page.eval("document.querySelector('#panel-unit h2').textContent"), name);
    }
    for (const tab of ["units", "charts", "overview"]) {
      await page.click(`#tab-${tab}`);
      ok((await page.eval(`document.getElementById('panel-${tab}').textContent`)).includes(HOSTILE[tab === "units" ? 3 : 1]), tab);
    }
    await page.click("#tab-bench");
    await page.eval("hecun.app.onUnit(0, '1', 'after')");
    ok((await page.eval("document.querySelector('.picked').textContent")).includes(HOSTILE[1]));
    await page.click("#search");
    await page.type("alert");
    ok((await page.eval("document.getElementById('results').textContent")).includes(HOSTILE[3]));
    equal(await page.eval("document.querySelectorAll('script').length + document.querySelectorAll('img:not(#paper)').length"), 2);
    equal(browser.events.filter((e) => e.method === "Page.javascriptDialogOpening").length, 0);
    equal([page.problems, page.requests], [[], []]);
  });
}

simulate("sample_data/gaoping", join(work, "out"));
await test("the page of Gaoping is below 6 MB", () => ok(statSync(gaoping).size < 6e6, String(statSync(gaoping).size)));
const browser = await Browser.start();
try {
  await planner(browser);
  await loading(browser);
  await hostile(browser);
  await sizes(browser);
  await test("the first view stands within 2 s", async () => {
    let best = Infinity;
    for (let i = 0; i < 4 && best >= 2000; i++) best = Math.min(best, (await browser.open(url(gaoping))).readyMs);
    judgeTime(best, 2000);
  });
} finally {
  await browser.stop();
  rmSync(work, {recursive: true, force: true});
}

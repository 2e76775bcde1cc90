// Finding a unit by its name or code, at any level, before or after.
import {h, fill, byId} from "./dom.js";
import {titleOf} from "./show.js";
import {word} from "./words.js";

const MOST = 12;

// Exact before beginning before anywhere; after before before.
export function search(app, text) {
  const wanted = text.trim().toLowerCase(), found = [], seen = new Set();
  if (!wanted) return [];
  for (const side of ["after", "before"]) {
    const levels = side === "after" ? app.after : app.before;
    for (let l = levels.length; l-- > 0;) {
      const u = levels[l].units;
      for (let i = 0; i < u.n; i++) {
        const name = (u.name[i] ?? "").toLowerCase(), code = u.code[i].toLowerCase(), key = `${l} ${u.code[i]} ${u.name[i]}`;
        if ((!name.includes(wanted) && !code.includes(wanted)) || seen.has(key)) continue;
        seen.add(key);
        const rank = name === wanted || code === wanted ? 0 : name.startsWith(wanted) || code.startsWith(wanted) ? 1 : 2;
        found.push({side, level: l, i, units: u, rank});
      }
    }
  }
  return found.sort((a, b) => a.rank - b.rank).slice(0, MOST);
}

export function makeSearch(app) {
  const input = byId("search"), box = byId("results");
  let found = [], at = -1;
  const close = () => {
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };
  const take = (f) => {
    if (!f) return;
    close();
    input.value = titleOf(f.units, f.i);
    app.onUnit(f.level, f.units.code[f.i], f.side);
  };
  const show = () => {
    found = search(app, input.value);
    at = found.length ? 0 : -1;
    fill(box, found.length ? found.map(option) : h("li.quiet", {}, word("nothing")));
    box.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!box.hidden));
    mark();
  };
  const option = (f) => h("li", {role: "option", onpointerdown: (e) => {
    e.preventDefault();
    take(f);
  }}, titleOf(f.units, f.i), h("span.quiet", {}, ` ${f.units.code[f.i]} · ${app.project.levels[f.level].title} · ${word(f.side)}`));
  const mark = () => [...box.children].forEach((li, i) => {
    li.classList.toggle("on", i === at);
    li.setAttribute("aria-selected", String(i === at));
  });
  input.addEventListener("input", show);
  input.addEventListener("focus", () => input.value && show());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      at = Math.max(0, Math.min(found.length - 1, at + (e.key === "ArrowDown" ? 1 : -1)));
      mark();
      e.preventDefault();
    } else if (e.key === "Enter") {
      take(found[Math.max(0, at)]);
    } else if (e.key === "Escape") {
      close();
    }
  });
}

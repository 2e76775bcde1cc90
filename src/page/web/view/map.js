// The map: units before and after, what changed, names, a swipe between dates, and where the plan breaks something.
import {NONE} from "../core/units.js";
import {hit} from "../core/hit.js";
import {Shapes, Colours, CHANGES, changeOf, labelsOf} from "./layers.js";
import {makeLabels} from "./labels.js";
import {h, fill, byId} from "./dom.js";
import {titleOf} from "./show.js";
import {word} from "./words.js";

const SEVERITY = {error: "#d7191c", warning: "#e08a00", note: "#777"};

export class MapView {
  constructor(app) {
    this.app = app;
    const b = app.project.borders;
    this.map = L.map("map", {preferCanvas: true, zoomSnap: 0.25, zoomControl: false, attributionControl: false, minZoom: 2,
                             maxZoom: 19, fadeAnimation: false, crs: L.CRS.EPSG3857});
    L.control.zoom({position: "topright", zoomInTitle: "+", zoomOutTitle: "−"}).addTo(this.map);
    L.control.scale({imperial: false, position: "bottomright"}).addTo(this.map);
    this.sides = {before: this.makeSide("before", 410), after: this.makeSide("after", 420)};
    this.top = L.featureGroup().addTo(this.map);
    this.map.createPane("top").style.zIndex = 450;
    this.topRenderer = L.canvas({pane: "top", padding: 0.3});
    this.shapes = new Shapes(b);
    this.colours = {before: new Colours(b), after: new Colours(b)};
    this.labels = makeLabels(this.map);
    this.swipeAt = 0.5;
    for (const side of ["before", "after"]) this.sides[side].shapes = this.shapes.of(this.levelOf(side));
    this.fit();
    this.listenToMouse();
    this.listenToSwipe();
    this.draw();
  }

  makeSide(name, z) {
    // Lines lie above the land, whenever which of it was drawn.
    const panes = [name, `${name}-lines`].map((n) => this.map.createPane(n));
    panes.forEach((pane, i) => (pane.style.zIndex = z + i));
    return {panes, renderer: L.canvas({pane: name, padding: 0.3}), lines: L.canvas({pane: `${name}-lines`, padding: 0.3}), group: L.layerGroup().addTo(this.map), drawn: new Map()};
  }

  fit() {
    const boxes = this.sides.after.shapes.concat(this.sides.before.shapes).filter((s) => s.rings.length).map((s) => s.box);
    if (boxes.length) this.map.fitBounds(L.latLngBounds(boxes.flat()), {paddingTopLeft: [14, 14], paddingBottomRight: [14, 44], animate: false});
  }

  levelOf(side) {
    return (side === "before" ? this.app.before : this.app.after)[this.app.level];
  }

  draw() {
    const {app} = this, both = app.swipe, shown = app.view === "before" ? "before" : "after";
    for (const side of ["before", "after"]) {
      const on = both || side === shown;
      this.sides[side].shapes = this.shapes.of(this.levelOf(side));
      this.drawSide(side, on);
      for (const pane of this.sides[side].panes) pane.style.display = on ? "" : "none";
    }
    this.drawLabels();
    this.drawTop();
    this.clip();
    this.drawLegend();
  }

  fills(side) {
    const level = this.levelOf(side);
    if (side === "after" && this.app.view === "changed") {
      const before = this.app.before[this.app.level];
      return changeOf(before, level, this.app.crosswalkShown(this.app.level)).map((c) => CHANGES[c]);
    }
    return this.colours[side].of(level);
  }

  // Layers stay where land and colour stay: what is drawn anew is what changed.
  drawSide(side, on) {
    const s = this.sides[side], fresh = new Map();
    const keep = (key, make) => fresh.set(key, s.drawn.get(key) ?? make());
    if (on) {
      const fills = this.fills(side), {app} = this, levels = side === "before" ? app.before : app.after, up = levels[app.level + 1];
      s.shapes.forEach((shape, i) => shape.rings.length && keep(shape.key + fills[i], () => L.polygon(shape.rings, {
        renderer: s.renderer, fillColor: fills[i], fillOpacity: 1, color: "#5b5750", weight: 1.1, interactive: false, smoothFactor: 0.7})));
      if (side === "after") fresh.set({}, L.polyline(this.shapes.gone(app.before[app.level], levels[app.level]), this.line(s, "#fff", 1, {opacity: 0.85, dashArray: "3 3"})));
      if (up?.faces) for (const shape of this.shapes.of(up)) shape.rings.length && keep("up " + shape.key, () => L.polygon(shape.rings, this.line(s, "#2f2c28", 2.4, {fill: false})));
    }
    for (const [key, layer] of s.drawn) if (!fresh.has(key)) s.group.removeLayer(layer);
    for (const [key, layer] of fresh) if (!s.drawn.has(key)) s.group.addLayer(layer);
    s.drawn = fresh;
  }
  line(s, color, weight, more) {
    return {renderer: s.lines, color, weight, interactive: false, smoothFactor: 0.7, ...more};
  }

  drawLabels() {
    const {app} = this, list = [];
    const sides = app.swipe ? ["before", "after"] : [app.view === "before" ? "before" : "after"];
    for (const side of app.names ? sides : []) {
      const up = (side === "before" ? app.before : app.after)[app.level + 1];
      list.push(...labelsOf(this.levelOf(side), this.sides[side].shapes, false, side));
      if (up?.faces) list.push(...labelsOf(up, this.shapes.of(up), true, side));
    }
    this.labels.show(list, app.swipe ? {left: this.swipeX()} : null);
  }

  // The selected unit, and what the plan breaks.
  drawTop() {
    const {app} = this, line = (rings, color, weight, more = {}) =>
      L.polyline(rings.map((r) => [...r, r[0]]), {renderer: this.topRenderer, pane: "top", color, weight, interactive: false, ...more}).addTo(this.top);
    this.top.clearLayers();
    if (app.comparing) this.drawMoved(line);
    for (const {rings, color} of this.highlights()) {
      line(rings, "#fff", 6);
      line(rings, color, 3);
    }
    if (app.view === "before" && !app.swipe) return;
    const {units} = this.levelOf("after");
    for (const [code, severity] of app.problemsAt(app.level)) {
      const shape = this.sides.after.shapes[units.byCode.get(code)];
      if (shape) line(shape.rings, SEVERITY[severity], 2.5, {dashArray: severity === "error" ? null : "6 4"});
    }
  }

  // Land that is in another unit than by the starting plan.
  drawMoved(line) {
    const {app} = this, was = app.startLevelsAt(app.to)[app.level], is = app.after[app.level];
    const code = (level, u) => (u === NONE ? null : level.units.code[u]);
    const flag = Array.from(is.faces, (u, f) => code(is, u) !== code(was, was.faces[f]));
    const rings = this.shapes.around(flag);
    if (!rings.length) return;
    L.polygon(rings, {renderer: this.topRenderer, pane: "top", stroke: false, fillColor: "#5a2ea6", fillOpacity: 0.35, interactive: false}).addTo(this.top);
    line(rings, "#5a2ea6", 2.5, {dashArray: "2 4"});
  }

  highlights() {
    const {app} = this, out = [], s = app.selection;
    if (!s) return out;
    const add = (levels, index, color) => {
      const level = levels[s.level];
      if (index !== NONE && level.faces) out.push({rings: this.shapes.of(level)[index]?.rings ?? [], color});
    };
    if (app.tab === "bench" && app.picked && app.planStep) {
      const {before, after} = app.picked;
      if (after !== NONE) add(app.planStep.after, after, "#7a4fd0");
      add(app.planBefore, before, "#111");
    } else if (s.side === "before") {
      add(app.before, s.before, "#111");
    } else {
      add(app.after, s.after, "#111");
    }
    return out;
  }

  drawLegend() {
    const {app} = this, on = app.view === "changed";
    const breaks = [...app.problemsAt(app.level).values()];
    fill(byId("legend"), on && Object.entries(CHANGES).map(([key, color]) =>
      h("span.key", {}, swatch(color), word(key))), breaks.length > 0 &&
      h("span.key", {}, swatch("#fff", SEVERITY[["error", "warning", "note"].find((s) => breaks.includes(s))]), word("problems")), app.comparing && h("span.key", {}, swatch("#b09dd3", "#5a2ea6"), word("moved")));
  }

  swipeX() {
    return this.map.getSize().x * this.swipeAt;
  }

  clip() {
    const {map, app} = this, size = map.getSize(), nw = map.containerPointToLayerPoint([0, 0]), x = this.swipeX();
    const se = map.containerPointToLayerPoint(size), middle = nw.x + x, rect = (l, r) => `rect(${nw.y}px,${r}px,${se.y}px,${l}px)`;
    for (const pane of this.sides.before.panes) pane.style.clip = app.swipe ? rect(nw.x, middle) : "";
    for (const pane of this.sides.after.panes) pane.style.clip = app.swipe ? rect(middle, se.x) : "";
    const bar = byId("swipe");
    bar.hidden = !app.swipe;
    bar.style.left = `${x}px`;
  }

  listenToSwipe() {
    const bar = byId("swipe"), to = (x) => {
      this.swipeAt = Math.min(0.98, Math.max(0.02, x));
      this.clip();
      this.labels.clipAt({left: this.swipeX()});
      bar.setAttribute("aria-valuenow", Math.round(this.swipeAt * 100));
    };
    bar.addEventListener("pointerdown", (e) => {
      bar.setPointerCapture(e.pointerId);
      e.preventDefault();
      bar.onpointermove = (m) => to((m.clientX - byId("map").getBoundingClientRect().left) / this.map.getSize().x);
    });
    bar.addEventListener("pointerup", () => (bar.onpointermove = null));
    bar.addEventListener("keydown", (e) => {
      const by = {ArrowLeft: -0.02, ArrowRight: 0.02}[e.key];
      if (by) to(this.swipeAt + by);
      if (by) e.preventDefault();
    });
    this.map.on("move zoomend resize", () => this.clip());
  }

  // The side that is seen at a place of the map.
  sideAt(point) {
    if (this.app.swipe) return point.x < this.swipeX() ? "before" : "after";
    return this.app.view === "before" ? "before" : "after";
  }

  listenToMouse() {
    const tip = byId("tip");
    this.map.on("click", (e) => this.app.onMapClick?.(e.latlng, this.sideAt(e.containerPoint)));
    this.map.on("mousemove", (e) => {
      const side = this.sideAt(e.containerPoint), i = hit(this.sides[side].shapes, e.latlng.lat, e.latlng.lng);
      tip.hidden = i < 0;
      if (i < 0) return;
      const u = this.levelOf(side).units;
      tip.textContent = `${titleOf(u, i)}${u.kind[i] ? " · " + u.kind[i] : ""}`;
      tip.style.left = `${Math.min(e.containerPoint.x + 14, this.map.getSize().x - tip.offsetWidth - 4)}px`;
      tip.style.top = `${e.containerPoint.y + 14}px`;
    });
    this.map.on("mouseout movestart", () => (tip.hidden = true));
  }

  hitUnit(side, latlng) {
    return hit(this.sides[side].shapes, latlng.lat, latlng.lng);
  }
  // Which unit of any level's state holds a place; NONE for none.
  hitLevel(level, latlng) {
    const i = hit(this.shapes.of(level), latlng.lat, latlng.lng);
    return i < 0 ? NONE : i;
  }

  // What is seen now as one picture, for paper.
  snapshot() {
    const size = this.map.getSize(), ratio = window.devicePixelRatio || 1, out = document.createElement("canvas"), ctx = out.getContext("2d");
    const origin = byId("map").getBoundingClientRect(), x = this.swipeX();
    out.width = size.x * ratio;
    out.height = size.y * ratio;
    ctx.scale(ratio, ratio);
    for (const canvas of byId("map").querySelectorAll("canvas")) {
      const r = canvas.getBoundingClientRect(), pane = canvas.parentElement, swiped = this.app.swipe && pane.style.clip;
      if (!r.width) continue;
      ctx.save();
      if (swiped) {
        ctx.beginPath();
        ctx.rect(this.sides.before.panes.includes(pane) ? 0 : x, 0, this.sides.before.panes.includes(pane) ? x : size.x - x, size.y);
        ctx.clip();
      }
      ctx.drawImage(canvas, r.left - origin.left, r.top - origin.top, r.width, r.height);
      ctx.restore();
    }
    return out.toDataURL("image/png");
  }

  zoomTo(level, index) {
    const box = level.faces ? this.shapes.of(level)[index]?.box : null;
    if (box && Number.isFinite(box[0][0])) this.map.fitBounds(box, {maxZoom: this.map.getBoundsZoom(box) - 1.75, animate: false});
  }
}

function swatch(fillColor, border = "#999") {
  const e = h("i.swatch");
  e.style.background = fillColor;
  e.style.borderColor = border;
  return e;
}

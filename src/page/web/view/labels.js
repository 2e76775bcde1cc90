// Names on the map: those that have room, the widest units first, none over another.

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
const boxed = (name) => ({...name, box: [name.x - name.width / 2 - 2, name.y - name.px / 2 - 2, name.x + name.width / 2 + 2, name.y + name.px / 2 + 2]});

// Where a name may stand, nearest to its own place first: within half of what room it has.
function standings({x, y, px, room}) {
  const list = [];
  for (let dy = px * Math.ceil(-room / 2 / px); dy <= room / 2; dy += px)
    for (let dx = 2 * px * Math.ceil(-room / 8 / px); dx <= room / 4; dx += 2 * px) list.push([dx, dy]);
  return list.sort((a, b) => Math.hypot(...a) - Math.hypot(...b)).map(([dx, dy]) => ({x: x + dx, y: y + dy}));
}

// Of the names, in order, those that are drawn, none over another: {text, x, y, width, px, room, big}. A big one, that of
// the coarser level, leaves the names of units below it their places; where it can stand nowhere else they give way.
export function arrange(names) {
  let drawn = [];
  const free = (name) => !drawn.some((d) => overlap(d.box, name.box));
  for (const name of names.filter((n) => !n.big).map(boxed)) if (free(name)) drawn.push(name);
  for (const name of names.filter((n) => n.big)) {
    const found = standings(name).map((at) => boxed({...name, ...at})).find(free), own = boxed(name);
    if (!found && drawn.some((d) => d.big && overlap(d.box, own.box))) continue;
    if (!found) drawn = drawn.filter((d) => !overlap(d.box, own.box));
    drawn.push(found ?? own);
  }
  return drawn;
}

export function makeLabels(map) {
  const canvas = document.createElement("canvas"), pane = map.createPane("labels");
  canvas.className = "labels";
  pane.style.zIndex = 620;
  pane.style.pointerEvents = "none";
  pane.append(canvas);
  let labels = [], clip = null, family = "";
  const widths = new Map();

  // clip: {left: x where the left side ends} or null; a label belongs to one side.
  function draw() {
    const size = map.getSize(), ratio = window.devicePixelRatio || 1, ctx = canvas.getContext("2d");
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    if (canvas.width !== Math.round(size.x * ratio) || canvas.height !== Math.round(size.y * ratio)) {
      canvas.width = Math.round(size.x * ratio);
      canvas.height = Math.round(size.y * ratio);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, size.x, size.y);
    Object.assign(ctx, {textAlign: "center", textBaseline: "middle", lineJoin: "round"});
    family = getComputedStyle(document.body).fontFamily;
    for (const name of arrange(labels.map((label) => measured(ctx, label, size)).filter(Boolean))) write(ctx, name);
  }

  // A label in pixels, or null where it is out of sight or has no room.
  function measured(ctx, {text, at, big, side}, size) {
    const p = map.latLngToContainerPoint([at[0], at[1]]), px = big ? 15 : 12;
    const room = map.latLngToContainerPoint([at[0], at[1] + at[2]]).x - p.x;
    if (p.x < 0 || p.y < 0 || p.x > size.x || p.y > size.y || room < 14) return null;
    if (clip && (side === "before") !== p.x < clip.left) return null;
    if (big && room > size.x * 0.7) return null;
    if (text.length * px * 0.4 > room * 1.15) return null;
    ctx.font = font(big, px);
    const key = px + text, width = widths.get(key) ?? ctx.measureText(text).width;
    widths.set(key, width);
    return width > room * 1.15 ? null : {text, x: p.x, y: p.y, width, px, room, big};
  }

  const font = (big, px) => `${big ? "600 " : ""}${px}px ${family}`;

  function write(ctx, {text, x, y, px, big}) {
    ctx.font = font(big, px);
    ctx.strokeStyle = "rgba(255,255,255,.85)";
    ctx.lineWidth = 3;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = "#222";
    ctx.fillText(text, x, y);
  }

  map.on("moveend zoomend resize viewreset", draw);
  map.on("zoomstart", () => (canvas.style.visibility = "hidden"));
  map.on("zoomend", () => (canvas.style.visibility = ""));
  return {
    show(list, at = null) {
      labels = list.filter((l) => l.at).sort((a, b) => Number(b.big) - Number(a.big) || b.at[2] - a.at[2]);
      clip = at;
      draw();
    },
    clipAt(at) {
      clip = at;
      draw();
    },
  };
}

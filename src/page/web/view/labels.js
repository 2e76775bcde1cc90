// Names on the map: those that have room, the widest units first, none over another.

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
    const drawn = [];
    family = getComputedStyle(document.body).fontFamily;
    for (const label of labels) place(ctx, label, size, drawn);
  }

  function place(ctx, {text, at, big, side}, size, drawn) {
    const p = map.latLngToContainerPoint([at[0], at[1]]), px = big ? 15 : 12;
    const room = map.latLngToContainerPoint([at[0], at[1] + at[2]]).x - p.x;
    if (p.x < 0 || p.y < 0 || p.x > size.x || p.y > size.y || room < 14) return;
    if (clip && (side === "before") !== p.x < clip.left) return;
    if (big && room > size.x * 0.7) return;
    if (text.length * px * 0.4 > room * 1.15) return;
    ctx.font = `${big ? "600 " : ""}${px}px ${family}`;
    const key = px + text, width = widths.get(key) ?? ctx.measureText(text).width;
    widths.set(key, width);
    if (width > room * 1.15) return;
    const box = [p.x - width / 2 - 2, p.y - px / 2 - 2, p.x + width / 2 + 2, p.y + px / 2 + 2];
    if (drawn.some((d) => box[0] < d[2] && d[0] < box[2] && box[1] < d[3] && d[1] < box[3])) return;
    drawn.push(box);
    ctx.strokeStyle = "rgba(255,255,255,.85)";
    ctx.lineWidth = 3;
    ctx.strokeText(text, p.x, p.y);
    ctx.fillStyle = "#222";
    ctx.fillText(text, p.x, p.y);
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

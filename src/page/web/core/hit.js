// Places on the map: which unit is where, and where its name goes.

function inRings(rings, lat, lng) {
  let inside = false;
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [y1, x1] = ring[i], [y2, x2] = ring[j];
      if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  return inside;
}

// shapes: [{rings, box}]; the index of the one that holds the place, or -1.
export function hit(shapes, lat, lng) {
  return shapes.findIndex((s) => s.rings.length && lat >= s.box[0][0] && lat <= s.box[1][0] && lng >= s.box[0][1] &&
    lng <= s.box[1][1] && inRings(s.rings, lat, lng));
}

function area2(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += ring[j][1] * ring[i][0] - ring[i][1] * ring[j][0];
  return Math.abs(sum);
}

// Where the widest level line across the largest ring has its middle: [lat, lng, width in degrees of longitude].
export function labelPlace(rings) {
  if (!rings.length) return null;
  const ring = rings.reduce((a, b) => (area2(b) > area2(a) ? b : a));
  const lats = ring.map((p) => p[0]), low = Math.min(...lats), high = Math.max(...lats);
  let best = null;
  for (let k = 1; k < 8; k++) {
    const lat = low + ((high - low) * k) / 8, xs = [];
    for (const r of rings)
      for (let i = 0, j = r.length - 1; i < r.length; j = i++) {
        const [y1, x1] = r[i], [y2, x2] = r[j];
        if (y1 > lat !== y2 > lat) xs.push(((x2 - x1) * (lat - y1)) / (y2 - y1) + x1);
      }
    xs.sort((a, b) => a - b);
    const weight = 1 - Math.abs(k - 4) / 12;
    for (let i = 0; i + 1 < xs.length; i += 2)
      if (!best || (xs[i + 1] - xs[i]) * weight > best.score)
        best = {score: (xs[i + 1] - xs[i]) * weight, at: [lat, (xs[i] + xs[i + 1]) / 2, xs[i + 1] - xs[i]]};
  }
  return best?.at ?? null;
}

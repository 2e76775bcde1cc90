"""Made-up instances of the districting family: planar graphs of units, populations as uneven as census units'."""
import math
import random


def delaunay(points):
    """Links between points whose circles are empty (Bowyer and Watson 1981)."""
    far = 1e4
    at = [*points, (-far, -far), (far, -far), (0, far)]
    n = len(points)
    triangles = {}

    def add(a, b, c):
        (ax, ay), (bx, by), (cx, cy) = at[a], at[b], at[c]
        d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
        if d == 0:
            return
        a2, b2, c2 = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
        x = (a2 * (by - cy) + b2 * (cy - ay) + c2 * (ay - by)) / d
        y = (a2 * (cx - bx) + b2 * (ax - cx) + c2 * (bx - ax)) / d
        triangles[(a, b, c)] = (x, y, (ax - x) ** 2 + (ay - y) ** 2)

    add(n, n + 1, n + 2)
    for p in range(n):
        x, y = at[p]
        bad = [t for t, (cx, cy, r2) in triangles.items() if (x - cx) ** 2 + (y - cy) ** 2 < r2]
        sides = {}
        for t in bad:
            del triangles[t]
            for a, b in ((t[0], t[1]), (t[1], t[2]), (t[2], t[0])):
                side = (min(a, b), max(a, b))
                sides[side] = sides.get(side, 0) + 1
        for (a, b), times in sides.items():
            if times == 1:
                add(a, b, p)
    links = set()
    for t in triangles:
        for a, b in ((t[0], t[1]), (t[1], t[2]), (t[2], t[0])):
            if max(a, b) < n:
                links.add((min(a, b), max(a, b)))
    return links


def near(r, n):
    """Points, most of them around a few towns; neighbours as in Delaunay's net, without its longest links."""
    towns = [(r.random(), r.random(), r.uniform(0.02, 0.12)) for _ in range(max(1, n // 80))]
    points = []
    while len(points) < n:
        if r.random() < 0.4:
            x, y = r.random(), r.random()
        else:
            cx, cy, wide = r.choice(towns)
            x, y = r.gauss(cx, wide), r.gauss(cy, wide)
        if 0 <= x <= 1 and 0 <= y <= 1:
            points.append((x, y))
    links = delaunay(points)
    by_length = sorted(links, key=lambda e: (-math.dist(points[e[0]], points[e[1]]), e))
    for e in by_length[: n // 12]:
        links.remove(e)
        if not one_piece(n, links):
            links.add(e)
    return links


def grid(r, n):
    """Squares with a diagonal each, some of them missing: lakes."""
    wide = max(3, round(math.sqrt(n * 1.1 * r.uniform(0.6, 1.6))))
    cells, y = {}, 0
    while len(cells) < n:
        for x in range(wide):
            if len(cells) < n and (r.random() > 0.09 or (x == 0 and len(cells) > 0)):
                cells[(x, y)] = len(cells)
        y += 1
    links = set()
    for (x, y), u in cells.items():
        for d in ((1, 0), (0, 1)):
            v = cells.get((x + d[0], y + d[1]))
            if v is not None:
                links.add((min(u, v), max(u, v)))
        square = [cells.get(c) for c in ((x, y), (x + 1, y + 1), (x + 1, y), (x, y + 1))]
        ends = square[:2] if r.random() < 0.5 else square[2:]
        if r.random() < 0.75 and None not in ends:
            links.add((min(ends), max(ends)))
    return mend(r, n, links)


def pieces(n, links):
    up = list(range(n))

    def root(u):
        while up[u] != u:
            up[u] = up[up[u]]
            u = up[u]
        return u
    for a, b in links:
        up[root(a)] = root(b)
    return [root(u) for u in range(n)]


def one_piece(n, links):
    return len(set(pieces(n, links))) == 1


def mend(r, n, links):
    """A bridge from each piece to the unit before its first."""
    roots = pieces(n, links)
    for u in range(1, n):
        if roots[u] != roots[u - 1]:
            links.add((u - 1, u))
            roots = pieces(n, links)
    return links


def populations(r, n, kind):
    if kind == "county":  # a few hold most
        return [max(1, round(math.exp(r.gauss(10, 0.9)))) for _ in range(n)]
    if kind == "tract":  # drawn to be alike; some are parks and prisons
        return [0 if r.random() < 0.02 else max(20, round(r.gauss(4000, 1700))) for _ in range(n)]
    return [round(math.exp(r.gauss(6.8, 0.6))) * (0 if r.random() < 0.03 else 1) for _ in range(n)]


def planted(r, n, k, links, people):
    """People shifted within a plan, so that it keeps every tolerance: k parts grown by turns, equal to one person."""
    beside = [[] for _ in range(n)]
    for a, b in sorted(links):
        beside[a].append(b)
        beside[b].append(a)
    label = [-1] * n
    for part, u in enumerate(r.sample(range(n), k)):
        label[u] = part
    sums = [0] * k
    for u in range(n):
        if label[u] >= 0:
            sums[label[u]] = people[u]
    while -1 in label:
        for part in sorted(range(k), key=lambda p: (sums[p], p)):
            edge = sorted({v for u in range(n) if label[u] == part for v in beside[u] if label[v] < 0})
            if edge:
                u = r.choice(edge)
                label[u] = part
                sums[part] += people[u]
                break
    mean = sum(sums) // k
    people = list(people)
    for part in range(k):
        own = [u for u in range(n) if label[u] == part]
        factor = mean / max(1, sums[part])
        for u in own:
            people[u] = round(people[u] * factor)
        people[max(own, key=lambda u: people[u])] += mean - sum(people[u] for u in own)
    return people, label


def make(seed, n, k, shape, kind, plant=False):
    """Populations and links of an instance; with plant, one that surely has a plan."""
    r = random.Random(f"{seed} {n} {k} {shape} {kind}")
    links = near(r, n) if shape == "near" else grid(r, n)
    people = populations(r, n, kind)
    label = None
    if plant:
        people, label = planted(r, n, k, links, people)
    return people, links, label


def write(folder, people, links):
    with open(f"{folder}/units.csv", "w") as f:
        f.write("code,name,population\n")
        f.writelines(f"u{u:04d},made up {u},{p}\n" for u, p in enumerate(people))
    with open(f"{folder}/links.csv", "w") as f:
        f.write("unit_a,unit_b\n")
        f.writelines(f"u{a:04d},u{b:04d}\n" for a, b in sorted(links))


def legal(people, links, label, k, tolerance):
    """Whether a plan is one: k groups in one piece, people within the tolerance of the mean."""
    mean, sums = sum(people) / k, {}
    for u, g in enumerate(label):
        sums[g] = sums.get(g, 0) + people[u]
    within = {(a, b) for a, b in links if label[a] == label[b]}
    whole = len(set(pieces(len(people), within))) == k
    return len(sums) == k and whole and all(mean * (1 - tolerance) <= s <= mean * (1 + tolerance) for s in sums.values())


def cut(links, label):
    return sum(label[a] != label[b] for a, b in links)

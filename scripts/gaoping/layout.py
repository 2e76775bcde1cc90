"""Where everything lies: the district, old towns in it, units of 2018 in those, groups in these, each level grown inside
the one above, so that all nest and all are contiguous."""

import math

import numpy as np

from . import grow, land, mesh
from .lists import CITY

AREA_KM2 = 806.17
SEED = 500
# By role; what stays a village has 4.2 km² on average after the reform, when 168 are left of them.
AREAS_KM2 = {"village": 704.5, "converting": 28.0, "community": 73.67}


class Layout:
    """mesh; bank: the river's; towns: codes of old towns, new_of: which new one each goes into, town: label of each cell
    (-1 outside), market and core: places in each town; places: (town, role) of each unit of 2018, unit: label, middle:
    its centre; groups: the unit of each group, group: label."""


def role(lists, code, urban):
    """What kind of place a unit of 2018 needs."""
    if lists.units[2018][code]["class"] == "社区":
        return "community"
    return "converting" if code in urban else "village"


def wanted_areas(lists, urban, chance):
    """(role, wanted area in km²) of the places in each old town, communities first; urban: codes of 2018."""
    places = {}
    for town, (x, y) in land.TOWNS.items():
        hill = land.hilliness(x, y)
        places[town] = []
        for r in sorted(role(lists, c, urban) for c in lists.of_old_town(town)):
            if r == "community":
                size = (0.55 + 1.1 * hill if town in CITY else 0.7 + 1.2 * hill) * chance.spread(0.28)
            elif r == "converting":
                size = 2.0 * chance.spread(0.15)
            else:
                size = (1.35 + 1.25 * hill) * chance.spread(0.26)
            places[town].append((r, size))
    total = {r: sum(a for p in places.values() for q, a in p if q == r) for r in AREAS_KM2}
    return {t: [(r, a * AREAS_KM2[r] / total[r]) for r, a in p] for t, p in places.items()}


def build_mesh(bank, hills, size):
    """The mesh, and which of its cells lie on the district's side of the river."""
    m = mesh.build(land.WINDOW, hills, size, bank, min(hills, 0.2) / 2, land.roughness, SEED)
    return m, ~mesh.inside(m.points, land.right_bank(bank))


def lay_district(m, east, middle):
    """0 for cells of the district, -1 for others: grown from deep inside against the land around, so that the border
    settles on ridges. middle: the depth around which it may settle, km."""
    depth = land.depth(m.points)
    core = np.where(depth > middle + 1.1, 0, np.where(depth < middle - 1.1, 1, -1))
    label = np.array(grow.grow_from(m, np.where(east, core, -1).tolist(), np.where(east, 0, -1).tolist()))
    return np.where(label == 0, 0, -1).tolist()


def find_district(m, east):
    """The district, and the middle that gives it its area, found by halving."""
    low, high = -1.0, 4.0
    while True:
        middle = (low + high) / 2
        district = lay_district(m, east, middle)
        area = float(grow.sums(district, m.area, 1)[0])
        if abs(area - AREA_KM2) < 1 or high - low < 0.001:
            return district, middle
        low, high = (middle, high) if area > AREA_KM2 else (low, middle)


def seeds_in(m, label, home, spots):
    """For each spot the nearest cell of its home, each cell for one spot."""
    cells = [np.array(c) for c in members(label, max(home) + 1)]
    seeds = []
    for spot, h in zip(spots, home):
        seeds.append(grow.nearest_of(m, cells[h], spot))
        cells[h] = cells[h][cells[h] != seeds[-1]]
    return seeds


def lay_towns(out, target):
    """The district's middle, points inside it, spots and delays of the new towns and of the old ones inside them, found
    on a coarse mesh."""
    m, east = build_mesh(out.bank, 0.28, lambda x, y: np.full(len(x), 0.28))
    district, middle = find_district(m, east)
    whole = [sum(a for a, h in zip(target, out.new_of) if h == k) for k in range(max(out.new_of) + 1)]
    spots = [[sum(a * land.TOWNS[c][i] for a, c, h in zip(target, out.towns, out.new_of) if h == k) / whole[k]
              for i in (0, 1)] for k in range(len(whole))]
    seeds = seeds_in(m, district, [0] * len(whole), spots)
    new, seeds, delay = grow.settle(m, seeds, whole, district, [0] * len(whole), 30, pull=0.25)
    news = (m.points[seeds], delay, whole)
    seeds = seeds_in(m, new, out.new_of, [land.TOWNS[c] for c in out.towns])
    _, seeds, delay = grow.settle(m, seeds, target, new, out.new_of, 30, pull=0.35)
    return middle, m.points[np.flatnonzero(np.array(district) == 0)], news, (m.points[seeds], delay, target)


def cell_size(inside, markets, least):
    """How large cells are: small in the city and around markets, where units are small; huge outside."""
    tree = mesh.tree(inside)
    town_tree = mesh.tree(markets)

    def size(x, y):
        at = np.column_stack([x, y])
        hills = np.where(tree.query(at)[0] < 1.3, 0.064, 0.5)
        city = land.distance(x, y, land.CITY)
        market = town_tree.query(at)[0]
        fine = np.minimum(np.maximum(0.032, city * 0.008), np.maximum(0.036, market * 0.05))
        return np.maximum(np.minimum(hills, fine), least)

    return size


def darts(m, cells, n, chance):
    """n cells of a unit, far from each other."""
    if len(cells) < n:
        raise SystemExit(f"{len(cells)} cells are too few for {n} units")
    area = sum(m.area[c] for c in cells)
    apart = 0.85 * math.sqrt(area / n)
    chosen, tries = [], 0
    while len(chosen) < n:
        x, y = m.points[cells[int(chance.random() * len(cells))]]
        tries += 1
        if tries % 30 == 0:
            apart *= 0.93
        if all((x - a) * (x - a) + (y - b) * (y - b) > apart * apart for a, b in chosen):
            chosen.append((x, y))
    return chosen


def members(label, n):
    """The cells of each unit."""
    cells = [[] for _ in range(n)]
    for c, i in enumerate(label):
        if i >= 0:
            cells[i].append(c)
    return cells


def find_units(out, m, town, places, chance):
    """Places and delays of the units of 2018, found on a mesh of middling cells: communities around the market, then
    the villages that become urban, the others around."""
    seeds, target, home = [], [], []
    out.places, out.core = [], []
    for t, cells in enumerate(members(town, len(out.towns))):
        wanted = places[out.towns[t]]
        mx, my = out.market[t]
        if out.towns[t] in CITY or wanted[0][0] == "village":
            mx, my = land.CITY if out.towns[t] in CITY else m.points[cells].mean(axis=0).tolist()
        out.core.append((mx, my))
        spots = darts(m, cells, len(wanted), chance)
        spots.sort(key=lambda p: ((p[0] - mx) * (p[0] - mx) + (p[1] - my) * (p[1] - my), p))
        cells = np.array(cells)
        seeds += [grow.nearest_of(m, cells, p) for p in spots]
        target += [a for _, a in wanted]
        home += [t] * len(wanted)
        out.places += [(t, r) for r, _ in wanted]
    _, seeds, delay = grow.settle(m, seeds, target, town, home, 24, pull=0.3)
    return m.points[seeds], delay, target, home


def lay_groups(out, counts, chance):
    """Groups in each unit of 2018; counts: how many."""
    m, seeds, target, home = out.mesh, [], [], []
    area = grow.sums(out.unit, m.area, len(counts))
    for u, cells in enumerate(members(out.unit, len(counts))):
        share = [chance.spread(0.32) for _ in range(counts[u])]
        cell_array = np.array(cells)
        seeds += [grow.nearest_of(m, cell_array, p) for p in darts(m, cells, counts[u], chance)]
        target += [s * area[u] / sum(share) for s in share]
        home += [u] * counts[u]
    out.groups = home
    out.group, _, _ = grow.settle(m, seeds, target, out.unit, home, 5, pull=0.4, latest=0.3)
    grow.tidy(m, out.group, out.unit)


def lay_level(out, least, start):
    """A mesh with cells no smaller than `least`, and the old towns on it."""
    middle, inside, news, olds = start
    m, east = build_mesh(out.bank, 0.512, cell_size(inside, olds[0], least))
    label = lay_district(m, east, middle)
    grow.tidy(m, label, np.where(east, 0, -1).tolist())
    for (spots, delay, target), home in ((news, [0] * len(news[0])), (olds, out.new_of)):
        parent = label
        label, _, _ = grow.settle(m, seeds_in(m, parent, home, spots), target, parent, home, 1, delay=delay, pull=0)
        grow.tidy(m, label, parent)
    return m, label


def lay_out(lists, places, chance):
    """The mesh, the old towns and the units of 2018 in them."""
    out = Layout()
    out.towns, out.bank = list(land.TOWNS), land.bank()
    news = sorted(set(lists.new_town.values()))
    out.new_of = [news.index(lists.new_town[c]) for c in out.towns]
    start = lay_towns(out, [sum(a for _, a in places[c]) for c in out.towns])
    out.market = start[3][0]
    m, town = lay_level(out, 0.11, start)
    spots, delay, areas, home = find_units(out, m, town, places, chance)
    out.mesh, out.town = lay_level(out, 0.0, start)
    seeds = seeds_in(out.mesh, out.town, home, spots)
    out.unit, _, _ = grow.settle(out.mesh, seeds, areas, out.town, home, 3, delay=delay, pull=0.1)
    grow.tidy(out.mesh, out.unit, out.town)
    return out

"""Who joins whom: which place bears which code, which villages of 2019 form one of 2020, which groups form a new one.
Invented, except that kept, renamed and new codes are as in the lists and nobody leaves the old town."""

import heapq
import math

from .lists import CHOSEN_OLD_TOWN, JOINED, NEW_UNITS

MOST_MEMBERS = 3


def border_lengths(mesh, label):
    """For each unit a dict: neighbour -> length of the shared border, km."""
    near = {}
    lengths = mesh.vertices[mesh.ridge_ends[:, 0]] - mesh.vertices[mesh.ridge_ends[:, 1]]
    lengths = (lengths[:, 0] * lengths[:, 0] + lengths[:, 1] * lengths[:, 1]) ** 0.5
    for (a, b), length in zip(mesh.ridge_cells.tolist(), lengths.tolist()):
        p, q = label[a], label[b]
        if p != q and p >= 0 and q >= 0:
            for u, v in ((p, q), (q, p)):
                near.setdefault(u, {})
                near[u][v] = near[u].get(v, 0.0) + length
    return near


def connected(nodes, near, shortest=0.05):
    nodes = set(nodes)
    reached, stack = set(), [min(nodes)]
    while stack:
        u = stack.pop()
        if u not in reached:
            reached.add(u)
            stack += [v for v in sorted(near.get(u, {})) if v in nodes and near[u][v] >= shortest]
    return reached == nodes


def allocate(total, weights, low, high):
    """Whole numbers that sum to total, near proportional to the weights, each between its bounds (Sainte-Laguë)."""
    count = list(low)
    heap = [(-w / (n + 0.5), i) for i, (w, n) in enumerate(zip(weights, count)) if n < high[i]]
    heapq.heapify(heap)
    for _ in range(total - sum(count)):
        _, i = heapq.heappop(heap)
        count[i] += 1
        if count[i] < high[i]:
            heapq.heappush(heap, (-weights[i] / (count[i] + 0.5), i))
    return count


def agglomerate(nodes, near, weight, count, most, chance, shortest=0.05):
    """Clusters of neighbours, at most `most` in one: joins what is small and shares a long border, with some chance.
    None if it gets stuck."""
    cluster = {u: [u] for u in nodes}
    mass = {u: weight[u] for u in nodes}
    touch = {u: {v: l for v, l in near.get(u, {}).items() if v in cluster and l >= shortest} for u in nodes}
    while len(cluster) > count:
        best = None
        for u in sorted(cluster):
            for v in sorted(touch[u]):
                if u < v and len(cluster[u]) + len(cluster[v]) <= most:
                    score = (mass[u] + mass[v]) * (0.75 + 0.5 * chance.random()) / (0.4 + touch[u][v])
                    if best is None or score < best[0]:
                        best = (score, u, v)
        if best is None:
            return None
        _, u, v = best
        cluster[u] += cluster.pop(v)
        mass[u] += mass.pop(v)
        for w, length in touch.pop(v).items():
            del touch[w][v]
            if w != u:
                touch[u][w] = touch[u].get(w, 0.0) + length
                touch[w][u] = touch[u][w]
    return [sorted(c) for c in cluster.values()]


def best_clusters(nodes, near, weight, count, most, chance, tries):
    """The most even of several tries."""
    best = None
    for _ in range(tries):
        clusters = agglomerate(nodes, near, weight, count, most, chance)
        if clusters:
            masses = [sum(weight[u] for u in c) for c in clusters]
            spread = sum(m * m for m in masses)
            if best is None or spread < best[0]:
                best = (spread, clusters)
    if best is None:
        raise SystemExit(f"no {count} clusters of at most {most} among {len(nodes)} places")
    return best[1]


class Naming:
    """code: of 2018 for each place; to_2020: code of 2019 -> code of 2020, for all; joined_2019: code of 2018 of the
    unit that vanishes -> code of 2018 of the neighbour that takes it."""


def name_places(lists, layout, near, weight, chance):
    n = Naming()
    n.code = [None] * len(layout.places)
    n.to_2020 = dict(lists.kept)
    n.joined_2019 = {}
    for t, town in enumerate(layout.towns):
        places = [u for u, (home, _) in enumerate(layout.places) if home == t]
        urban = [u for u in places if layout.places[u][1] != "village"]
        name_urban(lists, layout, n, town, urban, near, chance)
        name_villages(lists, layout, n, town, [u for u in places if u not in urban], near, weight, chance)
    return n


def choose_urban(lists, layout, near, chance):
    """Which places become urban: those nearest to the middle of their town, but so that the villages left over still
    find neighbours to merge with."""
    for t, town in enumerate(layout.towns):
        places = [u for u, (home, r) in enumerate(layout.places) if home == t and r != "community"]
        urban = sum(layout.places[u][1] == "converting" for u in places)
        if not urban or urban == len(places):
            continue
        count = len(village_heads(lists, town))
        x, y = layout.core[t]
        d = {u: math.sqrt((layout.middle[u][0] - x) * (layout.middle[u][0] - x)
                          + (layout.middle[u][1] - y) * (layout.middle[u][1] - y)) for u in places}
        for attempt in range(2000):
            order = sorted(places, key=lambda u: (d[u] * (1 + attempt / 400 * chance.random()), u))
            rest = order[urban:]
            if any(agglomerate(rest, near, {u: 1 for u in rest}, count, MOST_MEMBERS, chance) for _ in range(5)):
                break
        else:
            raise SystemExit(f"no way to choose the urban places of {town}")
        for k, u in enumerate(order):
            layout.places[u] = (t, "converting" if k < urban else "village")


def urban_codes(lists):
    """Codes of 2018 of the villages that become part of a community."""
    at_2018 = {v: k for k, v in lists.follows_2018.items()}
    return {at_2018[c] for code, members in NEW_UNITS.items() if lists.units[2020][code]["class"] == "社区"
            for c in members if lists.units[2019][c]["class"] == "建制村"}


def village_heads(lists, town):
    """Codes of 2018 of the villages of an old town that go on in 2020, and the codes of 2020 that begin there: as many
    clusters there must be."""
    urban = urban_codes(lists)
    stay = [c for c in lists.of_old_town(town) if lists.units[2018][c]["class"] == "建制村" and c not in urban
            and lists.follows_2018.get(c) in lists.kept]
    return stay + [c for c, old in CHOSEN_OLD_TOWN.items() if old == town]


def name_urban(lists, layout, n, town, places, near, chance):
    """Communities and the villages that become urban: codes dealt out until those that join are neighbours."""
    codes = {"community": [], "converting": []}
    at_2018 = {v: k for k, v in lists.follows_2018.items()}
    joins = {}
    for code, members in NEW_UNITS.items():
        if lists.units[2020][code]["class"] == "社区":
            joins[code] = [at_2018[c] for c in members]
    urban = urban_codes(lists)
    for c in lists.of_old_town(town):
        if lists.units[2018][c]["class"] == "社区":
            codes["community"].append(c)
        elif c in urban:
            codes["converting"].append(c)
    for abolished, stays in JOINED.items():
        joins.setdefault(stays, [at_2018[stays]]).append(at_2018[abolished])
    mine = {code: members for code, members in joins.items() if lists.units[2018][members[0]]["town_code"] == town}
    for _ in range(2000):
        for kind in codes:
            spots = [u for u in places if layout.places[u][1] == kind]
            for u, c in zip(spots, codes[kind]):
                n.code[u] = c
        place = {n.code[u]: u for u in places}
        if all(connected([place[c] for c in members], near) for members in mine.values()):
            break
        codes = {kind: chance.shuffled(c) for kind, c in codes.items()}
    else:
        raise SystemExit(f"no way to lay {town} so that its joining communities are neighbours")
    for code, members in mine.items():
        for c in members:
            n.to_2020[lists.follows_2018[c]] = code


def name_villages(lists, layout, n, town, places, near, weight, chance):
    """Villages: clusters of neighbours first, then one code that stays (or heads a new one) for each cluster."""
    named = {c for c in n.code if c}
    codes = [c for c in lists.of_old_town(town) if c not in named]
    follows, vanished = lists.follows_2018, set(lists.vanished)
    new = [c for c, old in CHOSEN_OLD_TOWN.items() if old == town]
    heads = [c for c in codes if follows.get(c) in lists.kept]
    others = [c for c in codes if c not in heads and c not in vanished]
    for code in new:
        head = next((c for c in others if follows[c] in NEW_UNITS[code]), others[0])
        others.remove(head)
        heads.append(head)
        n.to_2020[follows[head]] = code
    heads.sort()
    if not places:
        return
    clusters = best_clusters(places, near, weight, len(heads), MOST_MEMBERS, chance, 60)
    # Along a line from north-west to south-east, so that neighbours have codes near each other.
    x, y = layout.middle[:, 0], layout.middle[:, 1]
    clusters.sort(key=lambda c: min(x[u] - 1.3 * y[u] for u in c))
    for head, cluster in zip(heads, clusters):
        cluster = sorted(cluster, key=lambda u: (-weight[u], u))
        n.code[cluster[0]] = head
    for head, cluster in zip(heads, clusters):
        for u in cluster:
            if n.code[u] is None:
                n.code[u] = others.pop(0) if others else lists.vanished[0]
                if n.code[u] not in vanished:
                    n.to_2020[follows[n.code[u]]] = n.to_2020[follows[head]]
        for u in cluster:
            if n.code[u] in vanished:
                host = max((v for v in cluster if v != u), key=lambda v: near[u].get(v, 0.0))
                n.joined_2019[n.code[u]] = n.code[host]


def merge_groups(units, near, weight, count, chance):
    """units: the groups of each unit of 2020; count: how many are to be left. Clusters of groups for each."""
    return [best_clusters(groups, near, weight, k, len(groups), chance, 4) for groups, k in zip(units, count)]

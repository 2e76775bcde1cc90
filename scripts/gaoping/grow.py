"""Units grown over a mesh: each from its seed, sooner or later, until all cells are taken. Units are contiguous by
construction, and their borders settle where the ground is hard to cross: on ridges and streams."""

import heapq
import math

import numpy as np


def grow(mesh, seeds, delay, parent, home):
    """Labels of all cells. Unit i starts from cell seeds[i], delay[i] later than others, and takes cells c with
    parent[c] == home[i]."""
    return spread(mesh, [(d, cell, i) for i, (cell, d) in enumerate(zip(seeds, delay))], parent, home)


def grow_from(mesh, core, parent):
    """As grow(), from many cells: core is a label or -1 for each cell. Cells must have parent 0."""
    return spread(mesh, [(0.0, cell, i) for cell, i in enumerate(core) if i >= 0], parent, [0] * (max(core) + 1))


def spread(mesh, heap, parent, home):
    """Nobody takes the cell that another starts from, however late."""
    label = [-1] * len(mesh.points)
    cost = [float("inf")] * len(mesh.points)
    for _, cell, _ in heap:
        cost[cell] = -1.0
    heapq.heapify(heap)
    start, to, weight = mesh.start, mesh.to, mesh.weight
    pop, push = heapq.heappop, heapq.heappush
    while heap:
        d, cell, i = pop(heap)
        if label[cell] >= 0:
            continue
        label[cell] = i
        mine = home[i]
        for k in range(start[cell], start[cell + 1]):
            other = to[k]
            if label[other] < 0 and parent[other] == mine:
                reach = d + weight[k]
                if reach < cost[other]:
                    cost[other] = reach
                    push(heap, (reach, other, i))
    return label


def sums(label, values, n):
    """Sum of values over each unit's cells."""
    label = np.asarray(label)
    taken = label >= 0
    return np.bincount(label[taken], weights=values[taken], minlength=n)


def nearest(mesh, label, places):
    """For each unit the cell of its own that lies nearest to its place."""
    label = np.asarray(label)
    order = np.argsort(label, kind="stable")
    first = np.searchsorted(label[order], np.arange(len(places) + 1))
    return [nearest_of(mesh, order[first[i]:first[i + 1]], place) for i, place in enumerate(places)]


def nearest_of(mesh, cells, place):
    d = mesh.points[cells] - place
    return int(cells[int(np.argmin(d[:, 0] * d[:, 0] + d[:, 1] * d[:, 1]))])


def centres(mesh, label, n):
    area = sums(label, mesh.area, n)
    return np.column_stack([sums(label, mesh.area * mesh.points[:, k], n) / area for k in (0, 1)])


def overrun_by(mesh, label, cell, home):
    """The unit of a cell beside this one, of the same parent, another one if there is any."""
    around = [label[mesh.to[k]] for k in range(mesh.start[cell], mesh.start[cell + 1])]
    mine = label[cell]
    return next((u for u in around if u >= 0 and u != mine and home[u] == home[mine]), mine)


def farthest(mesh, label, unit, cell):
    """The unit's cell that lies farthest from this one."""
    cells = np.flatnonzero(np.asarray(label) == unit)
    d = mesh.points[cells] - mesh.points[cell]
    return int(cells[int(np.argmax(d[:, 0] * d[:, 0] + d[:, 1] * d[:, 1]))])


def settle(mesh, seeds, target, parent, home, rounds, delay=None, pull=0.6, latest=None):
    """Grows again and again: seeds move towards the middle of their units, and what becomes too large starts later.
    latest: how late at most, as a share of the way through a unit of the wanted size. Returns labels, seeds, delays."""
    n = len(seeds)
    delay = [0.0] * n if delay is None else list(delay)
    pace = sum(mesh.weight) / sum(mesh.between)
    label = grow(mesh, seeds, delay, parent, home)
    for step in range(rounds):
        area = sums(label, mesh.area, n)
        places = mesh.points[seeds] + pull * (centres(mesh, label, n) - mesh.points[seeds])
        seeds, hosts = nearest(mesh, label, places), set()
        gain = 0.5 * pace / (1 + step / 12)
        for i in range(n):
            if area[i] < target[i] / 5:
                host = overrun_by(mesh, label, seeds[i], home)
                if host != i and host not in hosts:
                    hosts.add(host)
                    seeds[i] = farthest(mesh, label, host, seeds[host])
                    delay[i] = min(delay[i], delay[host])
            else:
                delay[i] += gain * (math.sqrt(area[i]) - math.sqrt(target[i]))
        first = min(delay)
        delay = [d - first for d in delay]
        if latest:
            early = [math.inf] * (max(home) + 1)
            for d, h in zip(delay, home):
                early[h] = min(early[h], d)
            delay = [min(d - early[h], latest * pace * math.sqrt(a)) for d, h, a in zip(delay, home, target)]
        label = grow(mesh, seeds, delay, parent, home)
    return label, seeds, delay


def removable(mesh, label, cell):
    """Whether a unit stays in one piece without this cell: its neighbours of the same unit are joined around it."""
    start, to, mine = mesh.start, mesh.to, label[cell]
    around = [to[k] for k in range(start[cell], start[cell + 1]) if label[to[k]] == mine]
    if not around:
        return False
    ring, reached, stack = set(around), {around[0]}, [around[0]]
    while stack:
        c = stack.pop()
        for k in range(start[c], start[c + 1]):
            if to[k] in ring and to[k] not in reached:
                reached.add(to[k])
                stack.append(to[k])
    return len(reached) == len(ring)


def tidy(mesh, label, parent, sweeps=3):
    """Wears off tongues and nicks: a cell goes to the unit that holds most of its border."""
    start, to, length = mesh.start, mesh.to, mesh.length
    for _ in range(sweeps):
        changed = 0
        for cell in range(len(label)):
            mine = label[cell]
            if mine < 0:
                continue
            share = {}
            for k in range(start[cell], start[cell + 1]):
                if parent[to[k]] == parent[cell] and label[to[k]] >= 0:
                    share[label[to[k]]] = share.get(label[to[k]], 0.0) + length[k]
            if len(share) < 2 and mine in share:
                continue
            best = max(sorted(share), key=lambda u: share[u], default=mine)
            if best != mine and share[best] > 1.25 * share.get(mine, 0.0) and removable(mesh, label, cell):
                label[cell] = best
                changed += 1
        if not changed:
            break
    return label

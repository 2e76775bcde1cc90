"""Units grown over a mesh: each from its seed, faster or slower, until all cells are taken. Units are contiguous by
construction, and their borders settle where the ground is hard to cross: on ridges and streams."""

import heapq

import numpy as np


def grow(mesh, seeds, speed, parent, home):
    """Labels of all cells. Unit i starts from cell seeds[i] and takes cells c with parent[c] == home[i]."""
    return spread(mesh, [(0.0, cell, i) for i, cell in enumerate(seeds)], speed, parent, home)


def grow_from(mesh, core, parent):
    """As grow(), from many cells: core is a label or -1 for each cell. Cells must have parent 0."""
    heap = [(0.0, cell, i) for cell, i in enumerate(core) if i >= 0]
    n = max(core) + 1
    return spread(mesh, heap, [1.0] * n, parent, [0] * n)


def spread(mesh, heap, speed, parent, home):
    label = [-1] * len(mesh.points)
    cost = [float("inf")] * len(mesh.points)
    for _, cell, _ in heap:
        cost[cell] = 0.0
    heapq.heapify(heap)
    start, to, weight = mesh.start, mesh.to, mesh.weight
    pop, push = heapq.heappop, heapq.heappush
    while heap:
        d, cell, i = pop(heap)
        if label[cell] >= 0:
            continue
        label[cell] = i
        slow, mine = 1 / speed[i], home[i]
        for k in range(start[cell], start[cell + 1]):
            other = to[k]
            if label[other] < 0 and parent[other] == mine:
                reach = d + weight[k] * slow
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


def nearest_in(mesh, label, unit, places):
    """For each place the nearest cell of the unit."""
    cells = np.flatnonzero(np.asarray(label) == unit)
    return [nearest_of(mesh, cells, place) for place in places]


def nearest_of(mesh, cells, place):
    d = mesh.points[cells] - place
    return int(cells[int(np.argmin(d[:, 0] * d[:, 0] + d[:, 1] * d[:, 1]))])


def centres(mesh, label, n):
    area = sums(label, mesh.area, n)
    return np.column_stack([sums(label, mesh.area * mesh.points[:, k], n) / area for k in (0, 1)])


def settle(mesh, seeds, target, parent, home, rounds, speed=None, pull=0.6, fixed=()):
    """Grows again and again: seeds move towards the middle of their units, speeds follow the wanted areas."""
    n = len(seeds)
    speed = [1.0] * n if speed is None else list(speed)
    label = grow(mesh, seeds, speed, parent, home)
    for _ in range(rounds):
        area = sums(label, mesh.area, n)
        places = mesh.points[seeds] + pull * (centres(mesh, label, n) - mesh.points[seeds])
        moved = nearest(mesh, label, places)
        seeds = [s if i in fixed else m for i, (s, m) in enumerate(zip(seeds, moved))]
        for i in range(n):
            if target[i]:
                ratio = min(4.0, max(0.25, target[i] / area[i]))
                speed[i] *= 1 + 0.5 * (ratio - 1) / (1 + 0.5 * abs(ratio - 1))
        label = grow(mesh, seeds, speed, parent, home)
    return label, seeds, speed


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

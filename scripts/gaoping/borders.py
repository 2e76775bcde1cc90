"""From labels of cells to polygons: the borders of the groups as a graph, smoothed as one so that shared borders stay
shared, thinned arc by arc, and chained to rings."""

import math

import numpy as np

from .chance import noise
from .mesh import tree

# The place of the invented district on the ground: GK coordinates, m, of the city in zone 35 (central meridian 105°E),
# and the radius of the sphere that fits CGCS2000 there.
ORIGIN = (35605300.0, 3405700.0)
FALSE_EASTING = 35500000.0
RADIUS = 6367908.0

# Wavelength and reach of what bends the borders, km.
BENDS = ((2.6, 0.6), (1.1, 0.25), (0.45, 0.075))


class Graph:
    """points: km; ends: pairs of points; left, right: the groups (-1 outside) on both sides of each edge."""


def graph_of(mesh, group):
    label = np.array(group)
    a, b = label[mesh.ridge_cells[:, 0]], label[mesh.ridge_cells[:, 1]]
    border = a != b
    used = np.unique(mesh.ridge_ends[border])
    g = Graph()
    g.points = mesh.vertices[used]
    g.ends = np.searchsorted(used, mesh.ridge_ends[border])
    pa = mesh.points[mesh.ridge_cells[border, 0]]
    s, e = g.points[g.ends[:, 0]], g.points[g.ends[:, 1]]
    turn = (e[:, 0] - s[:, 0]) * (pa[:, 1] - s[:, 1]) - (e[:, 1] - s[:, 1]) * (pa[:, 0] - s[:, 0])
    g.left = np.where(turn > 0, a[border], b[border])
    g.right = np.where(turn > 0, b[border], a[border])
    return g


def bend(points, calm):
    """Moves points by a smooth field of three scales, less where calm (0..1) is large: borders wind as they do along
    real slopes, and none crosses another, because the field folds nowhere."""
    x, y = points[:, 0], points[:, 1]
    dx, dy = np.zeros(len(x)), np.zeros(len(x))
    for k, (wavelength, reach) in enumerate(BENDS):
        field = [noise(x / wavelength + 5 * k, y / wavelength + 9, 90 + 2 * k + side) for side in (0, 1)]
        dx += reach * field[0] * (1 - calm)
        dy += reach * field[1] * (1 - calm)
    return points + np.column_stack([dx, dy])


def neighbours(g):
    """The two or three neighbours of each point; -1: none."""
    near = np.full((len(g.points), 3), -1)
    count = [0] * len(g.points)
    for a, b in g.ends.tolist():
        for p, q in ((a, b), (b, a)):
            near[p, count[p]] = q
            count[p] += 1
    return near, np.array(count)


def smooth(g, rounds, inward=0.55, outward=-0.57):
    """Taubin's smoothing of the whole graph, junctions too: wears off the cells' corners, shrinks nothing."""
    near, count = neighbours(g)
    third = near[:, 2] >= 0
    p = g.points
    for _ in range(rounds):
        for factor in (inward, outward):
            total = p[near[:, 0]] + p[near[:, 1]] + np.where(third[:, None], p[near[:, 2]], 0)
            p = p + factor * (total / count[:, None] - p)
    g.points = p


def arcs_of(g):
    """Chains of points between junctions, with the groups on their left and right; then the closed ones."""
    out = [[] for _ in range(len(g.points))]
    for e, (a, b) in enumerate(g.ends.tolist()):
        out[a].append((b, e))
        out[b].append((a, e))
    used, arcs = [False] * len(g.ends), []
    junctions = [p for p, o in enumerate(out) if len(o) != 2]
    for start in junctions + list(range(len(out))):
        for to, e in out[start]:
            if used[e]:
                continue
            forward = int(g.ends[e][0]) == start
            sides = (int(g.left[e]), int(g.right[e])) if forward else (int(g.right[e]), int(g.left[e]))
            chain = [start, to]
            used[e] = True
            while len(out[chain[-1]]) == 2 and chain[-1] != start:
                to, e = next((q, f) for q, f in out[chain[-1]] if not used[f])
                used[e] = True
                chain.append(to)
            arcs.append((chain, *sides))
    return arcs


def thin(points, tolerance):
    """Indices that Douglas and Peucker keep."""
    keep, stack = {0, len(points) - 1}, [(0, len(points) - 1)]
    if points[0] == points[-1]:
        middle = len(points) // 2
        keep.add(middle)
        stack = [(0, middle), (middle, len(points) - 1)]
    while stack:
        i, j = stack.pop()
        (ax, ay), (bx, by) = points[i], points[j]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        worst, at = tolerance * tolerance, -1
        for k in range(i + 1, j):
            px, py = points[k][0] - ax, points[k][1] - ay
            t = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length else 0.0
            qx, qy = px - t * dx, py - t * dy
            if qx * qx + qy * qy > worst:
                worst, at = qx * qx + qy * qy, k
        if at >= 0:
            keep.add(at)
            stack += [(i, at), (at, j)]
    return sorted(keep)


def ring_area(ring):
    """Twice the signed area; positive if counterclockwise."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]))


def rings_of(lines, n):
    """For each group its rings (closed by themselves, last point not repeated), outer counterclockwise, holes
    clockwise. lines: (points, left, right)."""
    parts = [{} for _ in range(n)]
    for points, left, right in lines:
        if left >= 0:
            parts[left].setdefault(points[0], []).append(points)
        if right >= 0:
            parts[right].setdefault(points[-1], []).append(points[::-1])
    result = []
    for starts in parts:
        rings = []
        while starts:
            first = min(starts)
            ring, at = [], first
            while True:
                piece = starts[at].pop()
                if not starts[at]:
                    del starts[at]
                ring += piece[:-1]
                at = piece[-1]
                if at == first:
                    break
            rings.append(ring)
        result.append(sorted(rings, key=lambda r: -ring_area(r)))
    return result


def ellipsoid_area(rings):
    """km² on the ellipsoid of a group given in GK coordinates: the plane's area over the square of its scale there."""
    twice = sum(ring_area([(x - ORIGIN[0], y - ORIGIN[1]) for x, y in r]) for r in rings)
    x = sum(p[0] for p in rings[0]) / len(rings[0]) - FALSE_EASTING
    s = x / RADIUS
    k = 1 + s * s / 2 + s * s * s * s / 24
    return twice / 2 / (k * k) / 1e6


def polygons(mesh, group, n, bank, area_km2, tolerance_m):
    """The rings of each group in GK coordinates, m, of the wanted area together; and the areas, km²."""
    g = graph_of(mesh, group)
    smooth(g, 4)
    far = tree(bank).query(g.points)[0]
    g.points = bend(g.points, 1 / (1 + 9 * far * far))
    smooth(g, 5)
    arcs = arcs_of(g)
    factor = 1000.0
    for _ in range(4):
        plane = [(round(ORIGIN[0] + x * factor, 3), round(ORIGIN[1] + y * factor, 3)) for x, y in g.points.tolist()]
        lines = []
        for chain, left, right in arcs:
            line = [plane[p] for p in chain]
            lines.append(([line[k] for k in thin(line, tolerance_m)], left, right))
        rings = rings_of(lines, n)
        areas = [ellipsoid_area(r) for r in rings]
        total = math.fsum(areas)
        if abs(total - area_km2) < 1e-6:
            break
        factor *= math.sqrt(area_km2 / total)
    return rings, areas

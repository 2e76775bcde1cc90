"""A mesh of small irregular cells: Voronoi cells of jittered points, finer where `size` says so, with cell borders
exactly along the river bank. Units are made by giving cells to them, so that borders are shared from the beginning."""

import math

import numpy as np
from scipy.spatial import Voronoi, cKDTree

from .chance import lattice_hash


LEAST_JOIN = 0.15  # of the way between two points, for their cells to be neighbours


class Mesh:
    """x, y: points, km; area; start, to, weight: neighbours of a cell (weight: cost of the way between the points);
    ridge_cells, ridge_ends: each border of two cells and the two Voronoi vertices that it runs between."""


def jittered(window, root, size, seed):
    """One point in each square of a quadtree that is divided until squares are no larger than size(x, y)."""
    x0, y0, x1, y1 = window
    nx, ny = math.ceil((x1 - x0) / root), math.ceil((y1 - y0) / root)
    gx, gy = (a.ravel() for a in np.meshgrid(np.arange(nx), np.arange(ny)))
    side, points = root, []
    for level in range(8):
        cx, cy = x0 + (gx + 0.5) * side, y0 + (gy + 0.5) * side
        split = side > size(cx, cy) * 1.2
        keep = ~split
        jx = lattice_hash(gx[keep], gy[keep], seed + 2 * level) / 4294967296.0 - 0.5
        jy = lattice_hash(gx[keep], gy[keep], seed + 2 * level + 1) / 4294967296.0 - 0.5
        points.append(np.column_stack([cx[keep] + jx * side * 0.72, cy[keep] + jy * side * 0.72]))
        gx, gy, side = gx[split] * 2, gy[split] * 2, side / 2
        gx = np.concatenate([gx, gx + 1, gx, gx + 1])
        gy = np.concatenate([gy, gy, gy + 1, gy + 1])
        if not len(gx):
            break
    return np.concatenate(points)


def tree(points):
    """For distances to the nearest of many points."""
    return cKDTree(points)


def bank_pairs(bank, spacing):
    """Points on both sides of a line, so that the borders of their cells run along it."""
    points, carry = [], 0.0
    for (ax, ay), (bx, by) in zip(bank, bank[1:]):
        length = math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay))
        ux, uy = (bx - ax) / length, (by - ay) / length
        at = carry
        while at < length:
            x, y = ax + ux * at, ay + uy * at
            points.append((x - uy * spacing * 0.5, y + ux * spacing * 0.5))
            points.append((x + uy * spacing * 0.5, y - ux * spacing * 0.5))
            at += spacing
        carry = at - length
    return np.array(points)


def inside(points, ring):
    """Which points lie in the ring."""
    result = np.zeros(len(points), dtype=bool)
    x, y = points[:, 0], points[:, 1]
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        if ay != by:
            crosses = (ay > y) != (by > y)
            result ^= crosses & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return result


def cell_areas(vor, pairs, ends):
    """Areas of the cells, as sums over their borders of triangles with the cell's point."""
    p, v = vor.points, vor.vertices
    area = np.zeros(len(p))
    a, b = v[ends[:, 0]], v[ends[:, 1]]
    for side in (0, 1):
        c = p[pairs[:, side]]
        part = np.abs((a[:, 0] - c[:, 0]) * (b[:, 1] - c[:, 1]) - (b[:, 0] - c[:, 0]) * (a[:, 1] - c[:, 1])) / 2
        np.add.at(area, pairs[:, side], part)
    return area


def build(window, root, size, bank, bank_spacing, cost, seed):
    points = jittered(window, root, size, seed)
    pairs = bank_pairs(bank, bank_spacing)
    far = cKDTree(pairs).query(points, distance_upper_bound=bank_spacing * 0.8)[0] > bank_spacing * 0.75
    points = np.concatenate([points[far], pairs])
    vor = Voronoi(points)
    ends = np.array(vor.ridge_vertices)
    bounded = (ends >= 0).all(axis=1)
    ends, between = ends[bounded], vor.ridge_points[bounded]
    mesh = Mesh()
    mesh.points, mesh.vertices = points, vor.vertices
    mesh.ridge_cells, mesh.ridge_ends = between, ends
    mesh.area = cell_areas(vor, between, ends)
    at = cost(points[:, 0], points[:, 1])
    d = points[between[:, 0]] - points[between[:, 1]]
    mesh.between = np.sqrt(d[:, 0] * d[:, 0] + d[:, 1] * d[:, 1])
    weight = mesh.between * (at[between[:, 0]] + at[between[:, 1]]) / 2
    v = vor.vertices[ends[:, 0]] - vor.vertices[ends[:, 1]]
    length = np.sqrt(v[:, 0] * v[:, 0] + v[:, 1] * v[:, 1])
    # Cells that all but touch at a corner are no neighbours: what hangs together by them would fall apart.
    joined = length > LEAST_JOIN * mesh.between
    between, weight, length = between[joined], weight[joined], length[joined]
    mesh.between = mesh.between[joined]
    source = np.concatenate([between[:, 0], between[:, 1]])
    target = np.concatenate([between[:, 1], between[:, 0]])
    order = np.lexsort((target, source))
    mesh.start = np.searchsorted(source[order], np.arange(len(points) + 1)).tolist()
    mesh.to = target[order].tolist()
    mesh.weight = np.concatenate([weight, weight])[order].tolist()
    mesh.between = np.concatenate([mesh.between, mesh.between]).tolist()
    mesh.length = np.concatenate([length, length])[order].tolist()
    return mesh

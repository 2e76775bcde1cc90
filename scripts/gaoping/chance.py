"""Seeded chance and noise from integers, + - * / and square roots alone: the same bits on every machine, which
logarithms, powers and sines of a C library do not promise."""

import random

import numpy as np

DIAGONAL = 0.7071067811865476
GRADIENTS = np.array([(1, 0), (DIAGONAL, DIAGONAL), (0, 1), (-DIAGONAL, DIAGONAL),
                      (-1, 0), (-DIAGONAL, -DIAGONAL), (0, -1), (DIAGONAL, -DIAGONAL)])


class Chance(random.Random):
    """Draws that use random() alone."""

    def normal(self):
        """Near enough to a standard normal variate: twelve uniform ones."""
        return sum(self.random() for _ in range(12)) - 6

    def spread(self, sigma):
        """A positive factor around 1, skewed to the right as sizes are."""
        x = 1 + sigma * self.normal() / 8
        return (x * x) * (x * x) * (x * x) * (x * x)

    def shuffled(self, items):
        return [item for _, _, item in sorted((self.random(), i, item) for i, item in enumerate(items))]


def lattice_hash(ix, iy, seed):
    """An integer of 32 bits for each lattice point."""
    h = ix.astype(np.uint64) * np.uint64(0x9E3779B1) + iy.astype(np.uint64) * np.uint64(0x85EBCA77)
    h = (h + np.uint64(seed * 0xC2B2AE3D % (1 << 32))) & np.uint64(0xFFFFFFFF)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        h = ((h ^ (h >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    return h ^ (h >> np.uint64(15))


def noise(x, y, seed):
    """Gradient noise of unit wavelength, about -0.7..0.7, for arrays of coordinates."""
    ix, iy = np.floor(x), np.floor(y)
    fx, fy = x - ix, y - iy
    ix, iy = ix.astype(np.int64) + 4096, iy.astype(np.int64) + 4096

    def corner(dx, dy):
        g = GRADIENTS[(lattice_hash(ix + dx, iy + dy, seed) >> np.uint64(7)).astype(np.int64) & 7]
        return g[:, 0] * (fx - dx) + g[:, 1] * (fy - dy)

    u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
    v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
    south = corner(0, 0) + u * (corner(1, 0) - corner(0, 0))
    north = corner(0, 1) + u * (corner(1, 1) - corner(0, 1))
    return south + v * (north - south)


def ridges(x, y, wavelength, width, seed):
    """1 on winding lines (ridges, streams) about half a wavelength apart, towards 0 between them."""
    wx = x / wavelength + 0.45 * noise(x / wavelength * 1.7 + 11, y / wavelength * 1.7, seed + 1)
    wy = y / wavelength + 0.45 * noise(x / wavelength * 1.7, y / wavelength * 1.7 + 23, seed + 2)
    n = noise(wx, wy, seed) / width
    return 1 / (1 + n * n)

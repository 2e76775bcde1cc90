"""The ground that the district lies on: the river, the middles of the 32 old towns, how dense and how rough it is.
All invented; the real Gaoping only lent the order of things (the city on the river's bend, hills to the east).
Kilometres east and north of the city."""

import math

import numpy as np

from .chance import noise, ridges
from .mesh import inside

CITY = (0.6, 0.2)

# The bank of the river, from north to south; the district lies to the left of its flow (east).
BANK = [(7.6, 27), (6.9, 23.6), (4.3, 21.6), (2.2, 19.6), (2.4, 17.1), (4.4, 15.2), (3.9, 13.0), (1.2, 12.2),
        (-0.9, 10.7), (-0.7, 8.5), (0.9, 6.9), (0.6, 4.9), (-1.5, 3.4), (-2.4, 1.2), (-1.9, -1.3), (-1.6, -3.6),
        (-3.0, -5.3), (-4.2, -7.2), (-3.3, -9.2), (-1.1, -10.1), (-0.2, -12.0), (-1.5, -13.8), (-3.6, -15.2),
        (-3.9, -17.4), (-2.2, -19.0), (0.0, -18.4), (1.6, -19.6), (1.4, -21.8), (2.9, -23.6), (5.4, -24.2), (7, -27),
        (7, -31)]

# Old towns: place of the market.
TOWNS = {
    "511303001": (-0.4, 1.9), "511303002": (-0.6, -1.5), "511303003": (2.2, 2.9), "511303004": (2.0, 8.2),
    "511303005": (3.4, -2.2), "511303007": (5.0, 0.6), "511303006": (-1.6, -6.1), "511303109": (2.4, -10.0),
    "511303112": (-0.6, -16.0), "511303116": (4.6, -6.0), "511303215": (8.6, -8.2), "511303111": (5.6, -13.4),
    "511303110": (4.6, -17.6), "511303212": (9.8, -14.8), "511303105": (6.8, 5.2), "511303205": (9.6, 1.2),
    "511303103": (4.6, 12.6), "511303104": (8.6, 9.8), "511303201": (9.6, -3.2), "511303202": (13.2, -7.0),
    "511303115": (13.6, 2.4), "511303207": (14.2, 7.2), "511303211": (17.0, -3.4), "511303106": (20.8, 3.0),
    "511303203": (20.2, 9.0), "511303204": (25.2, -2.4), "511303108": (21.8, -8.0), "511303210": (16.6, -10.6),
    "511303107": (29.2, 2.4), "511303218": (27.4, 6.6), "511303208": (33.0, 6.4), "511303209": (34.6, 1.4),
}

# The border with the neighbouring districts, roughly, from the river in the north to the river in the south.
BORDER = [(-3.0, 15.4), (4.4, 15.4), (8.0, 15.6), (12.0, 12.6), (15.5, 10.8), (19.0, 11.8), (23.0, 11.4), (26.5, 8.8),
          (31.0, 9.8), (35.5, 9.0), (38.5, 5.0), (37.0, 0.5), (32.0, -2.6), (28.0, -5.5), (26.0, -10.5), (20.5, -12.8),
          (15.5, -13.2), (12.5, -17.0), (8.5, -19.5), (4.0, -20.8), (0.5, -20.2), (-6.0, -20.2)]

WINDOW = (-7.0, -23.0, 41.0, 18.0)


def spline(points, pieces):
    """A smooth curve through the points (Catmull-Rom)."""
    curve = []
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:]):
        for k in range(pieces):
            t = k / pieces
            curve.append(tuple(
                0.5 * (2 * b[i] + (c[i] - a[i]) * t + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t * t
                       + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t * t * t) for i in (0, 1)))
    return curve


def bank():
    curve = np.array(spline([(8.5, 31)] + BANK + [(7, -35)], 24))
    x, y = curve[:, 0], curve[:, 1]
    x = x + 0.25 * noise(x / 1.9, y / 1.9, 71) + 0.09 * noise(x / 0.7, y / 0.7, 72)
    y = y + 0.25 * noise(x / 1.9, y / 1.9, 73) + 0.09 * noise(x / 0.7, y / 0.7, 74)
    return list(zip(x.tolist(), y.tolist()))


def right_bank(line):
    """The land across the river, as a ring."""
    return line + [(-20.0, line[-1][1]), (-20.0, line[0][1])]


def roughness(x, y):
    """What it costs to cross a place: more on ridges and streams, at four scales. They run from south-west to
    north-east more often than not."""
    u, v = 0.8 * x + 0.6 * y, 1.3 * (0.8 * y - 0.6 * x)
    return (1 + 5.0 * ridges(u, v, 6.1, 0.07, 11) + 7.0 * ridges(u, v, 2.9, 0.08, 21)
            + 5.0 * ridges(u, v, 1.25, 0.09, 31) + 2.5 * ridges(x, y, 0.5, 0.14, 41))


def distance(x, y, place):
    dx, dy = x - place[0], y - place[1]
    return np.sqrt(dx * dx + dy * dy)


def depth(points):
    """How far inside BORDER each point lies, km; negative outside. The river is not looked at."""
    ring = BORDER + [(-20.0, -20.2), (-20.0, 15.4)]
    nearest = np.full(len(points), 1e9)
    x, y = points[:, 0], points[:, 1]
    for (ax, ay), (bx, by) in zip(BORDER, BORDER[1:]):
        t = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) * (bx - ax) + (by - ay) * (by - ay))
        t = np.clip(t, 0, 1)
        dx, dy = ax + t * (bx - ax) - x, ay + t * (by - ay) - y
        nearest = np.minimum(nearest, np.sqrt(dx * dx + dy * dy))
    rough = 1.3 * noise(x / 4.7, y / 4.7, 81) + 0.8 * noise(x / 2.1, y / 2.1, 82)
    return np.where(inside(points, ring), nearest, -nearest) + rough


def hilliness(x, y):
    """0 in the city, towards 1 in the far hills."""
    d = math.sqrt((x - CITY[0]) * (x - CITY[0]) + (y - CITY[1]) * (y - CITY[1]))
    return d / (d + 9)

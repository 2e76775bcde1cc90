"""Invented numbers of people, homes, offices and votes, such that each published figure holds.

`population` is what the report counts: the registered population (户籍人口); `registered` repeats it, `resident` is
who lives there (常住人口), few in the far villages, more than are registered in the city."""

import math

from . import land
from .merge import allocate

POPULATION = {"village": 419328, "converting": 25389, "community": 151583}
VOTERS, BALLOTS, COMMITTEE = 378392, 337816, 1158
GROUPS_2018 = {"建制村": 2561, "社区": 520}
GROUPS_2020 = {"建制村": 1102, "社区": 400}
SUBSTANDARD = 11
M2_PER_100_HOUSEHOLDS = 30


def share_out(total, weights):
    """Whole numbers proportional to the weights that sum to total, by largest remainder."""
    whole = sum(weights)
    exact = [total * w / whole for w in weights]
    count = [int(e) for e in exact]
    order = sorted(range(len(exact)), key=lambda i: (count[i] - exact[i], i))
    for i in order[:total - sum(count)]:
        count[i] += 1
    return count



def unit_populations(places, area, middle, chance):
    """People of each unit of 2018."""
    people = [0] * len(places)
    for kind, total in POPULATION.items():
        units = [u for u, (_, r) in enumerate(places) if r == kind]
        weights = []
        for u in units:
            hill = land.hilliness(*middle[u])
            weights.append(math.sqrt(area[u]) * (1.5 - hill) * chance.spread(0.2))
        for u, n in zip(units, share_out(total, weights)):
            people[u] = n
    return people


def group_counts(places, area, people):
    """How many groups each unit of 2018 has."""
    counts = [0] * len(places)
    for kind, total in GROUPS_2018.items():
        units = [u for u, (_, r) in enumerate(places) if (r == "community") == (kind == "社区")]
        weights = [people[u] / 200 + (area[u] * 2 if kind == "建制村" else 0) for u in units]
        low, high = (3, 15) if kind == "建制村" else (5, 20)
        for u, n in zip(units, allocate(total, weights, [low] * len(units), [high] * len(units))):
            counts[u] = n
    return counts


class Groups:
    """population, households, resident of each group."""


def people_groups(places, people, group_unit, group_area, middle, chance):
    g = Groups()
    n = len(group_unit)
    g.population, g.households, g.resident = [0] * n, [0] * n, [0] * n
    mine = [[] for _ in places]
    for i, u in enumerate(group_unit):
        mine[u].append(i)
    for u, (_, kind) in enumerate(places):
        hill = land.hilliness(*middle[u])
        if kind == "community":
            lives = (1.6 - 0.75 * hill) * chance.spread(0.1)
        else:
            lives = (1.02 - 0.66 * hill) * chance.spread(0.16)
        weights = [math.sqrt(group_area[i]) * chance.spread(0.22) for i in mine[u]]
        for i, count in zip(mine[u], share_out(people[u], weights)):
            g.population[i] = count
            g.households[i] = max(1, round(count / (2.95 + 0.25 * chance.normal() / 2)))
            g.resident[i] = round(count * lives * chance.spread(0.07))
    return g


def elections(people_2020, chance):
    """(voters, ballots) of each unit of 2020, and its committee: five members, seven in the largest."""
    voters = share_out(VOTERS, [p * (0.634 + 0.018 * chance.normal()) for p in people_2020])
    ballots = share_out(BALLOTS, [v * min(0.975, 0.893 + 0.022 * chance.normal()) for v in voters])
    order = sorted(range(len(voters)), key=lambda i: (-people_2020[i], i))
    seven = set(order[:(COMMITTEE - 5 * len(voters)) // 2])
    return voters, ballots, [7 if i in seven else 5 for i in range(len(voters))]


def standard_m2(households):
    return households * M2_PER_100_HOUSEHOLDS / 100


def premises(units, households, urban, chance):
    """Floor area, tenure and staff of the hall of each unit of 2020: 11 urban communities are below the standard of
    30 m² for each 100 households; 松林 borrows 13 m², 江村街 rents a flat."""
    fixed = {"511303001014": (13, "借用"), "511303001010": (96, "租赁")}
    lacking = list(fixed)
    for code in chance.shuffled([c for c in urban if c not in fixed]):
        if len(lacking) < SUBSTANDARD:
            lacking.append(code)
    area, tenure, staff = {}, {}, {}
    for code, kind in units:
        need = standard_m2(households[code])
        tenure[code] = "自有"
        if code in fixed:
            area[code], tenure[code] = fixed[code]
        elif code in lacking:
            area[code] = round(need * (0.35 + 0.5 * chance.random()))
            tenure[code] = "租赁" if chance.random() < 0.3 else "自有"
        else:
            area[code] = round(need * (1.02 + 0.5 * chance.random()) + 20)
        if kind == "社区":
            staff[code] = 10 + int(chance.random() * 5)
        else:
            staff[code] = 4 + int(chance.random() * 3) + (1 if households[code] > 900 else 0)
    below = {code: int(area[code] < standard_m2(households[code])) for code, _ in units}
    return area, tenure, staff, below

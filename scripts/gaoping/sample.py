"""Puts the sample together: the lists, the layout, the people, and the files that hold them."""

import json
import os

import numpy as np

from . import borders, files, grow, layout, merge, people
from .chance import Chance
from .lists import Lists, town_kind

SEED = 511303
TOLERANCE_M = 1.2
NOTICE = ("虚构数据：界线、村（居）民小组、人口、户数、选举、办公用房及被撤销村的去向均为虚构，仅供演示；"
          "真实的只有 2018、2019、2020 年统计用区划代码、名称、类型与乡镇归属。")
INVENTED = "虚构"
CODE_REAL = "代码、名称真实"


def short_name(name):
    """上徐村 for 上徐村村民委员会, 白塔社区 for 白塔社区居民委员会."""
    if name.endswith("村民委员会"):
        name = name.removesuffix("村民委员会")
        return name if name.endswith("村") else name + "村"
    return name.removesuffix("居民委员会")


class Sample:
    """Everything that the files are written from."""


def ordered_groups(s):
    """Groups by the code of their unit, then from north to south; number within the unit."""
    middle = grow.centres(s.layout.mesh, s.layout.group, len(s.layout.groups))
    keys = [(s.naming.code[u], -middle[i][1], i) for i, u in enumerate(s.layout.groups)]
    order = [i for _, _, i in sorted(keys)]
    s.number, seen = {}, {}
    for i in order:
        u = s.layout.groups[i]
        seen[u] = seen.get(u, 0) + 1
        s.number[i] = seen[u]
    s.order = order
    s.code_of_group = {i: f"G{k:04d}" for k, i in enumerate(order, 1)}


def make(folder):
    s = Sample()
    s.lists = Lists(os.path.join(folder, "lists"))
    chance = Chance(SEED)
    places = layout.wanted_areas(s.lists, merge.urban_codes(s.lists), chance)
    s.layout = out = layout.lay_out(s.lists, places, chance)
    n = len(out.places)
    area = grow.sums(out.unit, out.mesh.area, n).tolist()
    out.middle = grow.centres(out.mesh, out.unit, n)
    near = merge.border_lengths(out.mesh, out.unit)
    merge.choose_urban(s.lists, out, near, chance)
    middle = out.middle.tolist()
    s.unit_people = people.unit_populations(out.places, area, middle, chance)
    counts = people.group_counts(out.places, area, s.unit_people)
    layout.lay_groups(out, counts, chance)
    s.naming = merge.name_places(s.lists, out, near, s.unit_people, chance)
    s.rings, s.area = borders.polygons(out.mesh, out.group, len(out.groups), out.bank, layout.AREA_KM2, TOLERANCE_M)
    s.groups = people.people_groups(out.places, s.unit_people, out.groups, s.area, middle, chance)
    ordered_groups(s)
    follow_units(s)
    merge_groups(s, chance)
    count_2020(s, chance)
    return s


def follow_units(s):
    """What becomes of each unit of 2018, by code."""
    follows = s.lists.follows_2018
    s.to_2019 = {c: follows.get(c) or follows[s.naming.joined_2019[c]] for c in s.naming.code}
    s.to_2020 = {c: s.naming.to_2020[s.to_2019[c]] for c in s.naming.code}
    s.members_2020 = {c: [] for c in s.lists.units[2020]}
    for u, c in enumerate(s.naming.code):
        s.members_2020[s.to_2020[c]].append(u)


def merge_groups(s, chance):
    """Groups merge inside the unit of 2018 that they lie in; how many are left hangs on its people."""
    near = merge.border_lengths(s.layout.mesh, s.layout.group)
    kinds = [s.lists.units[2020][s.to_2020[c]]["class"] for c in s.naming.code]
    groups_of = [[] for _ in kinds]
    for i in s.order:
        groups_of[s.layout.groups[i]].append(i)
    left = [0] * len(kinds)
    for kind, total in people.GROUPS_2020.items():
        units = [u for u, k in enumerate(kinds) if k == kind]
        weights = [s.unit_people[u] for u in units]
        for u, n in zip(units, merge.allocate(total, weights, [1] * len(units), [len(groups_of[u]) for u in units])):
            left[u] = n
    rank = {i: k for k, i in enumerate(s.order)}
    s.groups_2020 = {c: [] for c in s.lists.units[2020]}
    for u, clusters in enumerate(merge.merge_groups(groups_of, near, s.groups.population, left, chance)):
        s.groups_2020[s.to_2020[s.naming.code[u]]] += [sorted(c, key=lambda i: rank[i]) for c in clusters]
    for clusters in s.groups_2020.values():
        clusters.sort(key=lambda c: rank[c[0]])


def count_2020(s, chance):
    """Numbers of the units of 2020."""
    lists, codes = s.lists, list(s.lists.units[2020])
    total = {c: 0 for c in codes}
    s.households_2020 = {c: 0 for c in codes}
    for i, u in enumerate(s.layout.groups):
        c = s.to_2020[s.naming.code[u]]
        total[c] += s.groups.population[i]
        s.households_2020[c] += s.groups.households[i]
    s.voters, s.ballots, s.committee = people.elections([total[c] for c in codes], chance)
    city = [c for c in codes if lists.units[2020][c]["class"] == "社区" and c[6:9] <= "006"]
    s.premises = people.premises([(c, lists.units[2020][c]["class"]) for c in codes], s.households_2020, city, chance)
    s.hall_2020 = {c: hall_of(s, c) for c in codes}


def hall_of(s, code):
    """The member (code of 2019) whose office serves a unit of 2020: the one that keeps its code or heads a new one."""
    members = sorted({s.to_2019[s.naming.code[u]] for u in s.members_2020[code]})
    if code in members:
        return code
    kept = [m for m in members if s.lists.kept.get(m) == code]
    from_list = [m for m in merge.NEW_UNITS.get(code, []) if m in members]
    people_of = {m: 0 for m in members}
    for u in s.members_2020[code]:
        people_of[s.to_2019[s.naming.code[u]]] += s.unit_people[u]
    return (kept + from_list + sorted(members, key=lambda m: (-people_of[m], m)))[0]


def level_files(s):
    units = s.lists.units[2018]
    rows = [[c, r["name"], r["class"], r["town_code"]] for c, r in units.items()]
    yield "villages_2018.xlsx", files.xlsx_bytes([
        ("村和社区", [["code", "name", "kind", "parent"]] + rows),
        ("说明", [["2018 年统计用区划代码和城乡划分代码（国家统计局），真实"], [NOTICE]])])
    towns = [[c, name, town_kind(name), "真实"] for c, name in s.lists.towns(2018).items()]
    yield "towns_2018.csv", files.csv_bytes(["code", "name", "kind", "note"], towns)


def group_rows(s, *columns):
    for i in s.order:
        unit = s.naming.code[s.layout.groups[i]]
        name = short_name(s.lists.units[2018][unit]["name"])
        yield [s.code_of_group[i], f"{name}{s.number[i]}组"] + [column[i] for column in columns]


def shape_files(s):
    rows = []
    for i, (code, name) in zip(s.order, group_rows(s)):
        unit = s.naming.code[s.layout.groups[i]]
        kind = "居民小组" if s.lists.units[2018][unit]["class"] == "社区" else "村民小组"
        rows.append([code, name, kind, unit, INVENTED])
    fields = [("ZDM", 8), ("ZMC", 40), ("ZLX", 8), ("CUNDM", 12), ("BZ", 8)]
    shp, shx = files.shp_bytes([s.rings[i] for i in s.order])
    yield "groups_2018.shp", shp
    yield "groups_2018.shx", shx
    yield "groups_2018.dbf", files.dbf_bytes(fields, rows, "gbk")
    yield "groups_2018.prj", files.PRJ.encode("ascii")


def people_files(s):
    g = s.groups
    rows = [row + [INVENTED] for row in group_rows(s, g.population, g.households)]
    yield "population_2018.csv", files.csv_bytes(["code", "name", "population", "households", "note"], rows, "gbk",
                                                 "\r\n")
    rows = [row + [INVENTED] for row in group_rows(s, g.population, g.resident)]
    yield "residence_2018.xlsx", files.xlsx_bytes([
        ("户籍与常住", [["code", "name", "registered", "resident", "note"]] + rows), ("说明", [[NOTICE]])])


def unit_files_2020(s):
    units = s.lists.units[2020]
    rows = [[c, r["name"], v, b, m, INVENTED + "，" + CODE_REAL] for (c, r), v, b, m in
            zip(units.items(), s.voters, s.ballots, s.committee)]
    yield "elections_2020.csv", files.csv_bytes(["code", "name", "voters", "ballots", "committee_members", "note"],
                                                rows, "gbk", "\r\n")
    area, _, staff, below = s.premises
    rows = [[c, r["name"], staff[c], area[c], below[c], INVENTED + "，" + CODE_REAL] for c, r in units.items()]
    yield "premises_2020.xlsx", files.xlsx_bytes([
        ("办公用房", [["code", "name", "staff", "premises_m2", "premises_below_standard", "note"]] + rows),
        ("说明", [[NOTICE], ["premises_below_standard：低于每百户 30 平方米为 1"]])])


def office_file(s, chance):
    """One office for each unit of 2019; those that serve no unit of 2020 fall idle."""
    m, rows = s.layout.mesh, []
    spot = dict(zip(s.naming.code, grow.nearest(m, s.layout.unit, s.layout.middle)))
    area, tenure, staff, _ = s.premises
    serves = {hall: c for c, hall in s.hall_2020.items()}
    at_2018 = {v: k for k, v in s.lists.follows_2018.items()}
    for k, (code, r) in enumerate(s.lists.units[2019].items(), 1):
        x, y = m.points[spot[at_2018[code]]].tolist()
        c = serves.get(code)
        own = (area[c], tenure[c], staff[c]) if c else (60 + int(180 * chance.random()), "自有",
                                                        3 + int(4 * chance.random()))
        rows.append([f"B{k:03d}", code, short_name(r["name"]) + "办公用房", *own, round(borders.ORIGIN[0] + 1000 * x),
                     round(borders.ORIGIN[1] + 1000 * y), 1 if c else 0, c or "", INVENTED + "，" + CODE_REAL])
    yield "offices_2019.csv", files.csv_bytes(["id", "unit", "name", "floor_area_m2", "tenure", "staff", "x", "y",
                                               "seat_2020", "unit_2020", "note"], rows)


def plan_files(s):
    lists = s.lists
    plan, new = ["unit", "to", "note"], ["code", "name", "kind", "parent", "seat", "continues", "note"]
    yield "plan_2019_towns.csv", files.csv_bytes(plan, [[r["old_town_code"], r["new_town_code"], "真实"]
                                                        for r in lists.town_map])
    rows = []
    for c, name in lists.towns(2019).items():
        old = [o for o, new_code in lists.new_town.items() if new_code == c]
        head = c if c in old else old[0]
        rows.append([c, name, town_kind(name), "", head, head, "真实，驻地与承继虚构"])
    yield "units_2019_towns.csv", files.csv_bytes(new, rows)
    rows = [[c, to, "去向虚构" if c in s.naming.joined_2019 else "真实"] for c, to in s.to_2019.items() if c != to]
    yield "plan_2019_villages.csv", files.csv_bytes(plan, sorted(rows))
    back = {v: k for k, v in lists.follows_2018.items()}
    rows = [[c, r["name"], r["class"], r["town_code"], "", back[c], "真实"] for c, r in lists.units[2019].items()
            if back[c] != c]
    yield "units_2019_villages.csv", files.csv_bytes(new, rows)
    rows = [[c, s.naming.to_2020[c], "真实" if c in lists.kept else "去向虚构"] for c in lists.units[2019]
            if s.naming.to_2020[c] != c]
    yield "plan_2020_villages.csv", files.csv_bytes(plan, rows)
    rows = [[c, r["name"], r["class"], r["town_code"], s.hall_2020[c], s.hall_2020[c], CODE_REAL + "，驻地虚构"]
            for c, r in lists.units[2020].items()]
    yield "units_2020_villages.csv", files.csv_bytes(new, rows)
    yield from group_plan_files(s, plan, new)


def group_plan_files(s, plan, new):
    moves, units = [], []
    for c, clusters in s.groups_2020.items():
        name = short_name(s.lists.units[2020][c]["name"])
        for number, members in enumerate(clusters, 1):
            head = max(members, key=lambda i: (s.groups.population[i], -i))
            code = s.code_of_group[head]
            moves += [[s.code_of_group[i], code, INVENTED] for i in members if i != head]
            units.append([code, f"{name}{number}组", "", c, "", code, INVENTED])
    yield "plan_2020_groups.csv", files.csv_bytes(plan, sorted(moves))
    yield "units_2020_groups.csv", files.csv_bytes(new, sorted(units))


def project():
    return {
        "title": "南充市高坪区：2019 年乡镇、2020 年村和村（居）民小组调整",
        "lang": "zh",
        "date": "2018-10-31",
        "notice": NOTICE,
        "levels": [
            {"id": "group", "title": "村（居）民小组", "source": "groups_2018.shp",
             "fields": {"code": "ZDM", "name": "ZMC", "kind": "ZLX", "parent": "CUNDM"},
             "kinds": [{"name": "村民小组"}, {"name": "居民小组"}]},
            {"id": "village", "title": "村（社区）", "source": "villages_2018.xlsx#村和社区",
             "fields": {"code": "code", "name": "name", "kind": "kind", "parent": "parent"},
             "kinds": [{"name": "建制村", "series": "200-399", "child": "村民小组"},
                       {"name": "社区", "series": "001-199", "child": "居民小组"}]},
            {"id": "town", "title": "乡镇（街道）", "source": "towns_2018.csv",
             "fields": {"code": "code", "name": "name", "kind": "kind"},
             "kinds": [{"name": "镇"}, {"name": "乡"}, {"name": "街道"}]},
        ],
        "tables": [
            {"level": "group", "source": "population_2018.csv", "key": "code",
             "columns": {"population": "sum", "households": "sum"}},
            {"level": "group", "source": "residence_2018.xlsx#户籍与常住", "key": "code",
             "columns": {"registered": "sum", "resident": "sum"}},
            {"level": "village", "at": "2020-10-31", "source": "elections_2020.csv", "key": "code",
             "columns": {"voters": "sum", "ballots": "sum", "committee_members": "sum"}},
            {"level": "village", "at": "2020-10-31", "source": "premises_2020.xlsx#办公用房", "key": "code",
             "columns": {"staff": "sum", "premises_m2": "sum", "premises_below_standard": "sum"}},
        ],
        "population": "population",
        "measures": {
            "density": {"title": "人口密度，人/平方公里", "of": "population", "per": "area_km2"},
            "resident_share": {"title": "常住人口与户籍人口之比", "of": "resident", "per": "registered"},
            "turnout": {"title": "投票率", "of": "ballots", "per": "voters"},
            "people_per_staff": {"title": "每名工作人员服务人口", "of": "population", "per": "staff"},
        },
        "steps": [
            {"date": "2019-10-31", "level": "town", "plan": "plan_2019_towns.csv", "units": "units_2019_towns.csv"},
            {"date": "2019-10-31", "level": "village", "plan": "plan_2019_villages.csv",
             "units": "units_2019_villages.csv"},
            {"date": "2020-10-31", "level": "village", "plan": "plan_2020_villages.csv",
             "units": "units_2020_villages.csv"},
            {"date": "2020-10-31", "level": "group", "plan": "plan_2020_groups.csv", "units": "units_2020_groups.csv"},
        ],
        "rules": [
            {"level": "group", "require": "within_parent"},
            {"level": "village", "require": "within_parent"},
            {"level": "group", "require": "contiguous"},
            {"level": "village", "require": "contiguous"},
            {"level": "town", "require": "contiguous"},
            {"level": "village", "kind": "建制村", "measure": "population", "min": 600},
        ],
        "services": {
            "offices": "offices_2019.csv", "level": "village", "at": "2019-10-31",
            "standard": {"m2_per_100_households": 30, "households": "households"},
            "within_m": 5000,
            "hollow": {"measure": "resident_share", "below": 0.6},
        },
        "figures": "figures.json",
        "map": {"title": "南充市高坪区行政区划调整图（演示）", "source": "演示数据，见 sample_data/gaoping/README.md",
                "secrecy": "密级：公开"},
    }


def all_files(s):
    yield from level_files(s)
    yield from shape_files(s)
    yield from people_files(s)
    yield from unit_files_2020(s)
    yield from office_file(s, Chance(SEED + 1))
    yield from plan_files(s)
    yield "project.json", (json.dumps(project(), ensure_ascii=False, indent=2) + "\n").encode("utf-8")

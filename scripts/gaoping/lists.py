"""The real lists: units of 2018, 2019 and 2020, and what is known of how they follow each other."""

import csv
import os

CITY = ("511303001", "511303002")


def read(folder, name):
    with open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


class Lists:
    def __init__(self, folder):
        self.units = {year: {r["code"]: r for r in read(folder, f"units_{year}")} for year in (2018, 2019, 2020)}
        self.town_map = read(folder, "town_map_2018_2019")
        self.status = read(folder, "unit_status_2019_2020")
        self.follows_2018 = {r["code_2018"]: r["code_2019"] for r in self.status}
        self.vanished = [c for c in self.units[2018] if c not in self.follows_2018]
        self.kept = {r["code_2019"]: r["code_2020"] for r in self.status if r["code_2020"]}
        self.new_2020 = [c for c in self.units[2020] if c not in set(self.kept.values())]
        self.old_town = {r["code_2018"]: self.units[2018][r["code_2018"]]["town_code"] for r in self.status}
        self.old_town.update({c: self.units[2018][c]["town_code"] for c in self.vanished})
        self.new_town = {r["old_town_code"]: r["new_town_code"] for r in self.town_map}

    def towns(self, year):
        return {r["town_code"]: r["town_name"] for r in self.units[year].values()}

    def of_old_town(self, old_town):
        """Codes of 2018 of its units, in the list's order."""
        return [c for c, r in self.units[2018].items() if r["town_code"] == old_town]


def town_kind(name):
    if name.endswith(("街道", "街道办事处")):
        return "街道"
    return name[-1]


# New codes of 2020 and whose land and seat they take, where the lists leave it open. Eight share the stem of their
# name with one unit, three carry the name of their old town; the others are chosen, as are the extra members.
# code of 2020: [codes of 2019, the one that it continues first]
NEW_UNITS = {
    "511303001012": ["511303001203"],                  # 望江社区 < 小龙门村
    "511303001014": ["511303001204"],                  # 松林社区 < 斋公山村
    "511303003003": ["511303003202"],                  # 宝胜寺社区 < 宝胜寺村
    "511303003004": ["511303003206"],                  # 花家坝社区 < 花家坝村
    "511303003005": ["511303003207"],                  # 麻柳塆社区 < 麻柳村
    "511303003006": ["511303003208"],                  # 川主庙社区 < 川主庙村
    "511303004009": ["511303004201"],                  # 盐井沟社区 < 盐井沟村
    "511303006006": ["511303006203"],                  # 庙儿嘴社区 < 庙儿嘴村
    "511303006007": ["511303006201", "511303006003"],  # 朱凤山社区 < 玉皇庙村, 山边社区
    "511303006008": ["511303006202", "511303006204"],  # 红旗坝社区 < 红旗坝村, 都京坝村
    "511303009002": ["511303009001"],                  # 物流社区 < 螺溪社区
    "511303103002": ["511303103201", "511303103001"],  # 吊马坝社区 < 吊马坝村, 新正街社区
    "511303211002": ["511303211201", "511303211001"],  # 爱国社区 < 爱国村, 场镇社区
    "511303006216": [],                                # 永安村 < a village of the old town 永安
    "511303110223": [],                                # 溪头村 < a village of the old town 溪头
    "511303115221": ["511303115211"],                  # 御史村 < 御史坟村
}
# The three new villages, and the old town that each lies in.
CHOSEN_OLD_TOWN = {"511303006216": "511303109", "511303110223": "511303212", "511303115221": "511303207"}
# Communities that are abolished into one that stays: 打铁街 into 老官滩 (东观); 王家 and 关庙 into 马鞍 (青居).
JOINED = {"511303106003": "511303106001", "511303112001": "511303112003", "511303112002": "511303112003"}

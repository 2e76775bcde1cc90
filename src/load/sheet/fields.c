#include "load/sheet/fields.h"

#include "base/buf.h"
#include "base/utf8.h"
#include <string.h>

/* In order of preference; the first row of data standards in use, then what people write. */
static const char *const names[][40] = {
    [HC_ROLE_CODE] = {"code",      "XZQDM",        "ZLDWDM",     "QSDWDM",         "XZDM",     "QHDM",   "代码",
                      "区划代码",  "行政区划代码", "行政区代码", "统计用区划代码", "单元代码", "村代码", "编码",
                      "unit_code", "unit",         "gb",         "adcode",         "id",       "DM",     "BM"},
    [HC_ROLE_NAME] = {"name",         "XZQMC",      "ZLDWMC",     "QSDWMC",       "XZMC",     "名称",
                      "行政区名称",   "区划名称",   "单元名称",   "单位名称",     "村名",     "unit_name",
                      "mc",           "行政村名",   "行政村名称", "村名称",       "社区名称", "村(社区)名称",
                      "村(社区)",     "村社区名称", "行政村",     "村民小组名称", "小组名称", "社区名",
                      "village_name", "village",    "村",         "村(居)",       "村居"},
    [HC_ROLE_KIND] = {"kind", "类型", "类别", "性质", "class", "type", "XZQLX", "城乡分类"},
    [HC_ROLE_PARENT] = {"parent",   "parent_code", "上级代码",       "上级",         "所属乡镇代码",
                        "乡镇代码", "town_code",   "SJDM",           "所属乡镇",     "所属乡镇名称",
                        "所在乡镇", "所属镇街",    "所属乡镇(街道)", "所属街道",     "所属村",
                        "town",     "township",    "town_name",      "municipality", "乡镇",
                        "乡镇名称", "乡镇(街道)",  "乡镇街道",       "镇街",         "街道"},
    [HC_ROLE_POPULATION] = {"population", "人口", "总人口", "人口数", "常住人口", "户籍人口", "pop", "rk",
                            "inhabitants", "residents", "people", "总人数", "人口总数", "总人口数", "常住人口数",
                            "户籍人口数", "户籍总人口"},
    [HC_ROLE_COUNT] = {"households", "户数",       "总户数",     "resident",        "registered",       "户籍人口",
                       "常住人口",   "voters",     "ballots",    "members_elected", "official_area_m2", "耕地面积",
                       "组数",       "村民小组数", "居民小组数", "小组数",          "户籍户数",         "家庭户数",
                       "农户数",     "户籍人口数", "常住人口数"},
    [HC_ROLE_UNIT] = {"unit",     "单元",         "old_code", "原代码",     "原单元",     "from",       "old",
                      "old code", "调整前代码",   "原村代码", "撤并前代码", "合并前代码", "并入前代码", "原区划代码",
                      "原编号",   "旧编号",       "旧代码",   "原编码",     "村代码",     "code",       "代码",
                      "区划代码", "行政区划代码", "调出村",   "撤并前",     "合并前",     "并入前",     "调整前",
                      "原村",     "原行政村",     "被撤并村", "被合并村",   "撤销村",     "村"},
    [HC_ROLE_TO] = {"to",         "并入",       "去向",       "new_code",   "新代码",     "新单元",
                    "new",        "new code",   "into",       "并入代码",   "调整后代码", "新村代码",
                    "撤并后代码", "合并后代码", "并入后代码", "新区划代码", "新编号",     "新编码",
                    "合并到",     "并入到",     "撤并后",     "合并后",     "并入后",     "调整后",
                    "调入村",     "并入村",     "归入",       "划入",       "新村",       "新行政村"},
    [HC_ROLE_SHARE] = {"share", "份额", "比例"},
    [HC_ROLE_LEVEL] = {"level", "层级"},
    [HC_ROLE_SEAT] = {"seat", "驻地"},
    [HC_ROLE_CONTINUES] = {"continues", "延续", "承继"},
    [HC_ROLE_UNIT_A] = {"unit_a", "a", "单元甲"},
    [HC_ROLE_UNIT_B] = {"unit_b", "b", "单元乙"},
    [HC_ROLE_LENGTH] = {"length_m", "length", "distance_m", "长度", "距离"},
    [HC_ROLE_LINK] = {"link", "连接"},
    [HC_ROLE_OFFICE] = {"office", "id", "编号", "场所编号", "办公场所编号"},
    [HC_ROLE_FLOOR] = {"floor_m2", "floor_area_m2", "premises_m2", "area", "建筑面积", "面积", "建筑面积平方米"},
    [HC_ROLE_TENURE] = {"tenure", "产权", "权属", "权属性质", "产权性质"},
    [HC_ROLE_STAFF] = {"staff", "工作人员", "人员", "工作人员数"},
    [HC_ROLE_LON] = {"lon", "lon_deg", "longitude", "lng", "经度"},
    [HC_ROLE_LAT] = {"lat", "lat_deg", "latitude", "纬度"},
    [HC_ROLE_X] = {"x", "横坐标", "东坐标"},
    [HC_ROLE_Y] = {"y", "纵坐标", "北坐标"},
};

const char *const hc_field_options[2][4] = {{"\"fields\": {\"code\": \"@\"}", "\"fields\": {\"name\": \"@\"}",
                                             "\"fields\": {\"kind\": \"@\"}", "\"fields\": {\"parent\": \"@\"}"},
                                            {"--code @", "--name @", "--kind @", "--parent @"}};

uint32_t hc_field_named(const struct hc_sheet *sheet, const char *name)
{
    for (uint32_t i = 0; i < sheet->n_cols; i++)
        if (strcmp(sheet->header[i], name) == 0)
            return i;
    for (uint32_t i = 0; i < sheet->n_cols; i++)
        if (hc_utf8_same_name(sheet->header[i], name))
            return i;
    return HC_NONE;
}

bool hc_field_is(const char *name, enum hc_role role)
{
    for (size_t i = 0; i < sizeof names[role] / sizeof *names[role] && names[role][i]; i++)
        if (hc_utf8_same_name(name, names[role][i]))
            return true;
    return false;
}

uint32_t hc_field_find(const struct hc_sheet *sheet, enum hc_role role)
{
    for (size_t i = 0; i < sizeof names[role] / sizeof *names[role] && names[role][i]; i++) {
        uint32_t found = hc_field_named(sheet, names[role][i]);
        if (found != HC_NONE)
            return found;
    }
    return HC_NONE;
}

static bool is_among(const char *name, const char *const *list, size_t n)
{
    bool among = false;
    for (size_t i = 0; i < n && !among; i++)
        among = hc_utf8_same_name(name, list[i]);
    return among;
}

/* How many rows have what a row before has. */
static size_t count_repeated(const struct hc_sheet *sheet, uint32_t col)
{
    struct hc_map seen = {0};
    size_t n = 0;
    for (size_t i = 0; i < sheet->n_rows; i++) {
        const char *cell = hc_sheet_cell(sheet, i, col);
        n += cell && hc_map_put(&seen, cell, 0) != HC_NONE;
    }
    hc_map_release(&seen);
    return n;
}

/* A list of towns may call the town itself "town", one of groups the village that they lie in "village": by how often
 * values repeat it is seen which it is. */
uint32_t hc_field_of_units(const struct hc_sheet *sheet, enum hc_role role)
{
    static const char *const towns[] = {"town",     "township",   "town_name", "municipality", "乡镇",
                                        "乡镇名称", "乡镇(街道)", "乡镇街道",  "镇街",         "街道"},
                             *const villages[] = {"village_name", "village", "村", "村(居)", "村居"};
    uint32_t found = hc_field_find(sheet, role);
    if (found == HC_NONE)
        return HC_NONE;
    const char *name = sheet->header[found];
    if (role == HC_ROLE_PARENT && is_among(name, towns, sizeof towns / sizeof *towns))
        return sheet->n_rows > 1 && !count_repeated(sheet, found) ? HC_NONE : found;
    if (role == HC_ROLE_NAME && is_among(name, villages, sizeof villages / sizeof *villages))
        return count_repeated(sheet, found) * 2 > sheet->n_rows ? HC_NONE : found;
    return found;
}

char *hc_field_list(const struct hc_sheet *sheet)
{
    struct hc_buf list = {0};
    for (size_t i = 0; i < sheet->n_cols; i++) {
        hc_buf_adds(&list, i ? ", " : "");
        hc_buf_adds(&list, sheet->header[i]);
    }
    return hc_buf_take(&list);
}

/* Whether every row has a value of its own in a column, and it looks like a code: short, and without blanks. */
static bool tells_rows_apart(const struct hc_sheet *sheet, uint32_t col, size_t n)
{
    struct hc_map seen = {0};
    bool apart = true;
    for (size_t i = 0; i < n && apart; i++) {
        const char *cell = hc_sheet_cell(sheet, i, col);
        apart = cell && *cell && strlen(cell) <= 24 && !strpbrk(cell, " .\t") && strpbrk(cell, "0123456789") &&
                hc_map_put(&seen, cell, (uint32_t)i) == HC_NONE;
    }
    hc_map_release(&seen);
    return apart && n > 1;
}

/* The first field that may hold the codes, where none has a known name. */
static const char *likely_code(const struct hc_sheet *sheet)
{
    size_t n = sheet->n_rows < 1000 ? sheet->n_rows : 1000;
    for (uint32_t i = 0; sheet->cells && i < sheet->n_cols; i++)
        if (tells_rows_apart(sheet, i, n))
            return sheet->header[i];
    return NULL;
}

/* "--code @" with the field in place of the mark. */
static void set_remedy(struct hc_finding *f, const char *option, const char *field)
{
    static const char header[] = "a header: ";
    struct hc_buf en = {0}, zh = {0};
    if (strncmp(option, header, strlen(header)) == 0) {
        hc_buf_adds(&en, header);
        hc_buf_adds(&zh, "表头 ");
        option += strlen(header);
    }
    for (const char *c = option; *c; c++)
        if (*c != '@') {
            hc_buf_addc(&en, *c);
            hc_buf_addc(&zh, *c);
        } else {
            bool quoted = field && option[0] == '-' && strchr(field, ' '); /* in a JSON member it is anyway */
            hc_buf_addf(&en, quoted ? "\"%s\"" : "%s", field ? field : "FIELD");
            hc_buf_addf(&zh, quoted ? "\"%s\"" : "%s", field ? field : "字段");
        }
    if (field)
        hc_finding_remedy(f, "name the field; perhaps it is %s: %s%.0s", "请指定字段；可能是 %s：%.0s%s", field,
                          en.data, zh.data);
    else
        hc_finding_remedy(f, "name the field with %s%.0s", "请用 %.0s%s 指定字段", en.data, zh.data);
    hc_buf_release(&en);
    hc_buf_release(&zh);
}

/* A layer is its own table, and would be told twice that its codes are not found. */
static bool told(const struct hc_findings *findings, const struct hc_sheet *sheet, const char *list)
{
    for (size_t i = 0; i < findings->count; i++) {
        const char *what = hc_text_in(&findings->items[i].what, HC_EN),
                   *remedy = hc_text_in(&findings->items[i].remedy, HC_EN);
        size_t n = strlen(what), n_name = strlen(sheet->name), n_list = strlen(list);
        if (strcmp(findings->items[i].id, "missing_field") == 0 && strstr(remedy, "code") && n > n_name + n_list &&
            strncmp(what, sheet->name, n_name) == 0 && strcmp(what + n - n_list, list) == 0)
            return true;
    }
    return false;
}

uint32_t hc_field_choose(const struct hc_sheet *sheet, const char *wanted, enum hc_role role, bool required,
                         const char *option, struct hc_findings *findings)
{
    uint32_t found = wanted ? hc_field_named(sheet, wanted) : hc_field_of_units(sheet, role);
    if (found != HC_NONE || (!wanted && !required))
        return found;
    char *list = hc_field_list(sheet);
    if (wanted || role != HC_ROLE_CODE || !told(findings, sheet, list))
        set_remedy(hc_findings_add(findings, "missing_field", HC_REFUSAL, "%s: no field \"%s\"; it has: %s",
                                   "%s：没有字段“%s”；现有：%s", sheet->name, wanted ? wanted : names[role][0], list),
                   option, required && strchr(option, '@') ? likely_code(sheet) : NULL);
    hc_free(list);
    return HC_NONE;
}

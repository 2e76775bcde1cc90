#include "report/draft/draft.h"

#include "load/sheet/fields.h"
#include <stdarg.h>
#include <string.h>
#include <strings.h>

/* Members and elements with their commas; every line two spaces deeper than what holds it. */
struct writer {
    struct hc_buf *out;
    const struct hc_draft *d;
    int depth;
    bool first;
};

static void next(struct writer *w)
{
    hc_buf_addf(w->out, "%s\n%*s", w->first ? "" : ",", w->depth * 2, "");
    w->first = false;
}

static void key(struct writer *w, const char *name)
{
    next(w);
    hc_buf_add_json(w->out, name);
    hc_buf_adds(w->out, ": ");
}

static void opened(struct writer *w, char bracket)
{
    hc_buf_addc(w->out, bracket);
    w->depth++;
    w->first = true;
}

static void closed(struct writer *w, char bracket)
{
    w->depth--;
    if (!w->first)
        hc_buf_addf(w->out, "\n%*s", w->depth * 2, "");
    hc_buf_addc(w->out, bracket);
    w->first = false;
}

static void member(struct writer *w, const char *name, const char *value)
{
    if (!value)
        return;
    key(w, name);
    hc_buf_add_json(w->out, value);
}

__attribute__((format(printf, 2, 4), format(printf, 3, 4))) static void say(struct writer *w, const char *en,
                                                                            const char *zh, ...)
{
    struct hc_text text = {0};
    va_list args;
    va_start(args, zh);
    hc_text_vset(&text, en, zh, args);
    va_end(args);
    member(w, "//", hc_text_in(&text, w->d->look.lang));
    hc_text_release(&text);
}

static const char *in(const struct writer *w, const char *en, const char *zh)
{
    return w->d->look.lang == HC_ZH ? zh : en;
}

static const struct hc_find *find(const struct writer *w, uint32_t index)
{
    return index == HC_NONE ? NULL : &w->d->look.items[index];
}

static const char *header(const struct hc_find *f, uint32_t col)
{
    return col == HC_NONE ? NULL : f->sheet.header[col];
}

/* --- head --- */

static void write_head(struct writer *w)
{
    const struct hc_draft *d = w->d;
    say(w,
        "Written by hecun init from the files of this folder. Members called // are comments; one whose name begins "
        "with // is switched off: take the // away to use it. Next: hecun check, then hecun simulate.",
        "由 hecun init 根据本文件夹中的文件生成。名为 // 的成员是说明；名称以 // 开头的成员未启用，删去 // 即启用。"
        "接下来：hecun check，再 hecun simulate。");
    for (size_t i = 0; i < d->look.n; i++) {
        const struct hc_find *f = &d->look.items[i];
        if (f->use == HC_FIND_UNUSED && !f->is_json)
            say(w, "not used: %s: %s", "未使用：%s：%s", f->source,
                f->note.en ? hc_text_in(&f->note, d->look.lang)
                           : in(w, "nothing in it that a project needs", "没有项目所需的内容"));
    }
    member(w, "// title", in(w, "what this is about, as it is to stand on maps and pages", "标题，将印在图和网页上"));
    if (d->look.lang_usual && d->look.lang != HC_EN)
        say(w, "language of all that is written, taken from the system's: zh or en",
            "输出的语言，取自系统语言：zh 或 en");
    member(w, "lang", in(w, "en", "zh"));
    if (!d->date)
        say(w, "date of the state before the first step: YYYY, YYYY-MM or YYYY-MM-DD",
            "首个步骤之前状态的日期：YYYY、YYYY-MM 或 YYYY-MM-DD");
    member(w, d->date ? "date" : "// date", d->date ? d->date : "2020-01-01");
}

static void write_crs(struct writer *w)
{
    const struct hc_find *base = find(w, w->d->levels[0].find);
    if (!base->lacks_crs)
        return;
    char epsg[24];
    snprintf(epsg, sizeof epsg, "EPSG:%d", base->likely_epsg ? base->likely_epsg : 4523);
    if (base->likely_epsg == 4490 || base->likely_epsg == 4326)
        say(w,
            "%s does not say its coordinate reference system; the coordinates are degrees: EPSG:4490 (CGCS2000) or "
            "EPSG:4326 (WGS 84)?",
            "%s 未说明坐标系；坐标是经纬度：是 EPSG:4490（CGCS2000）还是 EPSG:4326（WGS 84）？", base->source);
    else if (base->likely_epsg)
        say(w, "%s does not say its coordinate reference system; the coordinates look like %s (CGCS2000, its zone)",
            "%s 未说明坐标系；从坐标看像是 %s（CGCS2000 分带）", base->source, epsg);
    else
        say(w,
            "%s does not say its coordinate reference system; the coordinates are metres: ask whoever made it for the "
            "zone",
            "%s 未说明坐标系；坐标是米：请向数据提供者确认分带", base->source);
    member(w, "// crs", epsg);
}

/* --- levels --- */

static void write_kinds(struct writer *w, const struct hc_find *f)
{
    struct hc_map seen = {0};
    bool any = false;
    for (size_t r = 0; f->kind != HC_NONE && r < f->sheet.n_rows; r++) {
        const char *cell = hc_sheet_cell(&f->sheet, r, f->kind);
        if (!cell || hc_map_put(&seen, cell, 1) != HC_NONE)
            continue;
        if (!any) {
            key(w, "kinds");
            opened(w, '[');
        }
        any = true;
        next(w);
        hc_buf_adds(w->out, "{\"name\": ");
        hc_buf_add_json(w->out, cell);
        hc_buf_addc(w->out, '}');
    }
    if (any)
        closed(w, ']');
    hc_map_release(&seen);
}

/* Columns of words or codes that several units share may tell what these lie in; which one, nobody can know. */
static void offer_parents(struct writer *w, const struct hc_find *f)
{
    const char *first = NULL;
    struct hc_buf all = {0};
    for (uint32_t c = 0; c < f->sheet.n_cols; c++) {
        const struct hc_look_column *look = &f->columns[c];
        if (c == f->code || c == f->name || c == f->kind || look->numbers || look->distinct < 2 ||
            look->distinct * 2 > look->filled || look->filled < f->sheet.n_rows)
            continue;
        first = first ? first : f->sheet.header[c];
        hc_buf_addf(&all, "%s%s", all.len ? ", " : "", f->sheet.header[c]);
    }
    if (first) {
        say(w,
            "a column with the code or name of what each unit lies in; perhaps one of: %s. These are a level where an "
            "entry follows this one: {\"id\": \"town\"}",
            "上级的代码或名称所在的列；可能是：%s。另在本层级之后加一项 {\"id\": \"town\"}，上级即成为一个层级",
            all.data);
        member(w, "// parent", first);
    }
    hc_buf_release(&all);
}

/* Fields that the level's own source does not have. */
static void say_borrowed(struct writer *w, const struct hc_find *f, const char *const roles[4], const uint32_t cols[4])
{
    struct hc_buf all = {0};
    for (size_t i = 0; i < 4; i++)
        if (cols[i] != HC_NONE && cols[i] >= f->n_own)
            hc_buf_addf(&all, "%s%s (%s)", all.len ? ", " : "", roles[i],
                        find(w, f->lender[cols[i] - f->n_own])->source);
    if (all.len)
        say(w, "not in %s itself, but in a table of the same units: %s", "%s 中没有，取自同一单元的表：%s", f->source,
            all.data);
    hc_buf_release(&all);
}

static void write_fields(struct writer *w, const struct hc_find *f)
{
    static const char *const roles[] = {"code", "name", "kind", "parent"};
    const uint32_t cols[] = {f->code, f->name, f->kind, f->parent};
    const bool guessed[] = {f->code_guessed, f->name_guessed, f->kind_guessed, f->parent_guessed};
    struct hc_buf doubt = {0}, all = {0};
    for (size_t i = 0; i < 4; i++)
        if (cols[i] != HC_NONE && guessed[i])
            hc_buf_addf(&doubt, "%s%s", doubt.len ? ", " : "", roles[i]);
    for (size_t c = 0; c < f->sheet.n_cols; c++)
        hc_buf_addf(&all, "%s%s", c ? ", " : "", f->sheet.header[c]);
    key(w, "fields");
    opened(w, '{');
    if (doubt.len)
        say(w, "found by what stands in the columns, not by their names: %s; there are: %s",
            "按列的内容（而非列名）认定：%s；现有各列：%s", doubt.data, all.data);
    say_borrowed(w, f, roles, cols);
    for (size_t i = 0; i < 4; i++)
        member(w, roles[i], header(f, cols[i]));
    if (f->parent == HC_NONE)
        offer_parents(w, f);
    closed(w, '}');
    hc_buf_release(&doubt);
    hc_buf_release(&all);
}

static void write_level(struct writer *w, uint32_t l)
{
    const struct hc_draft_level *level = &w->d->levels[l];
    const struct hc_find *f = find(w, level->find);
    next(w);
    opened(w, '{');
    if (!f && level->named)
        say(w,
            "no list of these %zu units was found; their names serve as codes. A table with codes and names can be "
            "their \"source\"",
            "没有找到这 %zu 个单元的名录，以名称充当代码；含代码和名称的表可作为 source", level->codes.count);
    else if (!f)
        say(w,
            "no list of these %zu units was found: they are known by code alone. A table with code and name, as "
            "\"source\", gives them names",
            "没有找到这 %zu 个单元的名录，只知其代码；提供含代码和名称的表作为 source 即可显示名称",
            level->codes.count);
    else if (f->encoding)
        say(w, "%zu units%s; text read as %s", "%zu 个单元%s；文本编码 %s", f->sheet.n_rows,
            f->polygons ? in(w, " with boundaries", "，有界线") : "", f->encoding);
    else
        say(w, "%zu units%s", "%zu 个单元%s", f->sheet.n_rows,
            f->polygons ? in(w, " with boundaries", "，有界线") : "");
    member(w, "id", level->id);
    member(w, "title", level->title);
    if (f) {
        member(w, "source", f->source);
        write_fields(w, f);
        write_kinds(w, f);
    }
    closed(w, '}');
}

/* --- tables --- */

/* A share, mean, rate, density, number or place: adding it up would mean nothing. */
static bool adds_up(const struct hc_find *f, uint32_t c)
{
    static const char *const words[] = {
        "%",    "率",       "比",      "均",   "密度",  "度",        "坐标",    "编号",    "序号", "年",   "代码",
        "mean", "avg",      "average", "rate", "ratio", "share",     "percent", "density", "lon",  "lat",  "year",
        "fid",  "objectid", "gid",     "code", "_id",   "perimeter", "shape_",  "area",    "面积", "周长", "per_"};
    const char *name = f->sheet.header[c];
    if (strcasecmp(name, "x") == 0 || strcasecmp(name, "y") == 0 || strcasecmp(name, "id") == 0 ||
        f->columns[c].negative)
        return false;
    if (hc_field_is(name, HC_ROLE_POPULATION) || hc_field_is(name, HC_ROLE_COUNT))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(name, words[i]))
            return false;
    return f->columns[c].whole || !f->polygons;
}

static bool is_role(const struct hc_find *f, uint32_t c, uint32_t code)
{
    bool own = f->use == HC_FIND_LEVEL && (c == f->code || c == f->name || c == f->kind || c == f->parent);
    return c == code || own;
}

static bool counts(const struct hc_find *f, uint32_t c, uint32_t code)
{
    return f->columns[c].numbers && !is_role(f, c, code) && adds_up(f, c);
}

static void write_columns(struct writer *w, const struct hc_find *f, uint32_t code)
{
    struct hc_buf name = {0};
    key(w, "columns");
    opened(w, '{');
    for (uint32_t c = 0; c < f->n_own; c++)
        if (counts(f, c, code))
            member(w, f->sheet.header[c], "sum");
    for (uint32_t c = 0; c < f->n_own; c++) {
        if (!f->columns[c].numbers || is_role(f, c, code) || adds_up(f, c))
            continue;
        hc_buf_clear(&name);
        hc_buf_addf(&name, "// %s", f->sheet.header[c]);
        member(w, name.data,
               in(w, "sum, mean:population, max, min, first or list", "sum、mean:population、max、min、first 或 list"));
    }
    closed(w, '}');
    hc_buf_release(&name);
}

static void write_table(struct writer *w, const struct hc_draft_table *t)
{
    const struct hc_find *f = find(w, t->find);
    next(w);
    opened(w, '{');
    if (f->use == HC_FIND_LEVEL)
        say(w, "columns of the units themselves", "单元图层（名录）自带的列");
    else if (t->spoilt == HC_LOST_ZEROS)
        say(w,
            "its codes have lost their leading zeros: give their column a number format such as 0000 in the "
            "spreadsheet "
            "and export again",
            "代码丢失了前导零：请在电子表格中将代码列的数字格式设为 0000 之类后重新导出");
    else if (t->spoilt == HC_IN_NOTATION)
        say(w,
            "its codes are in spreadsheet notation, such as 5.11303E+11: get the original, give their column the "
            "number "
            "format 0 and export again",
            "代码成了科学计数法（如 5.11303E+11）：请取得原始文件，将代码列的数字格式设为 0 后重新导出");
    else
        say(w, "%zu of %zu rows have a code of this level", "%zu / %zu 行的代码属于该层级", t->n_matched, t->n_rows);
    if (f->sheet.header_row > 1)
        say(w, "row %ld is taken for its header, what stands above for a title", "第 %ld 行视为表头，其上为标题",
            f->sheet.header_row);
    member(w, "level", w->d->levels[t->level].id);
    member(w, "at", t->at);
    member(w, "source", f->source);
    member(w, "key", header(f, t->key));
    write_columns(w, f, t->key);
    closed(w, '}');
}

static const char *population(const struct writer *w)
{
    for (size_t i = 0; i < w->d->n_tables; i++) {
        const struct hc_find *f = find(w, w->d->tables[i].find);
        uint32_t c = hc_field_find(&f->sheet, HC_ROLE_POPULATION);
        if (!w->d->tables[i].at && c != HC_NONE && counts(f, c, w->d->tables[i].key))
            return f->sheet.header[c];
    }
    return NULL;
}

static void write_measures(struct writer *w)
{
    const char *people = population(w);
    if (people)
        member(w, "population", people);
    else
        say(w, "no column of people was recognised: \"population\" names the one that shares and means are weighted by",
            "没有认出人口列：population 指定用作权重的人口列");
    if (!people)
        member(w, "// population", "population");
    key(w, people ? "measures" : "// measures");
    opened(w, '{');
    say(w, "ratios of sums, never means of ratios", "比率一律为合计之比，不取比率的平均");
    key(w, "density");
    hc_buf_adds(w->out, "{\"of\": ");
    hc_buf_add_json(w->out, people ? people : "population");
    hc_buf_adds(w->out, ", \"per\": \"area_km2\", \"title\": ");
    hc_buf_add_json(w->out, in(w, "density, people per km²", "人口密度，人/平方公里"));
    hc_buf_addc(w->out, '}');
    closed(w, '}');
}

/* --- steps, rules, the rest --- */

static void write_steps(struct writer *w)
{
    const struct hc_draft *d = w->d;
    if (d->n_steps) {
        if (d->plan_guessed_date)
            say(w, "no file name says when the plan takes effect: correct the date",
                "文件名未说明方案何时生效：请更正日期");
        key(w, "steps");
    } else {
        say(w,
            "no plan (unit,to) was found. Write plan.csv with a line \"unit,to\" and a line for each unit that goes "
            "into "
            "another, and switch this on; or let hecun propose make one",
            "没有找到方案（unit,to）。请写 plan.csv：首行 unit,to，其后每行一个并入他处的单元，再启用下面这项；"
            "也可用 hecun propose 生成方案");
        key(w, "// steps");
    }
    opened(w, '[');
    for (size_t i = 0; i < d->n_steps; i++) {
        next(w);
        opened(w, '{');
        member(w, "date", d->steps[i].date);
        member(w, "level", d->levels[d->steps[i].level].id);
        member(w, "plan", find(w, d->steps[i].plan)->source);
        member(w, "units", d->steps[i].units == HC_NONE ? NULL : find(w, d->steps[i].units)->source);
        closed(w, '}');
    }
    if (!d->n_steps) {
        next(w);
        opened(w, '{');
        member(w, "date", "2099-01-01");
        member(w, "level", d->levels[0].id);
        member(w, "plan", "plan.csv");
        closed(w, '}');
    }
    closed(w, ']');
}

static void write_rules(struct writer *w)
{
    const char *level = w->d->levels[0].id, *people = population(w);
    say(w, "rules judge a plan and bind what hecun propose looks for",
        "规则既用来评判方案，也约束 hecun propose 的搜索");
    key(w, "// rules");
    opened(w, '[');
    next(w);
    hc_buf_adds(w->out, "{\"level\": ");
    hc_buf_add_json(w->out, level);
    hc_buf_adds(w->out, ", \"require\": \"contiguous\"}");
    if (people) {
        next(w);
        hc_buf_adds(w->out, "{\"level\": ");
        hc_buf_add_json(w->out, level);
        hc_buf_adds(w->out, ", \"measure\": ");
        hc_buf_add_json(w->out, people);
        hc_buf_adds(w->out, ", \"min\": 1500}");
    }
    closed(w, ']');
}

static void write_offices(struct writer *w, const struct hc_find *f)
{
    say(w, "%s looks like a list of offices; say which level they serve and what the standard is",
        "%s 像是办公用房（服务场所）名录；请说明服务的层级和面积标准", f->source);
    key(w, "// services");
    opened(w, '{');
    member(w, "offices", f->source);
    member(w, "level", w->d->levels[w->d->n_levels > 1 ? 1 : 0].id);
    key(w, "standard");
    hc_buf_adds(w->out, "{\"m2_per_100_households\": 30}");
    closed(w, '}');
}

static void write_rest(struct writer *w)
{
    for (size_t i = 0; i < w->d->look.n; i++) {
        const struct hc_find *f = &w->d->look.items[i];
        if (f->use == HC_FIND_LINKS)
            member(w, "links", f->source);
        else if (f->use == HC_FIND_OFFICES)
            write_offices(w, f);
        else if (f->use == HC_FIND_FIGURES)
            say(w,
                "published figures: hecun reproduce holds them against what is computed; measures that they name must "
                "be defined above",
                "公布数字：hecun reproduce 将其与计算结果核对；其中用到的指标须在上面定义");
        if (f->use == HC_FIND_FIGURES)
            member(w, "// figures", f->source);
    }
}

void hc_draft_write(const struct hc_draft *d, struct hc_buf *out)
{
    struct writer w = {.out = out, .d = d};
    opened(&w, '{');
    write_head(&w);
    write_crs(&w);
    key(&w, "levels");
    opened(&w, '[');
    for (uint32_t l = 0; l < d->n_levels; l++)
        write_level(&w, l);
    closed(&w, ']');
    key(&w, "tables");
    opened(&w, '[');
    for (size_t i = 0; i < d->n_tables; i++)
        write_table(&w, &d->tables[i]);
    closed(&w, ']');
    write_measures(&w);
    write_steps(&w);
    write_rules(&w);
    write_rest(&w);
    closed(&w, '}');
    hc_buf_addc(out, '\n');
}

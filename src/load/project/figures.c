#include "load/project/figures.h"

#include "load/load.h"
#include <string.h>

static void *grow(const struct hc_json *j, const void *old, size_t n, size_t more, size_t size)
{
    char *array = hc_arena_alloc(j->strings, (n + more + 1) * size);
    memset(array, 0, (n + more + 1) * size);
    if (n)
        memcpy(array, old, n * size);
    return array;
}

void hc_measures_read(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    static const char *const known[] = {"title", "of", "per", NULL};
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(root, "measures");
    if (!object)
        return;
    p->measures = grow(j, p->measures, p->n_measures, (size_t)cJSON_GetArraySize(object), sizeof *p->measures);
    for (const cJSON *item = object->child; item; item = item->next) {
        const char *at = hc_json_path(j, "measures", item->string ? item->string : "?", 0);
        struct hc_measure_spec spec = {0};
        size_t i = 0;
        if (!item->string || !hc_json_check_keys(j, item, at, known))
            continue;
        spec.name = hc_arena_strdup(j->strings, item->string);
        spec.title = hc_json_string(j, item, at, "title");
        spec.of = hc_json_required(j, item, at, "of");
        spec.per = hc_json_required(j, item, at, "per");
        while (i < p->n_measures && strcmp(p->measures[i].name, spec.name) != 0)
            i++;
        if (!spec.of || !spec.per)
            continue;
        if (i == p->n_measures)
            p->measures[p->n_measures++] = spec;
        else if (strcmp(p->measures[i].of, spec.of) != 0 || strcmp(p->measures[i].per, spec.per) != 0)
            hc_json_refuse(j, at, "the project means something else by it", "与项目中的定义不同");
    }
}

/* The index of the string under key among `names`; `otherwise` where there is none. */
static int read_word(const struct hc_json *j, const cJSON *item, const char *path, const char *key,
                     const char *(*name)(int), int n, int otherwise)
{
    char *word = hc_json_string(j, item, path, key);
    struct hc_buf en = {0}, zh = {0};
    for (int i = 0; word && i < n; i++)
        if (strcmp(word, name(i)) == 0)
            return i;
    if (!word)
        return otherwise;
    hc_buf_adds(&en, "must be ");
    hc_buf_adds(&zh, "应为 ");
    for (int i = 0; i < n; i++) {
        hc_buf_addf(&en, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " or ", name(i));
        hc_buf_addf(&zh, "%s%s", i == 0 ? "" : i + 1 < n ? "、" : " 或 ", name(i));
    }
    hc_json_refuse(j, hc_json_path(j, path, key, 0), en.data, zh.data);
    hc_buf_release(&en);
    hc_buf_release(&zh);
    return otherwise;
}

static const char *stat_name(int i)
{
    return hc_figure_stat_name((enum hc_figure_stat)i);
}

static const char *as_name(int i)
{
    return hc_figure_as_name((enum hc_figure_as)i);
}

static bool is_ratio(const struct hc_project *p, const char *measure)
{
    for (size_t i = 0; measure && i < p->n_measures; i++)
        if (strcmp(p->measures[i].name, measure) == 0)
            return true;
    return false;
}

/* What is counted how: a count needs no measure, everything else does; a ratio and the value of one unit are what they
 * are. */
static void read_stat(const struct hc_json *j, const cJSON *item, const char *path, const struct hc_project *p,
                      struct hc_figure *f)
{
    bool given = cJSON_GetObjectItemCaseSensitive(item, "stat") != NULL;
    enum hc_figure_stat usual = f->code                   ? HC_FIGURE_UNIT
                                : !f->measure             ? HC_FIGURE_COUNT
                                : is_ratio(p, f->measure) ? HC_FIGURE_MEAN
                                                          : HC_FIGURE_SUM;
    f->stat = (enum hc_figure_stat)read_word(j, item, path, "stat", stat_name, HC_FIGURE_UNIT, (int)usual);
    if (f->code)
        f->stat = HC_FIGURE_UNIT;
    else if (!given && f->measure && !is_ratio(p, f->measure))
        hc_json_refuse(j, hc_json_path(j, path, "stat", 0), "is missing", "缺少该键");
    if (f->stat == HC_FIGURE_COUNT && f->measure)
        hc_json_refuse(j, hc_json_path(j, path, "measure", 0), "a count is of units and has no measure",
                       "count 统计单元数，不能有 measure");
    if (f->stat != HC_FIGURE_COUNT && !f->measure)
        hc_json_refuse(j, hc_json_path(j, path, "measure", 0), "is missing", "缺少该键");
    if (is_ratio(p, f->measure) && f->stat == HC_FIGURE_SUM)
        hc_json_refuse(j, hc_json_path(j, path, "stat", 0), "a ratio has no sum; its value is \"mean\"",
                       "比率没有合计；其值为 mean");
}

static void read_when(const struct hc_json *j, const cJSON *item, const char *path, struct hc_figure *f)
{
    char *at = hc_json_string(j, item, path, "at"), *step = hc_json_string(j, item, path, "step");
    f->as = (enum hc_figure_as)read_word(j, item, path, "as", as_name, HC_FIGURE_RATE + 1, HC_FIGURE_AFTER);
    f->is_step = step != NULL;
    f->date = step ? step : at;
    if (!at == !step)
        hc_json_refuse(j, path, "needs either \"at\" (a date) or \"step\" (the date of one)",
                       "须给出 at（日期）或 step（步骤的日期）之一");
    if (at && f->as != HC_FIGURE_AFTER)
        hc_json_refuse(j, hc_json_path(j, path, "as", 0), "goes with \"step\", not with \"at\"", "只能与 step 同用");
}

static bool read_figure(const struct hc_json *j, const cJSON *item, const char *path, const struct hc_project *p,
                        const char *source, struct hc_figure *f)
{
    static const char *const known[] = {"id",      "source", "at", "step",  "level", "kind", "code",
                                        "measure", "stat",   "as", "value", "unit",  NULL};
    struct hc_text why = {0};
    if (!hc_json_check_keys(j, item, path, known))
        return false;
    f->id = hc_json_required(j, item, path, "id");
    f->source = hc_json_string(j, item, path, "source");
    if (!f->source)
        f->source = hc_arena_strdup(j->strings, source);
    f->level = hc_json_string(j, item, path, "level");
    f->kind = hc_json_string(j, item, path, "kind");
    f->code = hc_json_string(j, item, path, "code");
    f->measure = hc_json_string(j, item, path, "measure");
    f->unit = hc_json_string(j, item, path, "unit");
    read_when(j, item, path, f);
    read_stat(j, item, path, p, f);
    if (p->n_levels && f->level && hc_project_level(p, f->level) == HC_NONE)
        hc_json_refuse(j, hc_json_path(j, path, "level", 0), "no level has this id", "没有 id 为此的层级");
    f->value = hc_json_required(j, item, path, "value");
    if (!f->id || !f->value)
        return false;
    if (!hc_figure_parse(f, &why))
        hc_json_refuse(j, hc_json_path(j, path, "value", 0), hc_text_in(&why, HC_EN), hc_text_in(&why, HC_ZH));
    hc_text_release(&why);
    return true;
}

static void read_list(const struct hc_json *j, const cJSON *root, const char *list, const char *source,
                      struct hc_project *p)
{
    struct hc_figures *figures = &p->figures;
    size_t n, i = 0;
    const cJSON *array = cJSON_IsArray(root) ? root : hc_json_array(j, root, "", "figures", &n);
    n = array ? (size_t)cJSON_GetArraySize(array) : 0;
    figures->items = grow(j, NULL, 0, n, sizeof *figures->items);
    figures->n = 0;
    for (const cJSON *item = array ? array->child : NULL; item; item = item->next, i++) {
        const char *at = hc_json_path(j, list, NULL, i);
        struct hc_figure *f = &figures->items[figures->n];
        *f = (struct hc_figure){0};
        if (!read_figure(j, item, at, p, source, f))
            continue;
        for (size_t k = 0; k < figures->n; k++)
            if (strcmp(figures->items[k].id, f->id) == 0)
                hc_json_refuse(j, hc_json_path(j, at, "id", 0), "another figure has this id", "该 id 已被其他数字使用");
        figures->n++;
    }
}

static void read_conserved(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    static const char *const known[] = {"measure", "levels", "dates", "level", "of", "parts", NULL};
    struct hc_figures *figures = &p->figures;
    size_t n, i = 0;
    const cJSON *array = hc_json_array(j, root, "", "conserved", &n);
    if (!array)
        return;
    figures->conserved = grow(j, NULL, 0, n, sizeof *figures->conserved);
    figures->n_conserved = n;
    for (const cJSON *item = array->child; item; item = item->next, i++) {
        const char *at = hc_json_path(j, "conserved", NULL, i);
        struct hc_conserved *c = &figures->conserved[i];
        if (!hc_json_check_keys(j, item, at, known))
            continue;
        c->measure = hc_json_string(j, item, at, "measure");
        c->levels = hc_json_strings(j, item, at, "levels", &c->n_levels);
        c->dates = hc_json_strings(j, item, at, "dates", &c->n_dates);
        c->level = hc_json_string(j, item, at, "level");
        c->of = hc_json_string(j, item, at, "of");
        c->parts = hc_json_strings(j, item, at, "parts", &c->n_parts);
        if ((c->measure != NULL) == (c->n_parts > 0))
            hc_json_refuse(j, at, "needs either \"measure\" (whose total stays) or \"parts\" (kinds that add up)",
                           "须给出 measure（总量不变的指标）或 parts（相加的类型）之一");
    }
}

/* An object with figures, or a bare list of them. */
static void read_file(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    static const char *const known[] = {"title", "source", "figures", "conserved", "measures", "dates", NULL};
    if (cJSON_IsArray(root)) {
        read_list(j, root, "", NULL, p);
        return;
    }
    if (!hc_json_check_keys(j, root, "the file", known))
        return;
    if (!p->title)
        p->title = hc_json_string(j, root, "", "title");
    p->figures.dates = hc_json_strings(j, root, "", "dates", &p->figures.n_dates);
    hc_measures_read(j, root, p);
    read_list(j, root, "figures", hc_json_string(j, root, "", "source"), p);
    read_conserved(j, root, p);
}

int hc_load_figures(const char *path, struct hc_project *p, struct hc_findings *findings, struct hc_err *err)
{
    struct hc_json j = {path, &p->strings, findings};
    cJSON *root = hc_json_read(path, err);
    if (!root)
        return -1;
    p->figures = (struct hc_figures){0};
    read_file(&j, root, p);
    cJSON_Delete(root);
    return 0;
}

int hc_figures_read(const struct hc_json *j, const cJSON *root, struct hc_project *p, struct hc_err *err)
{
    const cJSON *figures = cJSON_GetObjectItemCaseSensitive(root, "figures");
    int status = 0;
    if (cJSON_IsString(figures)) {
        char *path = hc_project_path(p, figures->valuestring);
        status = hc_load_figures(path, p, j->findings, err);
        hc_free(path);
    } else {
        read_list(j, root, "figures", NULL, p);
    }
    if (status == 0)
        read_conserved(j, root, p);
    return status;
}

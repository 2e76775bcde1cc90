#include "load/load.h"
#include "load/project/figures.h"
#include "load/project/json.h"
#include "load/project/rules.h"
#include "load/project/services.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void *new_array(const struct hc_json *j, size_t n, size_t size)
{
    void *array = hc_arena_alloc(j->strings, (n + 1) * size);
    memset(array, 0, (n + 1) * size);
    return array;
}

static void read_fields(const struct hc_json *j, const cJSON *level, const char *path, struct hc_fields *fields)
{
    static const char *const known[] = {"code", "name", "kind", "parent", "x", "y", NULL};
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(level, "fields");
    const char *at = hc_json_path(j, path, "fields", 0);
    if (!object || !hc_json_check_keys(j, object, at, known))
        return;
    fields->code = hc_json_string(j, object, at, "code");
    fields->name = hc_json_string(j, object, at, "name");
    fields->kind = hc_json_string(j, object, at, "kind");
    fields->parent = hc_json_string(j, object, at, "parent");
    fields->x = hc_json_string(j, object, at, "x");
    fields->y = hc_json_string(j, object, at, "y");
}

/* "001-199" */
static void read_series(const struct hc_json *j, const cJSON *object, const char *path, struct hc_kind_spec *kind)
{
    char *series = hc_json_string(j, object, path, "series"), *dash = series ? strchr(series, '-') : NULL;
    if (!series)
        return;
    if (!dash || dash == series || !dash[1]) {
        hc_json_refuse(j, hc_json_path(j, path, "series", 0), "must be a range of codes such as \"001-199\"",
                       "应为代码范围，如“001-199”");
        return;
    }
    *dash = '\0';
    kind->series_first = series;
    kind->series_last = dash + 1;
}

static void read_kinds(const struct hc_json *j, const cJSON *level, const char *path, struct hc_level_spec *spec)
{
    static const char *const known[] = {"name", "series", "child", NULL};
    const cJSON *array = hc_json_array(j, level, path, "kinds", &spec->n_kinds);
    const char *list = hc_json_path(j, path, "kinds", 0);
    spec->kinds = new_array(j, spec->n_kinds, sizeof *spec->kinds);
    size_t i = 0;
    for (const cJSON *item = array ? array->child : NULL; item; item = item->next, i++) {
        const char *at = hc_json_path(j, list, NULL, i);
        if (!hc_json_check_keys(j, item, at, known))
            continue;
        spec->kinds[i].name = hc_json_required(j, item, at, "name");
        spec->kinds[i].child = hc_json_string(j, item, at, "child");
        read_series(j, item, at, &spec->kinds[i]);
    }
}

static void read_levels(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    static const char *const known[] = {"id", "title", "source", "fields", "kinds", NULL};
    const cJSON *array = hc_json_array(j, root, "", "levels", &p->n_levels);
    p->levels = new_array(j, p->n_levels, sizeof *p->levels);
    size_t i = 0;
    for (const cJSON *item = array ? array->child : NULL; item; item = item->next, i++) {
        const char *at = hc_json_path(j, "levels", NULL, i);
        struct hc_level_spec *spec = &p->levels[i];
        spec->id = hc_arena_strdup(j->strings, "?");
        if (!hc_json_check_keys(j, item, at, known))
            continue;
        char *id = hc_json_required(j, item, at, "id");
        spec->id = id ? id : spec->id;
        spec->title = hc_json_string(j, item, at, "title");
        spec->source = hc_json_string(j, item, at, "source");
        read_fields(j, item, at, &spec->fields);
        read_kinds(j, item, at, spec);
        if (hc_project_level(p, spec->id) != i)
            hc_json_refuse(j, hc_json_path(j, at, "id", 0), "another level has this id", "该 id 已被其他层级使用");
    }
    if (!p->n_levels)
        hc_json_refuse(j, "levels", "there must be one level at least", "至少要有一个层级");
    else if (!p->levels[0].source)
        hc_json_refuse(j, "levels[0].source", "the finest level needs a source", "最细的层级必须有数据源");
}

static void check_level(const struct hc_json *j, const struct hc_project *p, const char *path, const char *level)
{
    if (level && hc_project_level(p, level) == HC_NONE)
        hc_json_refuse(j, hc_json_path(j, path, "level", 0), "no level has this id", "没有 id 为此的层级");
}

static char *read_date(const struct hc_json *j, const cJSON *object, const char *path, const char *key)
{
    char *date = hc_json_string(j, object, path, key);
    if (date && !hc_is_date(date))
        hc_json_refuse(j, hc_json_path(j, path, key, 0), "must be a date: YYYY, YYYY-MM or YYYY-MM-DD",
                       "应为日期：YYYY、YYYY-MM 或 YYYY-MM-DD");
    return date;
}

static void read_columns(const struct hc_json *j, const cJSON *table, const char *path, struct hc_table_spec *spec)
{
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(table, "columns");
    const char *at = hc_json_path(j, path, "columns", 0);
    if (!object)
        return;
    spec->columns = new_array(j, (size_t)cJSON_GetArraySize(object), sizeof *spec->columns);
    for (const cJSON *item = object->child; item; item = item->next) {
        struct hc_column_spec column = {.name = hc_arena_strdup(j->strings, item->string)};
        char *weight = NULL;
        if (!item->string || !cJSON_IsString(item) || !hc_agg_parse(item->valuestring, &column.agg, &weight)) {
            hc_json_refuse(j, item->string ? hc_json_path(j, at, item->string, 0) : at,
                           "must be sum, mean:WEIGHT, max, min, first or list",
                           "应为 sum、mean:权重、max、min、first 或 list");
            continue;
        }
        column.weight = hc_arena_strdup(j->strings, weight);
        hc_free(weight);
        spec->columns[spec->n_columns++] = column;
    }
}

static void read_tables(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    static const char *const known[] = {"level", "at", "source", "key", "columns", NULL};
    const cJSON *array = hc_json_array(j, root, "", "tables", &p->n_tables);
    p->tables = new_array(j, p->n_tables, sizeof *p->tables);
    size_t i = 0, n = 0;
    for (const cJSON *item = array ? array->child : NULL; item; item = item->next, i++) {
        const char *at = hc_json_path(j, "tables", NULL, i);
        struct hc_table_spec *spec = &p->tables[n];
        if (!hc_json_check_keys(j, item, at, known))
            continue;
        spec->level = hc_json_string(j, item, at, "level");
        spec->at = read_date(j, item, at, "at");
        spec->source = hc_json_required(j, item, at, "source");
        spec->key = hc_json_string(j, item, at, "key");
        check_level(j, p, at, spec->level);
        read_columns(j, item, at, spec);
        n += spec->source != NULL;
    }
    p->n_tables = n;
}

static void read_steps(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    static const char *const known[] = {"date", "level", "plan", "units", NULL};
    const cJSON *array = hc_json_array(j, root, "", "steps", &p->n_steps);
    p->steps = new_array(j, p->n_steps, sizeof *p->steps);
    const char *before = p->date;
    size_t i = 0;
    for (const cJSON *item = array ? array->child : NULL; item; item = item->next, i++) {
        const char *at = hc_json_path(j, "steps", NULL, i);
        struct hc_step_spec *spec = &p->steps[i];
        spec->date = hc_arena_strdup(j->strings, "?");
        if (!hc_json_check_keys(j, item, at, known))
            continue;
        char *date = hc_json_required(j, item, at, "date") ? read_date(j, item, at, "date") : NULL;
        spec->date = date ? date : spec->date;
        spec->level = hc_json_string(j, item, at, "level");
        spec->plan = hc_json_string(j, item, at, "plan");
        spec->units = hc_json_string(j, item, at, "units");
        check_level(j, p, at, spec->level);
        int order = date && before ? strcmp(before, date) : -1;
        if (order > 0 || (order == 0 && i == 0)) /* steps of one date are one transition */
            hc_json_refuse(j, hc_json_path(j, at, "date", 0), "steps must come in order of date, after the first state",
                           "各步骤须按日期先后排列，且晚于首个状态");
        before = date ? date : before;
    }
}

static void read_map(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    static const char *const known[] = {"title", "source", "date", "approval", "secrecy", "publisher", NULL};
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(root, "map");
    if (!object || !hc_json_check_keys(j, object, "map", known))
        return;
    p->map.title = hc_json_string(j, object, "map", "title");
    p->map.source = hc_json_string(j, object, "map", "source");
    p->map.date = hc_json_string(j, object, "map", "date");
    p->map.approval = hc_json_string(j, object, "map", "approval");
    p->map.secrecy = hc_json_string(j, object, "map", "secrecy");
    p->map.publisher = hc_json_string(j, object, "map", "publisher");
}

/* A table measured at a date of which there is no state would never be used. */
static void check_dates(const struct hc_json *j, const struct hc_project *p)
{
    for (size_t i = 0; i < p->n_tables; i++) {
        const char *at = p->tables[i].at;
        bool found = !at || (p->date && strcmp(at, p->date) == 0);
        for (size_t s = 0; !found && s < p->n_steps; s++)
            found = strcmp(at, p->steps[s].date) == 0;
        if (!found)
            hc_json_refuse(j, hc_json_path(j, hc_json_path(j, "tables", NULL, i), "at", 0),
                           "is the date of no state; give the project's date or that of a step",
                           "不是任何状态的日期；请填项目日期或某一步骤的日期");
    }
}

static void read_lang(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    const char *lang = hc_json_string(j, root, "", "lang");
    p->lang_given = lang != NULL;
    p->lang = lang && strcmp(lang, "zh") == 0 ? HC_ZH : HC_EN;
    if (lang && strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0)
        hc_json_refuse(j, "lang", "must be \"zh\" or \"en\"", "应为“zh”或“en”");
}

static int read_root(const struct hc_json *j, const cJSON *root, struct hc_project *p, struct hc_err *err)
{
    static const char *const known[] = {"title",    "lang",     "date",  "levels",    "tables",  "population",
                                        "measures", "services", "steps", "rules",     "figures", "notice",
                                        "encoding", "crs",      "links", "conserved", "map",     NULL};
    if (!hc_json_check_keys(j, root, "the project", known))
        return 0;
    read_lang(j, root, p);
    p->title = hc_json_string(j, root, "", "title");
    p->date = read_date(j, root, "", "date");
    p->notice = hc_json_string(j, root, "", "notice");
    p->population = hc_json_string(j, root, "", "population");
    p->encoding = hc_json_string(j, root, "", "encoding");
    p->crs = hc_json_string(j, root, "", "crs");
    p->links = hc_json_string(j, root, "", "links");
    read_levels(j, root, p);
    read_tables(j, root, p);
    hc_measures_read(j, root, p);
    read_steps(j, root, p);
    read_map(j, root, p);
    check_dates(j, p);
    hc_rules_read(j, root, p);
    hc_services_spec_read(j, root, p);
    return hc_figures_read(j, root, p, err);
}

static void set_paths(struct hc_project *p, const char *path)
{
    struct stat st;
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    char *trimmed = hc_arena_strndup(&p->strings, path, n);
    if (stat(trimmed, &st) == 0 && S_ISDIR(st.st_mode)) {
        p->folder = trimmed;
        p->path = hc_arena_alloc(&p->strings, n + 14);
        snprintf(p->path, n + 14, "%s/project.json", trimmed);
        return;
    }
    const char *slash = strrchr(trimmed, '/');
    p->path = trimmed;
    p->folder = slash ? hc_arena_strndup(&p->strings, trimmed, (size_t)(slash - trimmed)) : NULL;
    if (p->folder && !*p->folder)
        p->folder = hc_arena_strdup(&p->strings, "/");
}

int hc_load_project(const char *path, struct hc_project *p, struct hc_findings *findings, struct hc_err *err)
{
    set_paths(p, path);
    cJSON *root = hc_json_read(p->path, err);
    if (!root)
        return -1;
    struct hc_json j = {p->path, &p->strings, findings};
    int status = read_root(&j, root, p, err);
    cJSON_Delete(root);
    return status;
}

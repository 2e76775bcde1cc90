#include "cli/output/next.h"

#include "base/buf.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static bool has_extension(const char *path, const char *extension)
{
    size_t n = strlen(path), m = strlen(extension);
    return n > m && strcasecmp(path + n - m, extension) == 0;
}

/* A word as a shell takes it. */
static void add_word(struct hc_buf *out, const char *word)
{
    bool plain = *word != '\0' && *word != '-';
    for (const unsigned char *c = (const unsigned char *)word; *c; c++)
        plain = plain &&
                (*c >= 0x80 || strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:+,=@%-", *c));
    hc_buf_adds(out, plain ? "" : "'");
    for (const char *c = word; *c; c++)
        hc_buf_addf(out, *c == '\'' ? "'\\''" : "%c", *c);
    hc_buf_adds(out, plain ? "" : "'");
}

int hc_next_project(const char *project, struct hc_err *err)
{
    struct stat st;
    struct hc_buf word = {0}, inside = {0};
    add_word(&word, project);
    hc_buf_addf(&inside, "%s/project.json", project);
    int status = 0;
    if (stat(project, &st) != 0)
        status =
            hc_err_set(err, HC_REFUSED,
                       "%s: no such file or folder; a project is made of the files in a folder by: hecun init FOLDER",
                       "%s：没有这个文件或文件夹；由文件夹中的文件生成项目：hecun init 文件夹", project);
    else if (S_ISDIR(st.st_mode) && stat(inside.data, &st) != 0)
        status = hc_err_set(err, HC_REFUSED, "%s: holds no project.json; write one from the files there: hecun init %s",
                            "%s：其中没有 project.json；由其中的文件生成：hecun init %s", project, word.data);
    else if (S_ISREG(st.st_mode) &&
             (has_extension(project, ".shp") || has_extension(project, ".gpkg") || has_extension(project, ".geojson") ||
              has_extension(project, ".csv") || has_extension(project, ".xlsx")))
        status = hc_err_set(err, HC_REFUSED, "%s is no project; a layer or list of units: hecun check --units %s",
                            "%s 不是项目；图层或名录请用：hecun check --units %s", project, word.data);
    hc_buf_release(&word);
    hc_buf_release(&inside);
    return status;
}

static bool takes_plan(const struct hc_options *o, const struct hc_project *p)
{
    static const char *const commands[] = {"simulate", "check", "map"};
    bool takes = false;
    for (size_t i = 0; i < 3; i++)
        takes = takes || strcmp(o->command, commands[i]) == 0;
    return takes && o->plan && p->n_steps == 0;
}

int hc_next_fitting(const struct hc_options *o, const struct hc_project *p, struct hc_err *err)
{
    const struct {
        const char *option, *value;
    } given[] = {{"--plan", o->plan}, {"--new-units", o->new_units}, {"--table", o->n_tables ? o->tables[0] : NULL},
                 {"--sum", o->sum},   {"--code", o->code},           {"--name", o->name},
                 {"--kind", o->kind}, {"--parent", o->parent},       {"--x", o->x},
                 {"--y", o->y},       {"--links", o->links}};
    struct hc_buf word = {0};
    add_word(&word, o->project);
    int status = 0;
    for (size_t i = takes_plan(o, p) ? 2 : 0; i < sizeof given / sizeof *given && status == 0; i++) {
        if (!given[i].value)
            continue;
        if (strcmp(given[i].option, "--plan") == 0)
            status = hc_err_set(err, HC_USAGE,
                                "--plan goes with --units, or with a project that has no steps; this one names its "
                                "plans under \"steps\"; to try another beside them: hecun compare %s %s",
                                "--plan 须配合 --units，或没有步骤的项目；该项目的方案写在 steps "
                                "中；要与之并列试另一个方案：hecun compare %s %s",
                                word.data, given[i].value);
        else
            status = hc_err_set(err, HC_USAGE, "%s goes with --units; a project says it itself: look into %s",
                                "%s 须配合 --units；有项目时请写在项目中：%s", given[i].option, word.data);
    }
    hc_buf_release(&word);
    return status;
}

/* "--units villages.shp --code DM", or the project. */
static void add_target(struct hc_buf *out, const struct hc_options *o)
{
    const char *const named[][2] = {
        {" --code ", o->code}, {" --name ", o->name}, {" --crs ", o->crs}, {" --encoding ", o->encoding}};
    hc_buf_adds(out, o->units ? " --units " : " ");
    add_word(out, o->units ? o->units : o->project);
    for (size_t i = 0; o->units && i < sizeof named / sizeof *named; i++)
        if (named[i][1]) {
            hc_buf_adds(out, named[i][0]);
            add_word(out, named[i][1]);
        }
}

static bool found(const struct hc_findings *findings, const char *const *ids)
{
    for (size_t i = 0; i < findings->count; i++)
        for (size_t k = 0; ids[k]; k++)
            if (strcmp(findings->items[i].id, ids[k]) == 0 && findings->items[i].severity >= HC_WARNING)
                return true;
    return false;
}

static void tell(const struct hc_buf *command, enum hc_lang lang)
{
    fprintf(stderr, "%s%s\n", lang == HC_ZH ? "接下来：" : "next: ", command->data);
}

/* Of a project only its base level could be cleaned, and the project would have to be told: it is cleaned on the way
 * in. */
static void tell_clean(const struct hc_options *o, enum hc_lang lang)
{
    struct hc_buf command = {0};
    hc_buf_adds(&command, o->units ? "hecun clean" : "hecun simulate");
    add_target(&command, o);
    hc_buf_addf(&command, "%s --out %s", o->units ? "" : " --clean",
                lang == HC_ZH ? (o->units ? "清理后" : "结果") : (o->units ? "cleaned" : "out"));
    tell(&command, lang);
    hc_buf_release(&command);
}

/* Parts of one unit in several features: GDAL unites them. */
static void tell_unite(const struct hc_options *o, const char *sql, enum hc_lang lang)
{
    struct hc_buf command = {0};
    hc_buf_adds(&command, lang == HC_ZH ? "若同属一个单元：ogr2ogr united.gpkg "
                                        : "if they are parts of one unit: ogr2ogr united.gpkg ");
    add_word(&command, o->units);
    hc_buf_adds(&command, " -dialect SQLite -sql ");
    add_word(&command, sql);
    tell(&command, lang);
    hc_buf_release(&command);
}

/* A path from here, as it reads from the project's folder: the same where that cannot be told. */
static void add_from_project(struct hc_buf *out, const struct hc_project *p, const char *path)
{
    char *folder = realpath(p->folder && *p->folder ? p->folder : ".", NULL), *file = realpath(path, NULL);
    size_t same = 0; /* length of the folders that both are in */
    for (size_t i = 0; folder && file && (i == 0 || (folder[i - 1] && folder[i - 1] == file[i - 1])); i++)
        if ((!folder[i] || folder[i] == '/') && file[i] == '/')
            same = i;
    for (const char *c = folder && file ? folder + same : ""; *c; c++)
        hc_buf_adds(out, *c == '/' ? "../" : "");
    hc_buf_adds(out, folder && file ? file + same + 1 : path);
    free(folder);
    free(file);
}

/* The step to add, as JSON. */
static void tell_step(const struct hc_options *o, const struct hc_project *p, const char *level, enum hc_lang lang)
{
    static const char *const keys[] = {"plan", "units"}, *const files[] = {"plan.csv", "new_units.csv"};
    struct hc_buf text = {0};
    hc_buf_adds(&text, lang == HC_ZH ? "或在项目的 \"steps\" 中加入：{\"date\": \"日期\", \"level\": "
                                     : "or a step of the project, under \"steps\": {\"date\": \"DATE\", \"level\": ");
    hc_buf_add_json(&text, level);
    for (size_t i = 0; i < 2; i++) {
        struct hc_buf here = {0}, there = {0};
        hc_buf_addf(&here, "%s/%s", o->out, files[i]);
        add_from_project(&there, p, here.data);
        hc_buf_addf(&text, ", \"%s\": ", keys[i]);
        hc_buf_add_json(&text, there.data);
        hc_buf_release(&here);
        hc_buf_release(&there);
    }
    hc_buf_addc(&text, '}');
    tell(&text, lang);
    hc_buf_release(&text);
}

/* "hecun simulate ... --plan DIR/plan.csv --new-units DIR/new_units.csv --out out" */
static void tell_simulate(const struct hc_options *o, const struct hc_project *p, const char *level, enum hc_lang lang)
{
    struct hc_buf text = {0}, plan = {0}, units = {0};
    hc_buf_adds(&text, "hecun simulate");
    add_target(&text, o);
    for (size_t i = 0; i < o->n_tables; i++) {
        hc_buf_adds(&text, " --table ");
        add_word(&text, o->tables[i]);
    }
    if (!o->units && strcmp(level, p->levels[0].id) != 0) {
        hc_buf_adds(&text, " --level ");
        add_word(&text, level);
    }
    hc_buf_addf(&plan, "%s/plan.csv", o->out);
    hc_buf_addf(&units, "%s/new_units.csv", o->out);
    hc_buf_adds(&text, " --plan ");
    add_word(&text, plan.data);
    hc_buf_adds(&text, " --new-units ");
    add_word(&text, units.data);
    hc_buf_adds(&text, lang == HC_ZH ? " --out 结果" : " --out out");
    tell(&text, lang);
    hc_buf_release(&text);
    hc_buf_release(&plan);
    hc_buf_release(&units);
}

void hc_next_proposed(const struct hc_options *o, const struct hc_project *p, const char *level, enum hc_lang lang)
{
    struct hc_buf text = {0};
    if (o->units || p->n_steps == 0)
        tell_simulate(o, p, level, lang);
    if (o->units)
        return;
    if (p->n_steps) {
        hc_buf_adds(&text, "hecun compare ");
        add_word(&text, o->project);
        hc_buf_adds(&text, " --level ");
        add_word(&text, level);
        hc_buf_addc(&text, ' ');
        add_word(&text, o->out);
        tell(&text, lang);
    }
    tell_step(o, p, level, lang);
    hc_buf_release(&text);
}

void hc_next_tell(const struct hc_findings *findings, const struct hc_options *o, const char *uniting,
                  enum hc_lang lang)
{
    static const char *const borders[] = {"gap", "overlap", "duplicate_unit", "near_match", "sliver", "invalid_polygon",
                                          NULL};
    static const char *const units[] = {"unknown_unit", "ambiguous_unit", NULL};
    bool reads = o->units || o->project;
    bool cleans = o->clean || (strcmp(o->command, "simulate") != 0 && strcmp(o->command, "check") != 0 &&
                               strcmp(o->command, "map") != 0);
    if (!reads)
        return;
    if (!cleans && found(findings, borders))
        tell_clean(o, lang);
    if (o->units && !strchr(o->units, '#') && uniting)
        tell_unite(o, uniting, lang);
    if (!o->units && found(findings, units)) {
        struct hc_buf command = {0};
        hc_buf_adds(&command, "hecun help levels");
        add_target(&command, o);
        tell(&command, lang);
        hc_buf_release(&command);
    }
}

#include "cli/options.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "cli/option_table.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t distance(const char *a, const char *b)
{
    size_t na = strlen(a), nb = strlen(b), row[64];
    if (nb >= 63 || na >= 63)
        return SIZE_MAX;
    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]), drop = row[j] + 1, add = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = change < drop ? (change < add ? change : add) : (drop < add ? drop : add);
        }
    }
    return row[nb];
}

const char *hc_nearest(const char *word, const char *const *names)
{
    const char *best = NULL;
    size_t least = strlen(word) / 2 + 1;
    for (; *names; names++) {
        size_t d = distance(word, *names);
        if (d < least) {
            least = d;
            best = *names;
        }
    }
    return best;
}

static int refuse_unknown(const char *word, struct hc_err *err)
{
    const char *names[HC_MOST_OPTIONS + 1] = {0};
    for (size_t i = 0; i < hc_n_options; i++)
        names[i] = hc_option_table[i].name;
    const char *near = hc_nearest(word, names);
    if (near)
        return hc_err_set(err, HC_USAGE, "unknown option %s; did you mean %s?", "未知选项 %s；是否指 %s？", word, near);
    return hc_err_set(err, HC_USAGE, "unknown option %s", "未知选项 %s", word);
}

static int set_threads(struct hc_options *o, const char *value, struct hc_err *err)
{
    char *end;
    long n = strtol(value, &end, 10);
    if (*end || end == value || n < 0 || n > 256)
        return hc_err_set(err, HC_USAGE, "-j takes a number from 0 to 256, not \"%s\"",
                          "-j 应为 0 到 256 的数，而不是“%s”", value);
    o->threads = (int)n;
    return 0;
}

static int set_value(struct hc_options *o, const struct hc_option *option, const char *value, struct hc_err *err)
{
    if (option->kind == HC_OPTION_THREADS)
        return set_threads(o, value, err);
    if (option->kind == HC_OPTION_TABLE) {
        if (o->n_tables == HC_MAX_TABLES)
            return hc_err_set(err, HC_USAGE, "more than %d tables", "表超过 %d 张", HC_MAX_TABLES);
        o->tables[o->n_tables++] = value;
        return 0;
    }
    memcpy((char *)o + option->offset, &value, sizeof value);
    return 0;
}

/* The command that the line is for, as far as argv[i] can know: the one already read, else the next word that is one.
 */
static const struct hc_command *command_of(int argc, char **argv, int i, const struct hc_options *o)
{
    const struct hc_command *command = o->command ? hc_command_find(o->command) : NULL;
    for (; !o->command && !command && i < argc; i++)
        command = hc_command_find(argv[i]);
    return command;
}

static bool means(const char *word, size_t n, const struct hc_option *option)
{
    bool whole = strlen(option->name) == n && strncmp(option->name, word, n) == 0;
    bool glued = option->kind == HC_OPTION_THREADS && strncmp(word, "-j", 2) == 0 && word[2] && word[1] != '-';
    return whole || glued || (option->brief && strcmp(option->brief, word) == 0);
}

/* The option that a word of n bytes means: of several with that name the one that the command takes; NULL: none. */
static const struct hc_option *find_option(const char *word, size_t n, const struct hc_command *command)
{
    const struct hc_option *first = NULL;
    for (size_t k = 0; k < hc_n_options; k++) {
        const struct hc_option *option = &hc_option_table[k];
        if (!means(word, n, option))
            continue;
        if (!command || (option->commands & (unsigned)command->bit))
            return option;
        first = first ? first : option;
    }
    return first;
}

/* argv[*i] is an option: --name, --name=value, -b, -b value, -jN. used: a flag for each of the known ones. */
static int parse_option(int argc, char **argv, int *i, struct hc_options *o, bool *used, struct hc_err *err)
{
    char *word = argv[*i];
    const char *equals = strncmp(word, "--", 2) == 0 ? strchr(word, '=') : NULL;
    size_t n = equals ? (size_t)(equals - word) : strlen(word);
    const struct hc_option *option = find_option(word, n, command_of(argc, argv, *i + 1, o));
    if (!option)
        return refuse_unknown(word, err);
    used[option - hc_option_table] = true;
    if (option->kind == HC_OPTION_FLAG) {
        if (equals)
            return hc_err_set(err, HC_USAGE, "%s takes no value", "%s 不带值", option->name);
        *((char *)o + option->offset) = 1;
        return 0;
    }
    if (option->kind == HC_OPTION_THREADS && word[1] != '-' && word[2])
        return set_value(o, option, word + 2, err);
    if (equals)
        return set_value(o, option, equals + 1, err);
    if (*i + 1 >= argc)
        return hc_err_set(err, HC_USAGE, "%s needs a value", "%s 缺少值", option->name);
    if (argv[*i + 1][0] == '-' && find_option(argv[*i + 1], strlen(argv[*i + 1]), NULL))
        return hc_err_set(err, HC_USAGE, "%s needs a value; %s is an option (a value that looks like one: %s=%s)",
                          "%s 缺少值；%s 是选项（若确为值：%s=%s）", option->name, argv[*i + 1], option->name,
                          argv[*i + 1]);
    return set_value(o, option, argv[++*i], err);
}

static int check_use(const struct hc_options *o, const bool *used, struct hc_err *err)
{
    const struct hc_command *command = o->command ? hc_command_find(o->command) : NULL;
    if (o->lang && strcmp(o->lang, "zh") != 0 && strcmp(o->lang, "en") != 0)
        return hc_err_set(err, HC_USAGE, "--lang is zh or en, not \"%s\"", "--lang 应为 zh 或 en，而不是“%s”", o->lang);
    if (!command)
        return 0;
    for (size_t k = 0; k < hc_n_options; k++)
        if (used[k] && !(hc_option_table[k].commands & (unsigned)command->bit))
            return hc_err_set(err, HC_USAGE, "%s takes no option %s", "%s 没有选项 %s", command->name,
                              hc_option_table[k].name);
    if (o->n_arguments > command->most_arguments)
        return hc_err_set(err, HC_USAGE, "%s takes no more arguments; what is \"%s\"?", "%s 的参数过多：“%s”",
                          command->name, o->arguments[command->most_arguments]);
    return 0;
}

int hc_options_parse(int argc, char **argv, struct hc_options *o, struct hc_err *err)
{
    bool only_arguments = false, used[HC_MOST_OPTIONS] = {false};
    *o = (struct hc_options){0};
    for (int i = 1; i + 1 < argc; i++) /* for what may be wrong with the words before it */
        if (strcmp(argv[i], "--lang") == 0 && strcmp(argv[i + 1], "zh") == 0)
            o->lang = argv[i + 1];
    for (int i = 1; i < argc; i++) {
        if (!only_arguments && strcmp(argv[i], "--") == 0) {
            only_arguments = true;
        } else if (!only_arguments && argv[i][0] == '-' && argv[i][1]) {
            if (parse_option(argc, argv, &i, o, used, err) < 0)
                return -1;
        } else if (!o->command) {
            o->command = argv[i];
        } else if (o->n_arguments < HC_MAX_ARGUMENTS) {
            o->arguments[o->n_arguments++] = argv[i];
        } else {
            return hc_err_set(err, HC_USAGE, "more than %d arguments", "参数超过 %d 个", HC_MAX_ARGUMENTS);
        }
    }
    o->project = o->arguments[0];
    return check_use(o, used, err);
}

static void pad(size_t width, size_t to)
{
    for (; width < to; width++)
        putchar(' ');
}

void hc_options_list(enum hc_command_bit command, enum hc_lang lang)
{
    for (size_t k = 0; k < hc_n_options; k++) {
        const struct hc_option *option = &hc_option_table[k];
        const char *value = hc_text_in(&option->value, lang), *space = *value ? " " : "";
        if (!(option->commands & (unsigned)command))
            continue;
        printf("  %s%s%s%s%s", option->brief ? option->brief : "", option->brief ? ", " : "", option->name, space,
               value);
        pad(2 + (option->brief ? 4u : 0u) + strlen(option->name) + strlen(space) + hc_utf8_width(value), 22);
        printf(" %s\n", hc_text_in(&option->help, lang));
    }
}

enum hc_lang hc_options_lang(const struct hc_options *o, const struct hc_project *project)
{
    if (o->lang)
        return strcmp(o->lang, "zh") == 0 ? HC_ZH : HC_EN;
    return project && project->lang_given ? project->lang : HC_EN;
}

enum hc_lang hc_options_tongue(const struct hc_options *o)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"}; /* the first that is set decides */
    const char *locale = NULL;
    for (size_t i = 0; i < 3 && !(locale && *locale); i++)
        locale = getenv(names[i]);
    if (o->lang)
        return hc_options_lang(o, NULL);
    return locale && strncmp(locale, "zh", 2) == 0 ? HC_ZH : HC_EN;
}

/* "a,b" as columns to be summed. */
static size_t sum_columns(struct hc_arena *strings, const char *sum, struct hc_column_spec **columns)
{
    size_t n = 0;
    *columns = hc_arena_alloc(strings, (sum ? strlen(sum) + 1 : 1) * sizeof **columns);
    for (const char *p = sum; p && *p;) {
        size_t length = strcspn(p, ",");
        if (length)
            (*columns)[n++] = (struct hc_column_spec){hc_arena_strndup(strings, p, length), HC_AGG_SUM, NULL};
        p += length + (p[length] == ',');
    }
    return n;
}

void hc_options_project(const struct hc_options *o, struct hc_project *p)
{
    struct hc_arena *a = &p->strings;
    struct hc_column_spec *columns;
    size_t n_columns = sum_columns(a, o->sum, &columns);
    p->one_level = true;
    p->encoding = hc_arena_strdup(a, o->encoding);
    p->crs = hc_arena_strdup(a, o->crs);
    p->links = hc_arena_strdup(a, o->links);
    p->n_levels = 1;
    p->levels = hc_arena_alloc(a, sizeof *p->levels);
    p->levels[0] = (struct hc_level_spec){.id = hc_arena_strdup(a, "unit"),
                                          .source = hc_arena_strdup(a, o->units),
                                          .fields = {hc_arena_strdup(a, o->code), hc_arena_strdup(a, o->name),
                                                     hc_arena_strdup(a, o->kind), hc_arena_strdup(a, o->parent),
                                                     hc_arena_strdup(a, o->x), hc_arena_strdup(a, o->y)}};
    p->n_tables = o->n_tables + 1; /* the units themselves may carry columns */
    p->tables = hc_arena_alloc(a, p->n_tables * sizeof *p->tables);
    for (size_t i = 0; i < p->n_tables; i++)
        p->tables[i] = (struct hc_table_spec){
            .source = hc_arena_strdup(a, i ? o->tables[i - 1] : o->units), .columns = columns, .n_columns = n_columns};
    p->n_steps = o->plan || o->new_units ? 1 : 0;
    p->steps = hc_arena_alloc(a, sizeof *p->steps);
    p->steps[0] = (struct hc_step_spec){.date = hc_arena_strdup(a, "after"),
                                        .plan = hc_arena_strdup(a, o->plan),
                                        .units = hc_arena_strdup(a, o->new_units)};
}

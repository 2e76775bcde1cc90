#include "load/ahead.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <string.h>

struct item {
    const char *given;         /* NULL once it was taken */
    struct hc_input remembers; /* the project, and the source if there is one */
    struct hc_source source;
    struct hc_sheet sheet;
    struct hc_findings findings;
    int status;
};

struct hc_ahead {
    struct hc_task *task;
    struct item *items; /* in the order they will be asked for */
    size_t n, cap;
};

static int read_sheet(struct hc_sheet *sheet, struct hc_source *source, struct hc_input *input, const char *given,
                      struct hc_findings *findings)
{
    *sheet = (struct hc_sheet){0};
    *source = (struct hc_source){0};
    if (hc_source_init(source, input, given, findings) < 0)
        return -1;
    return hc_sheet_read(sheet, source, input, findings);
}

static void read_all(void *ctx)
{
    struct hc_ahead *ahead = ctx;
    for (struct item *i = ahead->items; i < ahead->items + ahead->n; i++)
        i->status = read_sheet(&i->sheet, &i->source, &i->remembers, i->given, &i->findings);
}

static void add(struct hc_ahead *ahead, const struct hc_input *input, const char *given)
{
    if (!given || hc_source_is_connection(given))
        return;
    HC_GROW(ahead->items, ahead->cap, ahead->n + 1);
    ahead->items[ahead->n++] = (struct item){.given = given, .remembers = {.project = input->project}};
}

/* By its name: other formats may hold a layer with land. */
static bool is_plain_sheet(const char *given)
{
    struct hc_source source = {.name = hc_source_label(given)};
    const char *mark = strchr(source.name, '#');
    char *name = hc_strndup(source.name, mark ? (size_t)(mark - source.name) : strlen(source.name));
    source.name = name;
    bool plain = hc_source_is_csv(&source) || hc_source_has_extension(&source, "xlsx") ||
                 hc_source_has_extension(&source, "xls") || hc_source_has_extension(&source, "ods");
    hc_free(name);
    return plain;
}

static void list_sheets(struct hc_ahead *ahead, const struct hc_input *input)
{
    const struct hc_project *p = &input->project;
    for (size_t l = 1; l < p->n_levels; l++)
        if (p->levels[l].source && is_plain_sheet(p->levels[l].source))
            add(ahead, input, p->levels[l].source);
    for (size_t i = 0; i < input->n_tables; i++)
        if (!hc_project_is_of_level(p, &p->tables[i]))
            add(ahead, input, p->tables[i].source);
    for (size_t i = 0; i < p->n_steps; i++) {
        add(ahead, input, p->steps[i].plan);
        add(ahead, input, p->steps[i].units);
    }
    add(ahead, input, p->services.offices);
    add(ahead, input, p->services.roads);
}

struct hc_ahead *hc_ahead_begin(const struct hc_input *input)
{
    struct hc_ahead *ahead = hc_calloc(1, sizeof *ahead);
    if (hc_parallel_threads(input->threads) > 1)
        list_sheets(ahead, input);
    if (ahead->n) {
        ahead->task = hc_task_begin(input->threads, read_all, ahead);
        return ahead;
    }
    hc_free(ahead);
    return NULL;
}

static struct item *find(const struct hc_ahead *ahead, const char *given)
{
    for (size_t i = 0; ahead && i < ahead->n; i++)
        if (ahead->items[i].given && strcmp(ahead->items[i].given, given) == 0)
            return &ahead->items[i];
    return NULL;
}

bool hc_ahead_has(const struct hc_ahead *ahead, const char *given)
{
    return find(ahead, given) != NULL;
}

static void release_memory(struct item *i)
{
    for (size_t k = 0; k < i->remembers.n_sources; k++)
        hc_source_info_release(&i->remembers.sources[k]);
    hc_free(i->remembers.sources);
    hc_findings_release(&i->findings);
}

void hc_ahead_end(struct hc_ahead *ahead)
{
    if (!ahead)
        return;
    hc_task_drop(ahead->task);
    for (struct item *i = ahead->items; i < ahead->items + ahead->n; i++) {
        release_memory(i);
        hc_sheet_release(&i->sheet);
        hc_source_release(&i->source);
    }
    hc_free(ahead->items);
    hc_free(ahead);
}

static int take(struct hc_ahead *ahead, struct item *i, struct hc_sheet *sheet, struct hc_source *source,
                struct hc_input *input, struct hc_findings *findings)
{
    hc_task_end(ahead->task);
    ahead->task = NULL;
    hc_findings_move(findings, &i->findings);
    for (size_t k = 0; k < i->remembers.n_sources; k++)
        hc_source_merge(input, &i->remembers.sources[k]);
    i->remembers.n_sources = 0;
    *sheet = i->sheet;
    *source = i->source;
    i->sheet = (struct hc_sheet){0};
    i->source = (struct hc_source){0};
    i->given = NULL;
    return i->status;
}

int hc_sheet_open(struct hc_sheet *sheet, struct hc_source *source, struct hc_input *input, const char *given,
                  struct hc_findings *findings)
{
    struct item *item = find(input->ahead, given);
    return item ? take(input->ahead, item, sheet, source, input, findings)
                : read_sheet(sheet, source, input, given, findings);
}

#include "projects.h"

#include <stdio.h>
#include <string.h>

static char *text(struct hc_input *in, const char *s)
{
    return hc_arena_strdup(&in->strings, s);
}

static char *numbered(struct hc_input *in, const char *stem, uint32_t i)
{
    char code[32];
    snprintf(code, sizeof code, "%s%03u", stem, i);
    return text(in, code);
}

/* The first unit gets the land of some others as well: they overlap. */
static void overlap(struct project *p, struct rng *r)
{
    struct hc_polygons *old = &p->coverage.layer.polygons, all;
    hc_polygons_init(&all);
    for (size_t u = 0; u < old->n_units; u++) {
        uint32_t other = rng_below(r, 5) ? HC_NONE : rng_below(r, (uint32_t)old->n_units);
        for (size_t k = 0; k < 2; k++) {
            size_t from = k ? other : u;
            if (from == HC_NONE || (k && from == u))
                continue;
            for (uint32_t part = old->unit_part[from]; part < old->unit_part[from + 1]; part++) {
                for (uint32_t ring = old->part_ring[part]; ring < old->part_ring[part + 1]; ring++) {
                    hc_polygons_add_vertices(&all, old->xy + old->ring_xy[ring],
                                             old->ring_xy[ring + 1] - old->ring_xy[ring]);
                    hc_polygons_end_ring(&all);
                }
                hc_polygons_end_part(&all);
            }
        }
        hc_polygons_end_unit(&all);
    }
    hc_polygons_release(old);
    *old = all;
}

static void set_attributes(struct project *p, struct rng *r, struct hc_units *u, const char *up, uint32_t n_up)
{
    static const char *const kinds[] = {"village", "community", "farm"};
    u->row = u->row ? u->row : hc_calloc(u->count, sizeof *u->row);
    for (uint32_t i = 0; i < u->count; i++) {
        u->kind[i] = rng_below(r, 9) ? text(&p->input, kinds[rng_below(r, 3)]) : NULL;
        u->name[i] = rng_below(r, 9) ? text(&p->input, u->code[i]) : NULL;
        u->parent_code[i] = numbered(&p->input, up, rng_below(r, n_up));
    }
}

static void add_finer(struct project *p, struct rng *r)
{
    struct hc_layer *finer = &p->input.layers[0];
    const struct hc_units *base = &p->coverage.layer.units;
    uint32_t n = (uint32_t)base->count * 3;
    hc_units_init(&finer->units, n);
    for (uint32_t i = 0; i < n; i++)
        finer->units.code[i] = numbered(&p->input, "g", i);
    set_attributes(p, r, &finer->units, "u", (uint32_t)base->count);
    for (uint32_t i = 0; i < n; i++)
        finer->units.parent_code[i] = base->code[rng_below(r, (uint32_t)base->count)];
    hc_units_index(&finer->units);
}

static void fill_column(struct project *p, struct rng *r, struct hc_column *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (rng_below(r, 12) == 0)
            continue;
        if (c->type == HC_TEXT)
            c->text[i] = text(&p->input, rng_below(r, 2) ? "east" : "west");
        else
            c->value[i] = rng_below(r, 4) ? rng_below(r, 5000) : rng_below(r, 3) * 10;
    }
}

/* A table of the finest level. */
static void add_table(struct project *p, struct rng *r, const struct hc_units *u)
{
    static const struct {
        const char *name;
        enum hc_agg agg;
        enum hc_column_type type;
        int scale;
    } columns[] = {{"population", HC_AGG_SUM, HC_DECIMAL, 0}, {"households", HC_AGG_SUM, HC_DECIMAL, 0},
                   {"harvest", HC_AGG_SUM, HC_DECIMAL, 2},    {"score", HC_AGG_MEAN, HC_DECIMAL, 1},
                   {"height", HC_AGG_MAX, HC_DECIMAL, 1},     {"side", HC_AGG_LIST, HC_TEXT, 0},
                   {"road", HC_AGG_FIRST, HC_TEXT, 0}};
    struct hc_table *t = p->input.tables = hc_calloc(1, sizeof *t);
    struct hc_table_spec *spec = p->input.project.tables = hc_arena_alloc(&p->input.strings, sizeof *spec);
    *spec = (struct hc_table_spec){.source = text(&p->input, "made_up.csv")};
    p->input.n_tables = p->input.project.n_tables = 1;
    *t = (struct hc_table){.spec = spec, .n_rows = u->count, .n_columns = sizeof columns / sizeof *columns};
    t->key = hc_alloc(u->count, sizeof *t->key);
    t->row = hc_alloc(u->count, sizeof *t->row);
    t->columns = hc_calloc(t->n_columns, sizeof *t->columns);
    for (uint32_t i = 0; i < u->count; i++) {
        t->key[i] = u->code[i];
        t->row[i] = i + 2;
    }
    for (size_t c = 0; c < t->n_columns; c++) {
        hc_column_init(&t->columns[c], columns[c].name, columns[c].agg, columns[c].type, u->count);
        t->columns[c].scale = columns[c].scale;
        fill_column(p, r, &t->columns[c], u->count);
    }
}

static void add_rules(struct project *p, const struct hc_units *base)
{
    struct hc_project *project = &p->input.project;
    struct hc_number none = hc_number_missing();
    char **codes = hc_arena_alloc(&p->input.strings, 2 * sizeof *codes);
    codes[0] = base->code[0];
    codes[1] = base->code[base->count - 1];
    const struct hc_rule rules[] = {
        {.type = HC_RULE_RANGE,
         .measure = text(&p->input, "population"),
         .min = hc_number_decimal(1500, 0),
         .max = none},
        {.type = HC_RULE_RANGE, .measure = text(&p->input, "polsby_popper"), .min = hc_number_real(0.3), .max = none},
        {.type = HC_RULE_CONTIGUOUS},
        {.type = HC_RULE_WITHIN_PARENT},
        {.type = HC_RULE_TOGETHER, .codes = codes, .n_codes = 2},
        {.type = HC_RULE_APART, .codes = codes, .n_codes = 2},
        {.type = HC_RULE_KEEP, .codes = codes, .n_codes = 1},
        {.type = HC_RULE_CONVERT, .codes = codes, .n_codes = 2}};
    project->n_rules = sizeof rules / sizeof *rules;
    project->rules = hc_arena_alloc(&p->input.strings, sizeof rules);
    memcpy(project->rules, rules, sizeof rules);
    for (size_t i = 0; i < project->n_rules; i++) {
        project->rules[i].level = project->levels[p->input.base].id;
        project->rules[i].severity = HC_ERROR;
    }
}

void project_make(struct project *p, uint64_t seed)
{
    struct rng r = {seed};
    struct hc_input *in = &p->input;
    *p = (struct project){0};
    coverage_make(&p->coverage, seed, 4 + seed % 9, seed % 2);
    if (seed % 3 == 0)
        overlap(p, &r);
    size_t finer = seed % 2, n_levels = 2 + finer;
    static const char *const ids[] = {"group", "unit", "town"};
    in->base = (uint32_t)finer;
    in->layers = hc_calloc(n_levels, sizeof *in->layers);
    in->project.n_levels = n_levels;
    in->project.levels = hc_arena_alloc(&in->strings, n_levels * sizeof *in->project.levels);
    for (size_t l = 0; l < n_levels; l++)
        in->project.levels[l] = (struct hc_level_spec){.id = text(in, ids[l + 1 - finer]),
                                                       .source = l + 1 < n_levels ? text(in, "made up") : NULL};
    struct hc_units *base = &p->coverage.layer.units;
    set_attributes(p, &r, base, "t", 3);
    hc_map_release(&base->by_code);
    hc_units_index(base);
    if (finer)
        add_finer(p, &r);
    in->layers[finer] = p->coverage.layer; /* lent: released with the coverage */
    add_table(p, &r, &in->layers[0].units);
    struct hc_measure_spec *ratio = in->project.measures = hc_arena_alloc(&in->strings, sizeof *ratio);
    *ratio = (struct hc_measure_spec){
        .name = text(in, "density"), .of = text(in, "population"), .per = text(in, "area_km2")};
    in->project.n_measures = 1;
    add_rules(p, base);
}

void project_release(struct project *p)
{
    struct hc_layer *base = &p->input.layers[p->input.base];
    p->coverage.layer = *base;
    *base = (struct hc_layer){0};
    p->input.project.tables = NULL;
    p->input.project.n_tables = 0;
    struct hc_arena strings = p->input.strings;
    p->input.strings = (struct hc_arena){0};
    for (size_t l = 0; l < p->input.project.n_levels; l++)
        hc_layer_release(&p->input.layers[l]);
    hc_free(p->input.layers);
    for (size_t t = 0; t < p->input.n_tables; t++)
        hc_table_release(&p->input.tables[t]);
    hc_free(p->input.tables);
    coverage_release(&p->coverage);
    hc_arena_release(&strings);
}

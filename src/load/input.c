#include "load/ahead.h"
#include "load/layer/layer.h"
#include "load/load.h"
#include "load/plan.h"
#include "load/services.h"
#include "load/table.h"
#include "load/units/complete.h"
#include "load/units/lists.h"
#include "load/units/names.h"
#include "load/units/plans.h"
#include <cpl_conv.h>
#include <cpl_error.h>
#include <string.h>

static void CPL_STDCALL say_nothing(CPLErr class, CPLErrorNum number, const char *message)
{
    (void)class;
    (void)number;
    (void)message;
}

void hc_load_init(void)
{
    GDALAllRegister();
    CPLSetErrorHandler(say_nothing);
}

/* For each column that one-level use asks for, whether any source had it. */
struct asked {
    bool *found;
    size_t n;
};

static void make_table(struct hc_input *input, size_t index, const struct hc_sheet *sheet, struct asked *asked,
                       struct hc_findings *findings)
{
    const struct hc_table_spec *spec = &input->project.tables[index];
    bool *found = hc_calloc(spec->n_columns, sizeof *found);
    hc_table_from_sheet(&input->tables[index], spec, input, sheet, found, findings);
    for (size_t i = 0; i < spec->n_columns && i < asked->n; i++)
        asked->found[i] = asked->found[i] || found[i];
    hc_free(found);
}

/* A table that is taken from the very source of a level is made while that is at hand. */
static void tables_of_layer(struct hc_input *input, uint32_t level, struct hc_sheet *sheet, struct asked *asked,
                            struct hc_findings *findings)
{
    const struct hc_level_spec *spec = &input->project.levels[level];
    for (size_t i = 0; i < input->n_tables; i++) {
        const struct hc_table_spec *table = &input->project.tables[i];
        if (hc_project_level(&input->project, table->level) != level || strcmp(table->source, spec->source) != 0)
            continue;
        sheet->name = hc_source_label(spec->source);
        make_table(input, i, sheet, asked, findings);
    }
}

static void read_levels(struct hc_input *input, const struct hc_progress *progress, struct asked *asked,
                        struct hc_findings *findings)
{
    input->base = HC_NONE;
    for (uint32_t l = 0; l < input->project.n_levels; l++) {
        struct hc_sheet sheet = {0};
        if (!input->project.levels[l].source) {
            hc_units_init(&input->layers[l].units, 0);
            continue;
        }
        if (hc_layer_read(&input->layers[l], input, l, progress, findings, &sheet) == 0)
            tables_of_layer(input, l, &sheet, asked, findings);
        hc_sheet_release(&sheet);
        if (input->layers[l].has_polygons && input->base == HC_NONE)
            input->base = l;
    }
}

static void read_tables(struct hc_input *input, struct asked *asked, struct hc_findings *findings)
{
    for (size_t i = 0; i < input->n_tables; i++) {
        struct hc_sheet sheet = {0};
        struct hc_source source = {0};
        const struct hc_table_spec *spec = &input->project.tables[i];
        if (input->tables[i].spec || hc_project_is_of_level(&input->project, spec))
            continue;
        if (hc_sheet_open(&sheet, &source, input, spec->source, findings) == 0)
            make_table(input, i, &sheet, asked, findings);
        hc_sheet_release(&sheet);
        hc_source_release(&source);
    }
}

static void check_asked(const struct hc_input *input, const struct asked *asked, struct hc_findings *findings)
{
    for (size_t i = 0; i < asked->n; i++) {
        if (asked->found[i])
            continue;
        struct hc_finding *f = hc_findings_add(findings, "missing_field", HC_REFUSAL, "no table has a column \"%s\"",
                                               "没有任何表含有列“%s”", input->project.tables[0].columns[i].name);
        hc_finding_remedy(f, "correct --sum, or bring the table that has it: --table F",
                          "请更正 --sum，或给出含有该列的表：--table F");
    }
}

int hc_load_input(struct hc_input *input, const struct hc_progress *progress, struct hc_findings *findings,
                  struct hc_err *err)
{
    const struct hc_project *p = &input->project;
    struct asked asked = {0};
    (void)err;
    input->n_tables = p->keep_attributes ? 0 : p->n_tables; /* tables say nothing of borders */
    asked.n = p->one_level && input->n_tables ? p->tables[0].n_columns : 0;
    asked.found = hc_calloc(asked.n, sizeof *asked.found);
    input->layers = hc_calloc(p->n_levels, sizeof *input->layers);
    input->tables = hc_calloc(input->n_tables, sizeof *input->tables);
    input->n_steps = p->n_steps;
    input->steps = hc_calloc(p->n_steps, sizeof *input->steps);
    for (uint32_t l = 0; l < p->n_levels; l++)
        hc_polygons_init(&input->layers[l].polygons);
    input->ahead = hc_ahead_begin(input);
    read_levels(input, progress, &asked, findings);
    read_tables(input, &asked, findings);
    hc_units_complete(input, findings);
    hc_names_finish(input, findings);
    for (size_t i = 0; i < p->n_steps; i++) {
        uint32_t level = hc_project_level(p, p->steps[i].level);
        input->steps[i].spec = &p->steps[i];
        input->steps[i].level = level == HC_NONE ? 0 : level;
        hc_plan_read(input, i, findings);
    }
    hc_plans_by_name(input, findings);
    hc_lists_by_name(input, findings);
    hc_links_read(input, findings);
    hc_services_read(input, findings);
    hc_ahead_end(input->ahead);
    input->ahead = NULL;
    check_asked(input, &asked, findings);
    hc_free(asked.found);
    return 0;
}

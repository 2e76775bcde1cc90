/* A whole project of tables: units, people, plan, new units, links, offices, roads, a table to convert and
 * one of wanted counts, each after a line "@" and a letter; what is not given is as in `usual`. Nothing that tables say
 * may be a fault of hecun's own. */
#include "base/mem.h"
#include "cover/cover.h"
#include "fuzz.h"
#include "load/load.h"
#include "load/sheet/grid.h"
#include "load/wanted.h"
#include "simulate/convert/convert.h"
#include "simulate/simulate.h"
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_TABLES = 9 };
static const char letters[N_TABLES + 1] = "umpnlortw";
static const char *const names[N_TABLES] = {"units.csv",   "people.csv", "plan.csv",  "new.csv",   "links.csv",
                                            "offices.csv", "roads.csv",  "table.csv", "wanted.csv"};
static const char *const usual[N_TABLES] = {
    "code,name,kind,parent\n01,a,x,A\n02,b,x,A\n03,c,y,B\n04,d,y,B\n",
    "code,population,households,score,first\n01,10,3,1.5,p\n02,20,6,2,q\n03,5,1,,r\n04,7,2,9,s\n",
    "unit,to\n02,01\n03,04\n",
    "code,name\n01,new\n",
    "unit_a,unit_b,length_m\n01,02,5\n",
    "id,unit,floor_m2,x,y\nO1,01,50,500500,3400500\nO2,02,20,501500,3400500\nO3,04,90,501500,3401500\n",
    "unit,office,distance_m\n01,O1,100\n",
    "code,population,pupils\n01,10,4\n02,20,\n04,1,1\n",
    "parent,kind,count\nA,x,1\nB,y,1\n",
};
static char *paths[N_TABLES];

static void write_tables(const uint8_t *data, size_t size)
{
    bool given[N_TABLES] = {0};
    for (size_t i = 0; i + 2 < size;) {
        const char *letter = data[i] == '@' ? memchr(letters, data[i + 1], N_TABLES) : NULL;
        size_t begin = i += letter ? 3 : 1;
        if (!letter)
            continue;
        while (i < size && !(data[i] == '@' && data[i - 1] == '\n'))
            i++;
        if (begin > size)
            break;
        given[letter - letters] = true;
        fuzz_file(names[letter - letters], data + begin, i - begin);
    }
    for (size_t k = 0; k < N_TABLES; k++) {
        if (!given[k])
            fuzz_file(names[k], (const uint8_t *)usual[k], strlen(usual[k]));
        if (!paths[k])
            paths[k] = hc_strdup(fuzz_path(names[k]));
    }
}

static void no_fault(enum hc_exit code, const struct hc_err *err)
{
    if (code != HC_FAULT)
        return;
    fprintf(stderr, "a fault: %s\n", hc_text_in(&err->text, HC_EN));
    abort();
}

static void convert(const struct hc_result *r, bool back, struct hc_findings *findings)
{
    struct hc_grid grid = {0};
    struct hc_converted converted = {0};
    struct hc_err err = {0};
    struct hc_converting job = {r, back ? "2020" : "2019", back ? "2019" : "2020", HC_NONE, "pupils=sum", "table.csv"};
    if (hc_load_grid(&grid, paths[7], NULL, NULL, findings) == 0) {
        hc_convert(&job, &grid, findings, &converted, &err);
        no_fault(err.code, &err);
    }
    hc_converted_release(&converted);
    hc_grid_release(&grid);
    hc_err_release(&err);
}

/* Four squares, made once and kept. */
static const struct hc_cover *land(void)
{
    static struct hc_cover *cover;
    static struct hc_layer layer;
    struct hc_cover_options options = {.threads = 1};
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    if (cover)
        return cover;
    layer.crs = hc_strdup("EPSG:4544");
    layer.has_polygons = true;
    hc_polygons_init(&layer.polygons);
    hc_units_init(&layer.units, 4);
    for (int i = 0; i < 4; i++) {
        double x = 500000 + i % 2 * 1000, y = 3400000 + i / 2 * 1000;
        const struct hc_xy square[] = {{x, y}, {x + 1000, y}, {x + 1000, y + 1000}, {x, y + 1000}};
        hc_polygons_add_vertices(&layer.polygons, square, 4);
        hc_polygons_end_ring(&layer.polygons);
        hc_polygons_end_part(&layer.polygons);
        hc_polygons_end_unit(&layer.polygons);
        layer.units.code[i] = hc_arena_strdup(&layer.units.strings, letters);
    }
    cover = hc_cover_new(&layer, "village", &options, &findings, &err);
    if (!cover)
        abort();
    hc_findings_release(&findings);
    return cover;
}

static void run(struct hc_input *input, struct hc_findings *findings)
{
    struct hc_result result = {0};
    struct hc_wanted_table wanted = {0};
    struct hc_err err = {0};
    hc_load_input(input, NULL, findings, &err);
    hc_wanted_read(&wanted, paths[8], input, findings);
    if (err.code == HC_DONE && !hc_findings_count(findings, HC_REFUSAL)) {
        const struct hc_cover *cover = input->layers[0].units.count == 4 ? land() : NULL;
        if (cover)
            input->base = 0;
        else
            input->project.services.offices = NULL;
        hc_simulate(input, cover, 1, findings, &result, &err);
        no_fault(err.code, &err);
        if (err.code == HC_DONE && !hc_findings_count(findings, HC_REFUSAL))
            for (int back = 0; back < 2; back++)
                convert(&result, back, findings);
    }
    hc_result_release(&result);
    hc_wanted_release(&wanted);
    hc_err_release(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hc_input input = {.threads = 1};
    struct hc_findings findings = {0};
    struct hc_project *p = &input.project;
    write_tables(data, size);
    struct hc_level_spec levels[2] = {{.id = "village", .source = paths[0]}, {.id = "town"}};
    struct hc_column_spec columns[4] = {{"population", HC_AGG_SUM, NULL},
                                        {"households", HC_AGG_SUM, NULL},
                                        {"score", HC_AGG_MEAN, "population"},
                                        {"first", HC_AGG_FIRST, NULL}};
    struct hc_table_spec table = {.level = "village", .source = paths[1], .columns = columns, .n_columns = 4};
    struct hc_step_spec step = {.date = "2020", .level = "village", .plan = paths[2], .units = paths[3]};
    p->date = "2019";
    p->population = "population";
    p->links = paths[4];
    p->levels = levels;
    p->n_levels = 2;
    p->tables = &table;
    p->n_tables = 1;
    p->steps = &step;
    p->n_steps = 1;
    p->services = (struct hc_services_spec){.offices = paths[5],
                                            .roads = paths[6],
                                            .households = "households",
                                            .m2 = hc_number_missing(),
                                            .m2_per100 = hc_number_decimal(500, 0),
                                            .within_m = hc_number_decimal(5000, 0),
                                            .hollow_below = hc_number_missing()};
    run(&input, &findings);
    hc_input_release(&input);
    hc_findings_release(&findings);
    return 0;
}

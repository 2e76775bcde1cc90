/* Layers with their land, through hc_load_input. The first byte chooses the format; of a shapefile the next two are the
 * length of the .shp, then of the .dbf, in units of 8 bytes; what is left is the .shx. */
#include "fuzz.h"
#include "load/load.h"
#include <stdbool.h>

static size_t piece(const char *name, const uint8_t *data, size_t size, size_t want)
{
    size_t n = want < size ? want : size;
    fuzz_file(name, data, n);
    return n;
}

static const char *write_shapefile(const uint8_t *data, size_t size)
{
    if (size < 2)
        return NULL;
    size_t at = 2;
    at += piece("in.shp", data + at, size - at, data[0] * (size_t)8);
    at += piece("in.dbf", data + at, size - at, data[1] * (size_t)8);
    fuzz_file("in.shx", data + at, size - at);
    return fuzz_path("in.shp");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"in.geojson", "in.shp", "in.fgb", "in.kml", "in.csv"};
    static bool ready;
    struct hc_input input = {.threads = 1};
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    struct hc_project *p = &input.project;
    if (size < 2)
        return 0;
    if (!ready)
        hc_load_init();
    ready = true;
    size_t format = data[0] % (sizeof names / sizeof *names);
    const char *path = format == 1 ? write_shapefile(data + 1, size - 1) : fuzz_file(names[format], data + 1, size - 1);
    struct hc_level_spec level = {.id = "unit", .source = hc_arena_strdup(&p->strings, path)};
    if (path) {
        if (format == 4) /* boundaries as text say no CRS */
            p->crs = "EPSG:4490";
        p->one_level = true;
        p->levels = &level;
        p->n_levels = 1;
        hc_load_input(&input, NULL, &findings, &err);
    }
    hc_input_release(&input);
    hc_findings_release(&findings);
    hc_err_release(&err);
    return 0;
}

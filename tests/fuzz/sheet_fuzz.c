/* Everything that GDAL opens for us: the first byte chooses the name that the rest has. */
#include "fuzz.h"
#include "load/load.h"
#include "load/sheet/sheet.h"
#include <stdbool.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"in.xlsx", "in.dbf", "in.geojson", "in.ods", "in.kml", "in.shp", "in.fgb"};
    static bool ready;
    struct hc_input input = {0};
    struct hc_source source = {0};
    struct hc_sheet sheet = {0};
    struct hc_findings findings = {0};
    if (size < 2)
        return 0;
    if (!ready)
        hc_load_init();
    ready = true;
    const char *path = fuzz_file(names[data[0] % (sizeof names / sizeof *names)], data + 1, size - 1);
    if (hc_source_init(&source, &input, path, &findings) == 0)
        hc_sheet_read(&sheet, &source, &input, &findings);
    hc_sheet_release(&sheet);
    hc_source_release(&source);
    hc_input_release(&input);
    hc_findings_release(&findings);
    return 0;
}

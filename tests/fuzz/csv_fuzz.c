/* Tables of text: encodings, separators, quotes, codes and numbers. */
#include "base/number.h"
#include "fuzz.h"
#include "load/load.h"
#include "load/sheet/codes.h"
#include "load/sheet/fields.h"
#include "load/sheet/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hc_input input = {0};
    struct hc_source source = {0};
    struct hc_sheet sheet = {0};
    struct hc_findings findings = {0};
    struct hc_arena strings = {0};
    if (hc_source_init(&source, &input, fuzz_file("in.csv", data, size), &findings) == 0 &&
        hc_sheet_read(&sheet, &source, &input, &findings) == 0) {
        hc_field_find(&sheet, HC_ROLE_CODE);
        for (size_t i = 0; i < sheet.n_rows; i++)
            for (uint32_t c = 0; c < sheet.n_cols; c++) {
                int64_t value;
                int scale;
                hc_cell_code(&sheet, i, c, &strings, &findings);
                hc_decimal_parse(hc_sheet_cell(&sheet, i, c), &value, &scale);
            }
    }
    hc_arena_release(&strings);
    hc_sheet_release(&sheet);
    hc_source_release(&source);
    hc_input_release(&input);
    hc_findings_release(&findings);
    return 0;
}

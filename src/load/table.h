/* Tables: rows of columns by key, not yet joined to units. */
#ifndef HC_LOAD_TABLE_H
#define HC_LOAD_TABLE_H

#include "load/sheet/sheet.h"

/* Makes the table that `spec` asks for from a sheet that was read. name: the source's, for messages. found: one flag a
 * column of the spec, set where the sheet has it; a missing one is a refusal unless the project is one_level. */
void hc_table_from_sheet(struct hc_table *table, const struct hc_table_spec *spec, const struct hc_input *input,
                         const struct hc_sheet *sheet, bool *found, struct hc_findings *findings);

#endif

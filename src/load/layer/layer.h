/* One level: its units, and their polygons if the source has any. */
#ifndef HC_LOAD_LAYER_LAYER_H
#define HC_LOAD_LAYER_LAYER_H

#include "base/progress.h"
#include "load/sheet/sheet.h"

/* Reads level `level` of the project into *layer (zeroed before). Problems are findings; -1 if nothing could be read.
 * *sheet receives all fields of the source, for tables that are taken from the same one; the caller releases it. */
int hc_layer_read(struct hc_layer *layer, struct hc_input *input, uint32_t level, const struct hc_progress *progress,
                  struct hc_findings *findings, struct hc_sheet *sheet);

#endif

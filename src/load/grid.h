/* A table read whole, for what is to be written again. */
#ifndef HC_LOAD_GRID_H
#define HC_LOAD_GRID_H

#include "model/finding.h"
#include "model/grid.h"
#include "model/input.h"

/* Reads `path` (relative to the working directory) into *grid; key: the field of codes, or NULL to find it. -1, with
 * refusals among the findings. */
int hc_load_grid(struct hc_grid *grid, const char *path, const char *key, const char *encoding,
                 struct hc_findings *findings);

#endif

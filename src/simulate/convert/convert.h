/* convert: a table of one date's units carried to another's, through the crosswalk between the two.
 *
 * Forwards, counts of units that became one are added up. Where a unit's count has to be divided (a split; or backwards
 * through a merger) it is divided by population, else by land, else evenly, by largest remainder at the column's own
 * precision: every sum is conserved, and the rows are marked estimated. */
#ifndef HC_SIMULATE_CONVERT_CONVERT_H
#define HC_SIMULATE_CONVERT_CONVERT_H

#include "base/err.h"
#include "model/finding.h"
#include "model/grid.h"
#include "model/state.h"

struct hc_converting {
    const struct hc_result *result;
    const char *from, *to; /* dates of states */
    uint32_t level;        /* of the table's units; HC_NONE: the one that most of its codes are found at */
    const char *columns;   /* "name=sum,name=mean:WEIGHT,name=drop", or NULL */
    const char *source;    /* the table's name, for messages */
};

struct hc_converted {
    size_t n_cols, n_rows;
    char **header; /* the table's columns in its order, without dropped ones, then "estimated" */
    char **cells;  /* n_rows * n_cols */
    size_t n_estimated, n_unmatched, n_left; /* rows: estimated; that match no unit; whose unit left the area */
    struct hc_arena strings;
};

/* Unmatched rows are findings of severity error, columns without a rule refusals; HC_USAGE for dates that no state has.
 */
int hc_convert(const struct hc_converting *c, const struct hc_grid *grid, struct hc_findings *findings,
               struct hc_converted *out, struct hc_err *err);
void hc_converted_release(struct hc_converted *c);

#endif

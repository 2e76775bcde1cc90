/* One line of whole coordinates: what each vertex counts for, and where lines meet that should not. */
#ifndef HC_COVER_SIMPLIFY_LINE_H
#define HC_COVER_SIMPLIFY_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a vertex is worth: the area, in grid steps squared, of the largest triangle that it or one taken out before it
 * formed when its turn came. Ends, and two vertices more of a line that closes, are worth INFINITY. stretch: how long
 * a step in x is beside one in y. */
void hc_line_worth(const int32_t (*xy)[2], size_t n, double stretch, double *worth);

/* A piece of a line between two of its vertices. */
struct hc_segment {
    int32_t ax, ay, bx, by;
    uint32_t line;
    bool first, last; /* whether a is the line's first vertex, b its last */
};

/* flag[line] becomes 1 for lines that meet another, or themselves, elsewhere than where ends meet. Sorts the segments.
 */
void hc_segments_flag(struct hc_segment *segments, size_t n, uint8_t *flag);

#endif

/* Borders: every line between two units once. */
#ifndef HC_COVER_LINES_H
#define HC_COVER_LINES_H

#include "cover/cover.h"

/* Line i has the vertices at[i] .. at[i+1]-1; a closed one repeats its first vertex at its end. A zeroed struct is
 * empty; all arrays are owned. */
struct hc_lines {
    struct hc_xy *xy;
    size_t n_xy, cap_xy;
    size_t *at;             /* n + 1, once n > 0 */
    uint32_t *left, *right; /* n; the units on both sides, left < right; right is HC_NONE where nothing is beside */
    size_t n;
};

/* The borders of n_units units in the layer's CRS, sorted by (left, right), each as long as the same two units lie
 * beside it. Units inside of which borders run are told by face_unit, see cover.h. */
void hc_cover_lines(const struct hc_cover *cover, const uint32_t *face_unit, struct hc_lines *out);
void hc_lines_release(struct hc_lines *lines);

#endif

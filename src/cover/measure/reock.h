/* Reock's compactness: area over the area of the smallest circle around. */
#ifndef HC_COVER_MEASURE_REOCK_H
#define HC_COVER_MEASURE_REOCK_H

#include "cover/inside.h"

/* halves, half_at: as hc_cover_boundaries lists them. area: HC_AREA_SCALE. wanted: units whose flag is 0 are left
 * alone; NULL: all are measured. Only vertices that can lie on the hull are projected (hc_cover's reock_crs). reock:
 * n_units, NaN for units without area. */
int hc_reock(const struct hc_cover *cover, const uint32_t *halves, const size_t *half_at, size_t n_units,
             const uint8_t *wanted, int threads, const int64_t *area, double *reock, struct hc_err *err);

#endif

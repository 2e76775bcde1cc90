/* One measure of every unit of a level, flat: as whole numbers of one scale where it is a decimal. */
#ifndef HC_SIMULATE_COUNT_MEASURED_H
#define HC_SIMULATE_COUNT_MEASURED_H

#include "simulate/count/count.h"

struct hc_measured {
    size_t n;
    /* One of the three; the others are NULL. */
    const int64_t *decimal; /* decimal[i] / 10^scale, or HC_MISSING */
    const double *real;     /* NaN: missing */
    struct hc_measured *of; /* a ratio of sums, of[0] over of[1]; owned */
    int scale;
    void *owned; /* what was made for it, or NULL; else the array lies in the state */
};

/* False where the level has no measure of that name; names as in hc_count_values. */
bool hc_measured_get(const struct hc_run *run, size_t index, uint32_t level, const char *name, struct hc_measured *m);
void hc_measured_release(struct hc_measured *m);

struct hc_number hc_measured_number(const struct hc_measured *m, uint32_t unit);
static inline bool hc_measured_missing(const struct hc_measured *m, size_t unit)
{
    return m->decimal ? m->decimal[unit] == HC_MISSING
           : m->real  ? !(m->real[unit] <= m->real[unit]) /* NaN */
                      : hc_measured_number(m, (uint32_t)unit).missing;
}
/* The nearest doubles, NaN where missing; new. */
double *hc_measured_reals(const struct hc_measured *m);

#endif

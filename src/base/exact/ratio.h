/* Exact fractions, for what must not depend on rounding: whether a value is within what a printed number stands for.
 *
 * A fraction is kept in lowest terms over 128 bits. One whose parts do not fit is lost, and so is whatever is computed
 * with it: nobody takes a wrong value for an exact one. */
#ifndef HC_BASE_EXACT_RATIO_H
#define HC_BASE_EXACT_RATIO_H

#include "base/number.h"
#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 hc_wide;

struct hc_ratio {
    hc_wide num; /* the sign is here */
    hc_wide den; /* above 0; 0: lost */
};

struct hc_ratio hc_ratio_make(hc_wide num, hc_wide den); /* lost if den is 0 */
struct hc_ratio hc_ratio_whole(int64_t value);
struct hc_ratio hc_ratio_decimal(int64_t value, int scale); /* value / 10^scale */
/* Exact where the number is; else its nearest decimal of 15 digits. Lost if missing. */
struct hc_ratio hc_ratio_of(struct hc_number n);
struct hc_number hc_ratio_number(struct hc_ratio r); /* missing if lost */

bool hc_ratio_lost(struct hc_ratio r);
struct hc_ratio hc_ratio_neg(struct hc_ratio a);
struct hc_ratio hc_ratio_add(struct hc_ratio a, struct hc_ratio b);
struct hc_ratio hc_ratio_sub(struct hc_ratio a, struct hc_ratio b);
struct hc_ratio hc_ratio_mul(struct hc_ratio a, struct hc_ratio b);
struct hc_ratio hc_ratio_div(struct hc_ratio a, struct hc_ratio b); /* lost if b is 0 */
/* -1, 0, 1; never overflows. Neither may be lost. */
int hc_ratio_compare(struct hc_ratio a, struct hc_ratio b);
int hc_ratio_sign(struct hc_ratio a);
struct hc_ratio hc_ratio_floor(struct hc_ratio a);
struct hc_ratio hc_ratio_ceil(struct hc_ratio a);
/* The mantissa at `decimals` places (0..HC_SCALE_MAX), half away from zero; false if lost or it does not fit. */
bool hc_ratio_round(struct hc_ratio a, int decimals, int64_t *mantissa);

hc_wide hc_wide_gcd(hc_wide a, hc_wide b); /* of non-negative numbers */

#endif

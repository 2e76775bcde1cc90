/* Numbers as people publish them: exact while they can be, rounded once, on display.
 *
 * A decimal is an int64 mantissa and a scale: value / 10^scale. Whole columns share one scale, so that sums are
 * integer sums. HC_MISSING marks a value that was not given; it is never zero.
 *
 * struct hc_number is what a statistic yields: an exact fraction num / (den * 10^scale) while that fits, else a
 * double. Differences, means and rates of decimals stay exact in all usual sizes. */
#ifndef HC_BASE_NUMBER_H
#define HC_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HC_MISSING   INT64_MIN
#define HC_SCALE_MAX 15

enum hc_parse {
    HC_PARSE_OK,
    HC_PARSE_BLANK,      /* nothing there: missing, which is not zero */
    HC_PARSE_BAD,        /* no number: "12a" */
    HC_PARSE_SPREADSHEET /* 5.11303E+11: a number, but digits may be lost */
};

/* Reads a number as people write it: optional sign, digits with or without commas (also ，and spaces) between groups
 * of three, a point, full-width forms, an exponent (read, and reported as HC_PARSE_SPREADSHEET). Text of NULL, blanks,
 * "-", "—", "NA", "null" is HC_PARSE_BLANK. More than HC_SCALE_MAX decimals are rounded half away from zero; a value
 * that does not fit is HC_PARSE_BAD. Trailing zeros of the fraction do not count into *scale. */
enum hc_parse hc_decimal_parse(const char *s, int64_t *value, int *scale);

/* False, with *out unspecified, where the result does not fit. Rounds half away from zero if scale shrinks. */
bool hc_decimal_rescale(int64_t value, int from, int to, int64_t *out);
static inline bool hc_decimal_add(int64_t a, int64_t b, int64_t *sum)
{
    return !__builtin_add_overflow(a, b, sum) && *sum != HC_MISSING;
}
/* What hc_number_div gives as `real` of two decimals, without lowest terms being sought. */
double hc_decimal_quotient(int64_t a, int a_scale, int64_t b, int b_scale);
/* The shortest decimal text: "12", "-0.5"; out holds at least 40 bytes. Returns out. */
char *hc_decimal_format(int64_t value, int scale, char *out);

struct hc_number {
    bool missing;
    bool exact;  /* num, den, scale hold; else real does */
    int64_t num; /* the sign is here */
    int64_t den; /* above 0 */
    int scale;
    double real; /* always set, nearest to the exact value, unless missing (then NaN) */
};

struct hc_number hc_number_missing(void);
struct hc_number hc_number_decimal(int64_t value, int scale); /* HC_MISSING gives a missing one */
struct hc_number hc_number_real(double value);                /* NaN gives a missing one */
/* Missing if either is, or on division by zero. Exact while both are and the result fits. */
struct hc_number hc_number_add(struct hc_number a, struct hc_number b);
struct hc_number hc_number_sub(struct hc_number a, struct hc_number b);
struct hc_number hc_number_div(struct hc_number a, struct hc_number b);
int hc_number_compare(struct hc_number a, struct hc_number b); /* exact where both are; missing sorts last */

/* Rounded to `decimals` places, half away from zero, in decimal; "" if missing; no "-0". With `group`, commas between
 * thousands. Returns out, which holds at least 64 bytes. */
char *hc_number_format(struct hc_number n, int decimals, bool group, char *out);

/* "+" if the number is above 0 when rounded so, else "": what stands before a change. */
const char *hc_number_format_sign(struct hc_number n, int decimals);

#endif

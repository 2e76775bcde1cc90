#include "base/exact/shortest.h"

#include "base/exact/tens.h"
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

__extension__ typedef unsigned __int128 wide;

/* A double is m 2^-s with m < 2^53. Between 1e-4 and 1e14, where nearly all that is measured lies, m 10^k for the k
 * that brings it to seventeen digits is below 2^127, and all that follows is exact. */
#define LEAST 1e-4
#define MOST  1e14

/* value 10^k = scaled 2^-shift. */
struct exact {
    wide scaled;
    int shift, k;
    wide step;         /* 10^k: by so much, times 2^-shift, values one unit of m apart differ */
    bool even, lowest; /* m is even; it is the least with its exponent: the double below is only half as far */
};

/* 10^k, 0 <= k <= 36. */
static wide power(int k)
{
    unsigned low = k > 18 ? 18 : (unsigned)k, high = (unsigned)k - low;
    return low <= 18 && high <= 18 ? (wide)hc_tens[low] * (wide)hc_tens[high] : 0;
}

static void take_apart(struct exact *x, double value)
{
    int exponent;
    uint64_t m = (uint64_t)ldexp(frexp(value, &exponent), 53);
    x->shift = 53 - exponent;
    x->even = !(m & 1);
    x->lowest = m == (uint64_t)1 << 52;
    x->k = 16 - (int)floor(log10(value)); /* the logarithm may be off by a little beside a power of ten */
    for (;;) {
        x->step = power(x->k);
        x->scaled = m * x->step;
        uint64_t whole = (uint64_t)(x->scaled >> x->shift);
        if (whole >= (uint64_t)hc_tens[17])
            x->k--;
        else if (whole < (uint64_t)hc_tens[16])
            x->k++;
        else
            return;
    }
}

/* The nearest number of 17 - drop digits, ties to even, as printf has it. */
static uint64_t nearest(const struct exact *x, int drop)
{
    uint64_t whole = (uint64_t)(x->scaled >> x->shift), unit = (uint64_t)hc_tens[drop];
    wide rest = x->scaled - ((wide)whole << x->shift), half = (wide)1 << (x->shift - 1);
    uint64_t digits = whole / unit, left = whole % unit;
    bool up = drop ? left > unit / 2 || (left == unit / 2 && (rest || digits & 1))
                   : rest > half || (rest == half && digits & 1);
    return digits + up;
}

/* Whether the nearest double to digits 10^drop is the one taken apart: it lies within half the way to the next. */
static bool reads_back(const struct exact *x, uint64_t digits, int drop)
{
    wide other = (wide)(digits * (uint64_t)hc_tens[drop]) << x->shift;
    bool above = other > x->scaled;
    wide off = above ? other - x->scaled : x->scaled - other, reach = x->step;
    int times = !above && x->lowest ? 4 : 2;
    return off * (unsigned)times < reach || (off * (unsigned)times == reach && x->even);
}

/* digits 10^-scale, scale above 0, as text without zeros at the end. */
static char *put_decimal(char *at, uint64_t digits, int scale)
{
    char reversed[24];
    int n = 0;
    while (scale > 0 && digits % 10 == 0) {
        digits /= 10;
        scale--;
    }
    for (; scale > 0; scale--, digits /= 10) {
        reversed[n++] = (char)('0' + digits % 10);
        if (scale == 1)
            reversed[n++] = '.';
    }
    do
        reversed[n++] = (char)('0' + digits % 10);
    while (digits /= 10);
    while (n > 0)
        *at++ = reversed[--n];
    *at = '\0';
    return at;
}

static int put_by_printf(char *text, double value)
{
    int n = 0;
    for (int digits = 15; digits <= 17; digits++) {
        n = snprintf(text, HC_SHORTEST_BYTES, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return n;
}

int hc_shortest_put(char *text, double value)
{
    struct exact x;
    char *at = text;
    if (!(fabs(value) >= LEAST && fabs(value) < MOST))
        return put_by_printf(text, value);
    take_apart(&x, fabs(value));
    int drop = 2;
    uint64_t digits = nearest(&x, drop);
    while (drop > 0 && !reads_back(&x, digits, drop))
        digits = nearest(&x, --drop);
    if (value < 0)
        *at++ = '-';
    at = put_decimal(at, digits, x.k - drop);
    return (int)(at - text);
}

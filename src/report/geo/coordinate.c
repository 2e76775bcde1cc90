#include "report/geo/coordinate.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define SCALE 10000000u

/* The digits of a whole number. */
static char *put_whole(char *at, uint64_t value)
{
    char digits[20], *end = digits + sizeof digits, *p = end;
    do
        *--p = (char)('0' + value % 10);
    while (value /= 10);
    memcpy(at, p, (size_t)(end - p));
    return at + (end - p);
}

char *hc_coordinate_put(char *at, double value)
{
    int64_t scaled = llround(value * SCALE);
    uint64_t size = scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled;
    uint32_t fraction = (uint32_t)(size % SCALE);
    if (scaled < 0)
        *at++ = '-';
    at = put_whole(at, size / SCALE);
    if (!fraction)
        return at;
    uint32_t first = fraction / 1000, last = fraction % 1000; /* digits that need not wait for each other */
    const uint32_t digits[HC_COORDINATE_DECIMALS] = {first / 1000, first / 100 % 10, first / 10 % 10, first % 10,
                                                     last / 100,   last / 10 % 10,   last % 10};
    int n = HC_COORDINATE_DECIMALS;
    *at = '.';
    for (int i = 0; i < HC_COORDINATE_DECIMALS; i++)
        at[i + 1] = (char)('0' + digits[i]);
    while (at[n] == '0')
        n--;
    return at + n + 1;
}

#include "base/exact/ratio.h"

#include <stdio.h>

static const struct hc_ratio lost = {0, 0};

hc_wide hc_wide_gcd(hc_wide a, hc_wide b)
{
    while (b > INT64_MAX || a > INT64_MAX) {
        if (b == 0)
            return a;
        hc_wide r = a % b;
        a = b;
        b = r;
    }
    int64_t x = (int64_t)a, y = (int64_t)b; /* the usual case, at a tenth of the cost */
    while (y) {
        int64_t r = x % y;
        x = y;
        y = r;
    }
    return x;
}

static hc_wide magnitude(hc_wide v)
{
    return v < 0 ? -v : v;
}

static bool negatable(hc_wide v)
{
    hc_wide out;
    return !__builtin_sub_overflow((hc_wide)0, v, &out);
}

struct hc_ratio hc_ratio_make(hc_wide num, hc_wide den)
{
    if (den == 0 || !negatable(num) || !negatable(den))
        return lost;
    if (den < 0) {
        num = -num;
        den = -den;
    }
    hc_wide common = hc_wide_gcd(magnitude(num), den);
    return (struct hc_ratio){num / common, den / common};
}

struct hc_ratio hc_ratio_whole(int64_t value)
{
    return (struct hc_ratio){value, 1};
}

static hc_wide power10(int n)
{
    hc_wide p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

struct hc_ratio hc_ratio_decimal(int64_t value, int scale)
{
    return value == HC_MISSING ? lost : hc_ratio_make(value, power10(scale));
}

struct hc_ratio hc_ratio_of(struct hc_number n)
{
    char text[40];
    int64_t value;
    int scale;
    if (n.missing)
        return lost;
    if (n.exact)
        return hc_ratio_make(n.num, (hc_wide)n.den * power10(n.scale));
    snprintf(text, sizeof text, "%.15g", n.real);
    enum hc_parse parse = hc_decimal_parse(text, &value, &scale);
    return parse == HC_PARSE_OK || parse == HC_PARSE_SPREADSHEET ? hc_ratio_decimal(value, scale) : lost;
}

struct hc_number hc_ratio_number(struct hc_ratio r)
{
    if (hc_ratio_lost(r))
        return hc_number_missing();
    if (magnitude(r.num) > INT64_MAX || r.den > INT64_MAX)
        return hc_number_real((double)((long double)r.num / (long double)r.den));
    return hc_number_div(hc_number_decimal((int64_t)r.num, 0), hc_number_decimal((int64_t)r.den, 0));
}

bool hc_ratio_lost(struct hc_ratio r)
{
    return r.den == 0;
}

struct hc_ratio hc_ratio_neg(struct hc_ratio a)
{
    return (struct hc_ratio){-a.num, a.den};
}

struct hc_ratio hc_ratio_add(struct hc_ratio a, struct hc_ratio b)
{
    hc_wide left, right, num, den;
    if (hc_ratio_lost(a) || hc_ratio_lost(b))
        return lost;
    hc_wide common = hc_wide_gcd(a.den, b.den);
    if (__builtin_mul_overflow(a.num, b.den / common, &left) || __builtin_mul_overflow(b.num, a.den / common, &right) ||
        __builtin_add_overflow(left, right, &num) || __builtin_mul_overflow(a.den, b.den / common, &den))
        return lost;
    return hc_ratio_make(num, den);
}

struct hc_ratio hc_ratio_sub(struct hc_ratio a, struct hc_ratio b)
{
    return hc_ratio_add(a, hc_ratio_neg(b));
}

struct hc_ratio hc_ratio_mul(struct hc_ratio a, struct hc_ratio b)
{
    hc_wide num, den;
    if (hc_ratio_lost(a) || hc_ratio_lost(b))
        return lost;
    hc_wide one = hc_wide_gcd(magnitude(a.num), b.den), two = hc_wide_gcd(magnitude(b.num), a.den);
    if (__builtin_mul_overflow(a.num / one, b.num / two, &num) ||
        __builtin_mul_overflow(a.den / two, b.den / one, &den))
        return lost;
    return hc_ratio_make(num, den);
}

struct hc_ratio hc_ratio_div(struct hc_ratio a, struct hc_ratio b)
{
    if (hc_ratio_lost(b) || b.num == 0)
        return lost;
    return hc_ratio_mul(a, b.num < 0 ? (struct hc_ratio){-b.den, -b.num} : (struct hc_ratio){b.den, b.num});
}

static hc_wide floor_of(struct hc_ratio a)
{
    return a.num / a.den - (a.num % a.den < 0);
}

static hc_wide rest_of(struct hc_ratio a)
{
    hc_wide rest = a.num % a.den;
    return rest < 0 ? rest + a.den : rest;
}

/* By continued fractions: whole parts first, then the reciprocals of what is left. */
int hc_ratio_compare(struct hc_ratio a, struct hc_ratio b)
{
    for (int turn = 1;; turn = -turn) {
        hc_wide fa = floor_of(a), fb = floor_of(b);
        if (fa != fb)
            return fa < fb ? -turn : turn;
        struct hc_ratio ra = {a.den, rest_of(a)}, rb = {b.den, rest_of(b)};
        if (ra.den == 0 || rb.den == 0)
            return ra.den == rb.den ? 0 : (ra.den == 0 ? -turn : turn);
        a = ra;
        b = rb;
    }
}

int hc_ratio_sign(struct hc_ratio a)
{
    return (a.num > 0) - (a.num < 0);
}

struct hc_ratio hc_ratio_floor(struct hc_ratio a)
{
    return hc_ratio_lost(a) ? lost : (struct hc_ratio){floor_of(a), 1};
}

struct hc_ratio hc_ratio_ceil(struct hc_ratio a)
{
    return hc_ratio_neg(hc_ratio_floor(hc_ratio_neg(a)));
}

bool hc_ratio_round(struct hc_ratio a, int decimals, int64_t *mantissa)
{
    struct hc_ratio scaled = hc_ratio_mul(a, (struct hc_ratio){power10(decimals), 1});
    if (hc_ratio_lost(scaled))
        return false;
    hc_wide whole = scaled.num / scaled.den, rest = magnitude(scaled.num % scaled.den);
    if (rest >= scaled.den - rest)
        whole += scaled.num < 0 ? -1 : 1;
    *mantissa = (int64_t)whole;
    return whole > INT64_MIN && whole <= INT64_MAX;
}

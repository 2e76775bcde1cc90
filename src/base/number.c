#include "base/number.h"

#include "base/exact/tens.h"
#include "base/utf8.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide; /* products of two int64 */

static bool fits(wide v)
{
    return v > INT64_MIN && v <= INT64_MAX; /* INT64_MIN is HC_MISSING */
}

/* Half away from zero; den above 0. */
static wide divide_round(wide num, wide den)
{
    wide q = num / den, r = num % den;
    if (r < 0)
        r = -r;
    if (r >= den - r)
        q += num < 0 ? -1 : 1;
    return q;
}

static bool is_blank_word(const char *s)
{
    static const char *const words[] = {"", "-", "--", "—", "——", "－", "NA", "N/A", "na", "n/a", "null", "NULL"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(s, words[i]) == 0)
            return true;
    return false;
}

/* A number under construction: digits so far, and where the point is. */
struct reading {
    wide digits;
    int decimals;
    bool any, overflow, spreadsheet;
};

static void take_digit(struct reading *r, int digit)
{
    r->any = true;
    if (r->digits > (((wide)1) << 120) / 10)
        r->overflow = true;
    else
        r->digits = r->digits * 10 + digit;
}

/* Length of a group separator between digits, or 0: a comma or a space, in any of their forms. */
static size_t separator(const char *p)
{
    if (*p == ',' || *p == ' ' || *p == '\'')
        return 1;
    return strncmp(p, "，", 3) == 0             ? 3
           : strncmp(p, "\xc2\xa0", 2) == 0     ? 2
           : strncmp(p, "\xe2\x80\xaf", 3) == 0 ? 3
                                                : 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The integer part; with separators only where three digits follow each and at most three precede the first. */
static const char *read_integer(struct reading *r, const char *p)
{
    int run = 0;
    bool grouped = false;
    for (;;) {
        size_t skip;
        if (is_digit(*p)) {
            take_digit(r, *p++ - '0');
            run++;
        } else if (run && (skip = separator(p)) && is_digit(p[skip])) {
            if (grouped ? run != 3 : run > 3)
                return NULL;
            grouped = true;
            run = 0;
            p += skip;
        } else {
            return grouped && run != 3 ? NULL : p;
        }
    }
}

static const char *read_exponent(struct reading *r, const char *p)
{
    char *end;
    if (*p != 'e' && *p != 'E')
        return p;
    if (!is_digit(p[1]) && !((p[1] == '+' || p[1] == '-') && is_digit(p[2])))
        return NULL;
    long exponent = strtol(p + 1, &end, 10);
    r->spreadsheet = true;
    if (exponent > 40 || exponent < -400)
        r->overflow = true;
    else
        r->decimals -= (int)exponent;
    return end;
}

static enum hc_parse finish(struct reading *r, bool negative, int64_t *value, int *scale)
{
    for (; r->decimals < 0 && !r->overflow; r->decimals++) {
        if (r->digits > (((wide)1) << 120) / 10)
            r->overflow = true;
        r->digits *= 10;
    }
    for (; r->decimals > 0 && r->digits % 10 == 0; r->decimals--)
        r->digits /= 10;
    for (; r->decimals > HC_SCALE_MAX; r->decimals--)
        r->digits = r->decimals == HC_SCALE_MAX + 1 ? divide_round(r->digits, 10) : r->digits / 10;
    for (; r->decimals > 0 && r->digits % 10 == 0; r->decimals--)
        r->digits /= 10;
    if (r->overflow || !fits(r->digits))
        return HC_PARSE_BAD;
    *value = (int64_t)(negative ? -r->digits : r->digits);
    *scale = r->decimals;
    return r->spreadsheet ? HC_PARSE_SPREADSHEET : HC_PARSE_OK;
}

enum hc_parse hc_decimal_parse(const char *s, int64_t *value, int *scale)
{
    char text[128];
    if (!s)
        return HC_PARSE_BLANK;
    if (strlen(s) >= sizeof text)
        return HC_PARSE_BAD;
    strcpy(text, s);
    hc_utf8_normalise(text);
    if (is_blank_word(text))
        return HC_PARSE_BLANK;
    struct reading r = {0};
    const char *p = text;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    p = read_integer(&r, p);
    if (p && *p == '.')
        for (p++; is_digit(*p); p++, r.decimals++)
            take_digit(&r, *p - '0');
    if (p && r.any)
        p = read_exponent(&r, p);
    if (!p || !r.any || *p)
        return HC_PARSE_BAD;
    return finish(&r, negative, value, scale);
}

bool hc_decimal_rescale(int64_t value, int from, int to, int64_t *out)
{
    wide v = value;
    if (value == HC_MISSING || to - from > 18 || from - to > 18) {
        *out = value == HC_MISSING || from > to ? (value == HC_MISSING ? HC_MISSING : 0) : value;
        return value == HC_MISSING || from > to || value == 0;
    }
    v = to >= from ? v * hc_tens[to - from] : divide_round(v, hc_tens[from - to]);
    *out = (int64_t)v;
    return fits(v);
}

/* Digits of a non-negative number with a point before the last `scale` of them. */
static char *put_digits(wide v, int scale, bool negative, char *out)
{
    char digits[48];
    int n = 0;
    for (; v > INT64_MAX; v /= 10) /* such a division takes ten times as long as the one below */
        digits[n++] = (char)('0' + (int)(v % 10));
    uint64_t rest = (uint64_t)v;
    do
        digits[n++] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0 || n <= scale);
    char *p = out;
    if (negative)
        *p++ = '-';
    while (n > 0) {
        *p++ = digits[--n];
        if (n == scale && n > 0)
            *p++ = '.';
    }
    *p = '\0';
    return out;
}

char *hc_decimal_format(int64_t value, int scale, char *out)
{
    wide v = value < 0 ? -(wide)value : value;
    if (value == HC_MISSING)
        return strcpy(out, "");
    for (; scale > 0 && v % 10 == 0; scale--)
        v /= 10;
    return put_digits(v, scale, value < 0, out);
}

struct hc_number hc_number_missing(void)
{
    return (struct hc_number){.missing = true, .den = 1, .real = NAN};
}

struct hc_number hc_number_real(double value)
{
    if (isnan(value))
        return hc_number_missing();
    return (struct hc_number){.den = 1, .real = value};
}

/* Of 64 bits, above 0: halving and subtracting takes a fraction of the time that remainders take. */
static uint64_t gcd64(uint64_t a, uint64_t b)
{
    int both = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b) {
        b >>= __builtin_ctzll(b);
        uint64_t less = a < b ? a : b;
        b = a < b ? b - a : a - b;
        a = less;
    }
    return a << both;
}

/* Of non-negative numbers. */
static wide gcd(wide a, wide b)
{
    while (b && (a > INT64_MAX || b > INT64_MAX)) {
        wide r = a % b;
        a = b;
        b = r;
    }
    return a && b ? gcd64((uint64_t)a, (uint64_t)b) : a + b;
}

/* The exact number num / (den * 10^scale) in lowest terms, or the double `real` if its parts do not fit. */
static struct hc_number make(wide num, wide den, int scale, double real)
{
    wide common = gcd(num < 0 ? -num : num, den);
    if (common > 1 && fits(num) && fits(den)) {
        num = (int64_t)num / (int64_t)common;
        den = (int64_t)den / (int64_t)common;
    } else if (common > 1) {
        num /= common;
        den /= common;
    }
    for (; scale > 0 && num % 10 == 0; scale--)
        num /= 10;
    if (!fits(num) || !fits(den))
        return hc_number_real(real);
    struct hc_number n = {.exact = true, .num = (int64_t)num, .den = (int64_t)den, .scale = scale};
    n.real = (double)((long double)n.num / ((long double)n.den * (long double)hc_tens[scale]));
    return n;
}

static struct hc_number whole(int64_t num, int scale)
{
    return (struct hc_number){.exact = true,
                              .num = num,
                              .den = 1,
                              .scale = scale,
                              .real = (double)((long double)num / (long double)hc_tens[scale])};
}

struct hc_number hc_number_decimal(int64_t value, int scale)
{
    return value == HC_MISSING ? hc_number_missing() : whole(value, scale);
}

/* Brings two exact numbers to one scale; false if that does not fit. */
static bool align(struct hc_number a, struct hc_number b, wide *na, wide *nb, int *scale)
{
    *scale = a.scale > b.scale ? a.scale : b.scale;
    *na = (wide)a.num * hc_tens[*scale - a.scale];
    *nb = (wide)b.num * hc_tens[*scale - b.scale];
    return fits(*na) && fits(*nb);
}

static struct hc_number combine(struct hc_number a, struct hc_number b, int sign)
{
    wide na, nb, ab, ba, sum, den;
    int scale;
    double real = sign > 0 ? a.real + b.real : a.real - b.real;
    if (a.missing || b.missing)
        return hc_number_missing();
    int64_t near; /* decimals of one scale, the usual case, need no fractions */
    if (a.exact && b.exact && a.den == 1 && b.den == 1 && a.scale == b.scale &&
        !(sign > 0 ? __builtin_add_overflow(a.num, b.num, &near) : __builtin_sub_overflow(a.num, b.num, &near)) &&
        near != HC_MISSING)
        return whole(near, a.scale);
    if (!a.exact || !b.exact || !align(a, b, &na, &nb, &scale) || __builtin_mul_overflow(na, (wide)b.den, &ab) ||
        __builtin_mul_overflow(nb, (wide)a.den, &ba) || __builtin_add_overflow(ab, sign * ba, &sum) ||
        __builtin_mul_overflow((wide)a.den, (wide)b.den, &den))
        return hc_number_real(real);
    return make(sum, den, scale, real);
}

struct hc_number hc_number_add(struct hc_number a, struct hc_number b)
{
    return combine(a, b, 1);
}

struct hc_number hc_number_sub(struct hc_number a, struct hc_number b)
{
    return combine(a, b, -1);
}

struct hc_number hc_number_div(struct hc_number a, struct hc_number b)
{
    wide na, nb, num, den;
    int scale;
    if (a.missing || b.missing || (b.exact ? b.num == 0 : !(b.real < 0 || b.real > 0)))
        return hc_number_missing();
    if (!a.exact || !b.exact || !align(a, b, &na, &nb, &scale) || __builtin_mul_overflow(na, (wide)b.den, &num) ||
        __builtin_mul_overflow(nb, (wide)a.den, &den))
        return hc_number_real(a.real / b.real);
    return make(den < 0 ? -num : num, den < 0 ? -den : den, 0, a.real / b.real);
}

double hc_decimal_quotient(int64_t a, int a_scale, int64_t b, int b_scale)
{
    int scale = a_scale > b_scale ? a_scale : b_scale;
    wide num = (wide)a * hc_tens[scale - a_scale], den = (wide)b * hc_tens[scale - b_scale];
    if (a == HC_MISSING || b == HC_MISSING || b == 0)
        return NAN;
    if (!fits(num) || !fits(den))
        return hc_number_div(hc_number_decimal(a, a_scale), hc_number_decimal(b, b_scale)).real;
    return (double)((long double)(int64_t)num /
                    (long double)(int64_t)den); /* as in lowest terms: both sides are exact */
}

int hc_number_compare(struct hc_number a, struct hc_number b)
{
    wide na, nb;
    int scale;
    if (a.missing || b.missing)
        return (int)a.missing - (int)b.missing;
    if (a.exact && b.exact && align(a, b, &na, &nb, &scale)) {
        wide left = na * b.den, right = nb * a.den; /* both factors fit int64 */
        return (left > right) - (left < right);
    }
    return (a.real > b.real) - (a.real < b.real);
}

/* The mantissa at `decimals` places; false if it does not fit. */
static bool rounded(struct hc_number n, int decimals, wide *out)
{
    if (n.exact) {
        int up = decimals - n.scale;
        wide num = n.num, den = n.den;
        if (up > 18 || -up > 18 || (up > 0 && __builtin_mul_overflow(num, (wide)hc_tens[up], &num)))
            return false;
        if (up < 0)
            den *= hc_tens[-up];
        *out = divide_round(num, den);
        return true;
    }
    long double scaled = (long double)n.real * (long double)hc_tens[decimals];
    if (!(fabsl(scaled) < 9e18L))
        return false;
    *out = (wide)llroundl(scaled);
    return true;
}

static void group_thousands(char *text)
{
    char grouped[64];
    size_t sign = text[0] == '-', whole = strcspn(text, ".") - sign, n = 0;
    if (sign)
        grouped[n++] = '-';
    for (size_t i = 0; i < whole && n + 2 < sizeof grouped; i++) {
        if (i && (whole - i) % 3 == 0)
            grouped[n++] = ',';
        grouped[n++] = text[sign + i];
    }
    snprintf(grouped + n, sizeof grouped - n, "%s", text + sign + whole);
    memcpy(text, grouped, strlen(grouped) + 1);
}

char *hc_number_format(struct hc_number n, int decimals, bool group, char *out)
{
    wide v;
    if (n.missing)
        return strcpy(out, "");
    if (decimals > HC_SCALE_MAX)
        decimals = HC_SCALE_MAX;
    if (!rounded(n, decimals, &v)) {
        snprintf(out, 64, "%.6g", n.real);
        return out;
    }
    put_digits(v < 0 ? -v : v, decimals, v < 0, out);
    if (group)
        group_thousands(out);
    return out;
}

const char *hc_number_format_sign(struct hc_number n, int decimals)
{
    wide v;
    if (n.missing)
        return "";
    return !rounded(n, decimals, &v) ? (n.real > 0 ? "+" : "") : v > 0 ? "+" : "";
}

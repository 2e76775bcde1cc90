#include "model/figures.h"

#include "base/utf8.h"
#include "model/state.h"
#include <string.h>

enum dimension { PLAIN, SHARE, AREA, LENGTH, COUNTED };

struct word {
    const char *text;
    enum dimension dimension;
    int64_t num, den; /* how much of the dimension's own: 1, m², m */
};

/* clang-format off */
static const struct word words[] = {
    {"", PLAIN, 1, 1}, {"元", PLAIN, 1, 1}, {"yuan", PLAIN, 1, 1},
    {"人/km²", PLAIN, 1, 1}, {"人/平方公里", PLAIN, 1, 1}, {"people/km²", PLAIN, 1, 1},
    {"%", SHARE, 1, 100}, {"percent", SHARE, 1, 100}, {"百分点", SHARE, 1, 100}, {"个百分点", SHARE, 1, 100},
    {"percentage points", SHARE, 1, 100}, {"‰", SHARE, 1, 1000},
    {"km²", AREA, 1000000, 1}, {"km2", AREA, 1000000, 1}, {"㎢", AREA, 1000000, 1}, {"平方公里", AREA, 1000000, 1},
    {"平方千米", AREA, 1000000, 1}, {"公顷", AREA, 10000, 1}, {"ha", AREA, 10000, 1}, {"hectares", AREA, 10000, 1},
    {"亩", AREA, 2000, 3}, {"mu", AREA, 2000, 3}, {"m²", AREA, 1, 1}, {"m2", AREA, 1, 1}, {"㎡", AREA, 1, 1},
    {"平方米", AREA, 1, 1}, {"km", LENGTH, 1000, 1}, {"公里", LENGTH, 1000, 1}, {"千米", LENGTH, 1000, 1},
    {"m", LENGTH, 1, 1}, {"米", LENGTH, 1, 1},
    {"人", COUNTED, 1, 1}, {"户", COUNTED, 1, 1}, {"个", COUNTED, 1, 1}, {"名", COUNTED, 1, 1}, {"票", COUNTED, 1, 1},
    {"张", COUNTED, 1, 1}, {"家", COUNTED, 1, 1}, {"座", COUNTED, 1, 1}, {"处", COUNTED, 1, 1}, {"栋", COUNTED, 1, 1},
    {"people", COUNTED, 1, 1}, {"persons", COUNTED, 1, 1}, {"inhabitants", COUNTED, 1, 1},
    {"households", COUNTED, 1, 1}, {"votes", COUNTED, 1, 1}, {"units", COUNTED, 1, 1},
};
static const struct {
    const char *text;
    int64_t factor;
} multiples[] = {{"亿", 100000000}, {"万", 10000}, {"千", 1000}, {"百", 100}, {"million", 1000000}, {"thousand", 1000}};
/* clang-format on */

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const struct word *find_word(const char *text)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i].text, text) == 0)
            return &words[i];
    return NULL;
}

/* "万人": ten thousand of 人. NULL where the word is not known. */
static const struct word *read_unit(const char *text, struct hc_ratio *factor)
{
    *factor = hc_ratio_whole(1);
    for (;;) {
        while (*text == ' ')
            text++;
        const struct word *word = find_word(text);
        size_t i = 0;
        if (word)
            return word;
        while (i < COUNT_OF(multiples) && strncmp(text, multiples[i].text, strlen(multiples[i].text)) != 0)
            i++;
        if (i == COUNT_OF(multiples))
            return NULL;
        *factor = hc_ratio_mul(*factor, hc_ratio_whole(multiples[i].factor));
        text += strlen(multiples[i].text);
    }
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

static struct hc_ratio own_size(const char *measure, enum dimension dimension)
{
    static const struct {
        const char *end;
        enum dimension dimension;
        int64_t num, den;
    } ends[] = {{"_m2", AREA, 1, 1},    {"_km2", AREA, 1000000, 1}, {"_ha", AREA, 10000, 1},
                {"_mu", AREA, 2000, 3}, {"_m", LENGTH, 1, 1},       {"_km", LENGTH, 1000, 1}};
    for (size_t i = 0; measure && i < COUNT_OF(ends); i++)
        if (ends[i].dimension == dimension && ends_with(measure, ends[i].end))
            return hc_ratio_make(ends[i].num, ends[i].den);
    return hc_ratio_whole(0);
}

struct hc_ratio hc_measure_area(const char *measure)
{
    return own_size(measure, AREA);
}

/* Length of the sign and digits at the beginning of a printed value. */
static size_t number_length(const char *s)
{
    size_t n = strspn(s, "+-");
    n += strspn(s + n, "0123456789,.");
    return n;
}

/* The value in normal form: no full-width characters, an ASCII minus sign. out has room for size bytes. */
static bool normal_form(const char *value, char *out, size_t size)
{
    static const char *const minus[] = {"−", "–"};
    if (!value || strlen(value) >= size)
        return false;
    strcpy(out, value);
    hc_utf8_normalise(out);
    for (size_t i = 0; i < COUNT_OF(minus); i++)
        if (strncmp(out, minus[i], strlen(minus[i])) == 0) {
            memmove(out + 1, out + strlen(minus[i]), strlen(out + strlen(minus[i])) + 1);
            out[0] = '-';
        }
    return true;
}

static bool read_number(struct hc_figure *f, const char *text, size_t n)
{
    char digits[64];
    int scale;
    if (n == 0 || n >= sizeof digits)
        return false;
    memcpy(digits, text, n);
    digits[n] = '\0';
    const char *point = strchr(digits, '.');
    f->decimals = point ? (int)strlen(point + 1) : 0; /* zeros at the end were printed too: 4.20 is not 4.2 */
    return f->decimals <= HC_SCALE_MAX && hc_decimal_parse(digits, &f->mantissa, &scale) == HC_PARSE_OK &&
           hc_decimal_rescale(f->mantissa, scale, f->decimals, &f->mantissa);
}

/* The words after the number, and those of the unit: the latter alone where they repeat the former. */
static bool join_unit(const char *suffix, const char *unit, char *out, size_t size)
{
    while (*suffix == ' ')
        suffix++;
    char normal[64] = "";
    if (unit && !normal_form(unit, normal, sizeof normal))
        return false;
    if (strncmp(normal, suffix, strlen(suffix)) == 0)
        suffix = "";
    if (strlen(suffix) + strlen(normal) >= size)
        return false;
    strcpy(out, suffix);
    strcat(out, normal);
    return true;
}

static bool set_factor(struct hc_figure *f, const struct word *word, struct hc_ratio multiple, struct hc_text *why)
{
    f->factor = hc_ratio_mul(multiple, hc_ratio_make(word->num, word->den));
    f->counted = word->dimension == COUNTED;
    if (word->dimension != AREA && word->dimension != LENGTH)
        return true;
    if (f->as == HC_FIGURE_RATE || !f->measure) {
        hc_text_set(why, "a %s has no unit of length or area", "%s没有长度或面积单位", f->measure ? "rate" : "count");
        return false;
    }
    struct hc_ratio own = own_size(f->measure, word->dimension);
    if (hc_ratio_sign(own) == 0 && word->num == 1 && word->den == 1)
        return true; /* a column in m or m² that does not say so */
    if (hc_ratio_sign(own) == 0) {
        hc_text_set(why,
                    "the unit \"%s\" cannot be told from \"%s\", which does not end in _m2, _km2, _ha, _mu, _m or _km",
                    "单位“%s”无法换算：指标“%s”的名称未以 _m2、_km2、_ha、_mu、_m 或 _km 结尾", word->text, f->measure);
        return false;
    }
    f->factor = hc_ratio_div(f->factor, own);
    return true;
}

bool hc_figure_parse(struct hc_figure *f, struct hc_text *why)
{
    char value[128], unit[160];
    struct hc_ratio multiple;
    size_t n = normal_form(f->value, value, sizeof value) ? number_length(value) : 0;
    f->factor = hc_ratio_whole(1);
    if (n == 0 || !read_number(f, value, n)) {
        hc_text_set(why, "\"%s\" is no number as printed, such as \"3.14万\", \"-183\" or \"40.6%%\"",
                    "“%s”不是公布的数字，应如“3.14万”“-183”“40.6%%”", f->value ? f->value : "");
        return false;
    }
    const struct word *word = join_unit(value + n, f->unit, unit, sizeof unit) ? read_unit(unit, &multiple) : NULL;
    if (!word) {
        hc_text_set(why,
                    "unknown unit \"%s%s\"; known are 万, 亿, %%, ‰, km², ha, 公顷, 亩, m², km, m, people, 人, 户, 个",
                    "未知的单位“%s%s”；可用：万、亿、%%、‰、平方公里、公顷、亩、平方米、公里、米、人、户、个",
                    value + n, f->unit ? f->unit : "");
        return false;
    }
    return set_factor(f, word, multiple, why);
}

struct hc_figure_range hc_figure_range(const struct hc_figure *f)
{
    struct hc_ratio half = hc_ratio_make(1, 2), value = hc_ratio_whole(f->mantissa);
    struct hc_ratio unit = hc_ratio_mul(hc_ratio_decimal(1, f->decimals), f->factor);
    return (struct hc_figure_range){.low = hc_ratio_mul(hc_ratio_sub(value, half), unit),
                                    .high = hc_ratio_mul(hc_ratio_add(value, half), unit),
                                    .low_in = f->mantissa > 0,
                                    .high_in = f->mantissa < 0};
}

/* "km²" stands off from its number, "万" and "%" do not. */
static void put_unit(const struct hc_figure *f, struct hc_buf *out)
{
    char printed[128], unit[160];
    if (!normal_form(f->value, printed, sizeof printed) ||
        !join_unit(printed + number_length(printed), f->unit, unit, sizeof unit))
        return;
    bool latin = (unit[0] >= 'a' && unit[0] <= 'z') || (unit[0] >= 'A' && unit[0] <= 'Z');
    hc_buf_adds(out, latin ? " " : "");
    hc_buf_adds(out, unit);
}

void hc_figure_print_published(const struct hc_figure *f, struct hc_buf *out)
{
    char printed[128];
    if (!normal_form(f->value, printed, sizeof printed))
        return;
    hc_buf_add(out, printed, number_length(printed));
    put_unit(f, out);
}

void hc_figure_print(const struct hc_figure *f, struct hc_number value, int decimals, struct hc_buf *out)
{
    char text[64];
    if (value.missing)
        return;
    if (f->as == HC_FIGURE_CHANGE)
        hc_buf_adds(out, hc_number_format_sign(value, decimals));
    hc_buf_adds(out, hc_number_format(value, decimals, true, text));
    put_unit(f, out);
}

const char *hc_figure_stat_name(enum hc_figure_stat stat)
{
    static const char *const names[] = {"count", "sum", "mean", "median", "min", "max", "unit"};
    return names[stat];
}

const char *hc_figure_as_name(enum hc_figure_as as)
{
    static const char *const names[] = {"after", "before", "change", "rate"};
    return names[as];
}

void hc_figure_describe(const struct hc_figure *f, enum hc_lang lang, struct hc_buf *out)
{
    static const char *const stats[][2] = {{"count", "数量"}, {"sum", "合计"},   {"mean", "平均"}, {"median", "中位数"},
                                           {"min", "最小值"}, {"max", "最大值"}, {"value", "数值"}};
    static const char *const ways[][2] = {
        {"after", "调整后"}, {"before", "调整前"}, {"change", "较调整前增减"}, {"rate of reduction", "减幅"}};
    const char *comma = lang == HC_ZH ? "，" : ", ";
    int64_t divisor;
    hc_buf_addf(out, "%s%s%s", f->level ? f->level : "", f->kind ? " " : "", f->kind ? f->kind : "");
    if (f->code)
        hc_buf_addf(out, "%s%s", f->level ? " " : "", f->code);
    if (f->measure) {
        const char *title = hc_measure_title(f->measure, lang, &divisor), *unit = strstr(title, comma);
        hc_buf_adds(out, out->len ? comma : "");
        hc_buf_add(out, title, divisor > 1 && unit ? (size_t)(unit - title) : strlen(title)); /* without "km²" */
    }
    hc_buf_addf(out, "%s%s%s%s", out->len ? comma : "", stats[f->stat][lang], comma, f->date ? f->date : "");
    if (f->is_step)
        hc_buf_addf(out, "%s%s", comma, ways[f->as][lang]);
}

#include "simulate/derive/names.h"

#include "base/buf.h"
#include "base/utf8.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The code point at *s, which is valid UTF-8, and past it; a stray byte stands for itself. */
static uint32_t next_point(const char **s)
{
    const unsigned char *p = (const unsigned char *)*s;
    size_t length = p[0] < 0xc0 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    uint32_t point = length == 1 ? p[0] : p[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            length = 1;
            point = p[0];
            break;
        }
        point = point << 6 | (p[i] & 0x3f);
    }
    *s += length;
    return point;
}

/* Pairs: a character as it may be written, and the one it is taken for. Traditional forms are those of place names. */
static const char *const folds[][2] = {
    {"àáâãäåāăą", "a"},  {"æ", "ae"},        {"çćčĉċ", "c"},     {"ďđð", "d"},   {"èéêëēĕėęě", "e"}, {"ĝğġģ", "g"},
    {"ĥħ", "h"},         {"ìíîïĩīĭįı", "i"}, {"ĵ", "j"},         {"ķ", "k"},     {"ĺļľŀł", "l"},     {"ñńņň", "n"},
    {"òóôõöøōŏő", "o"},  {"œ", "oe"},        {"ŕŗř", "r"},       {"śŝşšș", "s"}, {"ß", "ss"},        {"ţťŧț", "t"},
    {"ùúûüũūŭůűų", "u"}, {"ŵ", "w"},         {"ýÿŷ", "y"},       {"źżž", "z"},   {"þ", "th"},        {"ÀÁÂÃÄÅĀĂĄ", "a"},
    {"ÇĆČĈĊ", "c"},      {"ĎĐÐ", "d"},       {"ÈÉÊËĒĔĖĘĚ", "e"}, {"ĜĞĠĢ", "g"},  {"ÌÍÎÏĨĪĬĮİ", "i"}, {"Ķ", "k"},
    {"ĹĻĽĿŁ", "l"},      {"ÑŃŅŇ", "n"},      {"ÒÓÔÕÖØŌŎŐ", "o"}, {"ŔŖŘ", "r"},   {"ŚŜŞŠȘ", "s"},     {"ŢŤŦȚ", "t"},
    {"ÙÚÛÜŨŪŬŮŰŲ", "u"}, {"ÝŸŶ", "y"},       {"ŹŻŽ", "z"},       {"〇○", "零"},  {"迴廻", "回"},     {"龍", "龙"},
    {"鎮", "镇"},        {"鄉", "乡"},       {"區", "区"},       {"東", "东"},   {"雲", "云"},       {"莊", "庄"},
    {"橋", "桥"},        {"灣", "湾"},       {"溝", "沟"},       {"嶺", "岭"},   {"廟", "庙"},       {"壩", "坝"},
    {"馬", "马"},        {"興", "兴"},       {"華", "华"},       {"鳳", "凤"},   {"陽", "阳"},       {"陰", "阴"},
    {"門", "门"},        {"關", "关"},       {"義", "义"},       {"廣", "广"},   {"慶", "庆"},       {"豐", "丰"},
    {"樂", "乐"},        {"黃", "黄"},       {"張", "张"},       {"陳", "陈"},   {"劉", "刘"},       {"楊", "杨"},
    {"趙", "赵"},        {"吳", "吴"},       {"鄭", "郑"},       {"羅", "罗"},   {"蘭", "兰"},       {"萬", "万"},
    {"長", "长"},        {"銀", "银"},       {"鐵", "铁"},       {"鹽", "盐"},   {"塊", "块"},       {"圓", "圆"},
    {"園", "园"},        {"場", "场"},       {"塢", "坞"},       {"島", "岛"},   {"澤", "泽"},       {"濱", "滨"},
    {"雙", "双"},        {"聖", "圣"},       {"勝", "胜"},       {"寶", "宝"},   {"觀", "观"},       {"蘇", "苏"},
    {"葉", "叶"},        {"蓮", "莲"},       {"嶽", "岳"},       {"紅", "红"},   {"綠", "绿"},       {"員", "员"},
    {"會", "会"},        {"辦", "办"},       {"處", "处"},       {"國", "国"},   {"愛", "爱"},       {"團", "团"},
    {"結", "结"},        {"進", "进"},       {"達", "达"},       {"遠", "远"},   {"連", "连"},       {"飛", "飞"},
    {"魚", "鱼"},        {"鶴", "鹤"},       {"雞", "鸡"},       {"貓", "猫"},   {"齊", "齐"},
};

static void add_folded(struct hc_buf *out, const char *one, size_t n)
{
    if (n == 1) {
        unsigned char c = (unsigned char)*one;
        if (c >= 'A' && c <= 'Z')
            hc_buf_addc(out, (char)(c - 'A' + 'a'));
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80 || c == ' ')
            hc_buf_addc(out, (char)c);
        return;
    }
    char point[5] = {0};
    memcpy(point, one, n < 4 ? n : 4);
    if (strcmp(point, "·") == 0 || strcmp(point, "（") == 0 || strcmp(point, "）") == 0)
        return;
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
        if (strstr(folds[i][0], point)) {
            hc_buf_adds(out, folds[i][1]);
            return;
        }
    hc_buf_add(out, one, n);
}

/* Folded, blanks still there. */
static char *fold(const char *name)
{
    struct hc_buf out = {0};
    char *copy = hc_utf8_normalise(hc_strdup(name));
    for (const char *p = copy, *start; *p;) {
        start = p;
        next_point(&p);
        add_folded(&out, start, (size_t)(p - start));
    }
    hc_free(copy);
    return hc_buf_take(&out);
}

static void drop_blanks(char *s)
{
    char *to = s;
    for (; *s; s++)
        if (*s != ' ')
            *to++ = *s;
    *to = '\0';
}

/* Takes the first of the endings that s has off it, unless nothing would be left. */
static void strip(char *s, const char *const *endings)
{
    size_t n = strlen(s);
    for (; *endings; endings++) {
        size_t length = strlen(*endings);
        if (n > length && strcmp(s + n - length, *endings) == 0) {
            s[n - length] = '\0';
            return;
        }
    }
}

char *hc_name_folded(const char *name, struct hc_arena *strings)
{
    if (!name)
        return NULL;
    char *folded = fold(name), *kept;
    drop_blanks(folded);
    kept = hc_arena_strdup(strings, folded);
    hc_free(folded);
    return kept;
}

char *hc_name_stem(const char *name, struct hc_arena *strings)
{
    static const char *const offices[] = {"村民委员会", "居民委员会", "村委会", "居委会", "办事处", "人民政府", NULL};
    static const char *const kinds[] = {"社区",          "街道",     "村",      "镇",      "乡",
                                        " vald",         " linn",    " kula",   " alevik", " alev",
                                        " municipality", " village", " parish", " town",   NULL};
    if (!name)
        return NULL;
    char *stem = fold(name), *kept;
    strip(stem, offices);
    strip(stem, kinds);
    drop_blanks(stem);
    kept = hc_arena_strdup(strings, stem);
    hc_free(stem);
    return kept;
}

#define LONGEST 64

static size_t points_of(const char *s, uint32_t *points)
{
    size_t n = 0;
    while (*s && n < LONGEST)
        points[n++] = next_point(&s);
    return n;
}

double hc_name_likeness(const char *a, const char *b)
{
    uint32_t p[LONGEST], q[LONGEST];
    size_t row[LONGEST + 1] = {0}, n = points_of(a, p), m = points_of(b, q);
    for (size_t i = 0; i < n; i++) {
        size_t diagonal = 0;
        for (size_t j = 0; j < m; j++) {
            size_t above = row[j + 1];
            row[j + 1] = p[i] == q[j] ? diagonal + 1 : above > row[j] ? above : row[j];
            diagonal = above;
        }
    }
    return n + m ? 2.0 * (double)row[m] / (double)(n + m) : 0;
}

#include "propose/problem/question.h"

#include <string.h>

static const struct {
    const char *name, *title[2], *unit[2];
} terms[HC_N_TERMS] = {
    {"balance", {"balance of people", "人口均衡"}, {"sum of squared deviations", "偏差平方和"}},
    {"access", {"way to the seat", "到驻地距离"}, {"person-km", "人·公里"}},
    {"border", {"borders between new units", "新单元间界线"}, {"km", "公里"}},
    {"links", {"neighbours kept apart", "分属不同新单元的相邻关系"}, {"links", "对"}},
    {"stability", {"people whose unit changes", "所属单元变更人口"}, {"people", "人"}},
    {"kinds", {"people whose unit changes kind", "单元类型变更人口"}, {"people", "人"}},
};

const char *hc_term_name(enum hc_term term)
{
    return terms[term].name;
}

const char *hc_term_title(enum hc_term term, enum hc_lang lang)
{
    return terms[term].title[lang];
}

const char *hc_term_unit(enum hc_term term, enum hc_lang lang)
{
    return terms[term].unit[lang];
}

enum hc_term hc_term_find(const char *name, size_t n)
{
    for (int t = 0; t < HC_N_TERMS; t++)
        if (strlen(terms[t].name) == n && strncmp(terms[t].name, name, n) == 0)
            return (enum hc_term)t;
    return HC_N_TERMS;
}

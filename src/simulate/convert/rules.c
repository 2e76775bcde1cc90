#include "simulate/convert/rules.h"

#include "base/number.h"
#include "base/utf8.h"
#include "model/column.h"
#include <string.h>

/* The rule that --columns gives for a column, in *text (n bytes); false if it names it not. */
static bool given_rule(const char *columns, const char *name, const char **text, size_t *n)
{
    for (const char *p = columns; p && *p;) {
        size_t length = strcspn(p, ","), equals = strcspn(p, "=,");
        if (p[equals] == '=' && strlen(name) == equals && strncmp(p, name, equals) == 0) {
            *text = p + equals + 1;
            *n = length - equals - 1;
            return true;
        }
        p += length + (p[length] == ',');
    }
    return false;
}

static uint32_t column_named(const struct hc_grid *g, const char *name)
{
    for (uint32_t c = 0; c < g->n_cols; c++)
        if (strcmp(g->header[c], name) == 0)
            return c;
    return HC_NONE;
}

static void refuse(const struct hc_converting *c, const char *name, const char *en, const char *zh,
                   struct hc_findings *findings)
{
    struct hc_finding *f = hc_findings_add(findings, "column_rule", HC_REFUSAL, "%s: column \"%s\": %s%.0s",
                                           "%s：列“%s”：%.0s%s", c->source, name, en, zh);
    hc_finding_remedy(f, "say what becomes of it: --columns %s=sum (or mean:WEIGHT, max, min, first, list, drop)",
                      "请说明处理规则：--columns %s=sum（或 mean:权重、max、min、first、list、drop）", name);
}

static bool parse_rule(const struct hc_grid *g, const char *text, size_t n, struct hc_carry_rule *rule)
{
    static const enum hc_carry carries[] = {
        [HC_AGG_SUM] = HC_CARRY_SUM, [HC_AGG_MEAN] = HC_CARRY_MEAN,   [HC_AGG_MAX] = HC_CARRY_MAX,
        [HC_AGG_MIN] = HC_CARRY_MIN, [HC_AGG_FIRST] = HC_CARRY_FIRST, [HC_AGG_LIST] = HC_CARRY_LIST};
    char *word = hc_strndup(text, n), *weight = NULL;
    enum hc_agg agg = HC_AGG_SUM;
    bool ok = true;
    if (strcmp(word, "drop") == 0)
        rule->carry = HC_CARRY_DROP;
    else if ((ok = hc_agg_parse(word, &agg, &weight)))
        rule->carry = carries[agg];
    if (ok && rule->carry == HC_CARRY_MEAN) {
        rule->weight = weight ? column_named(g, weight) : HC_NONE;
        ok = rule->weight != HC_NONE;
    }
    hc_free(weight);
    hc_free(word);
    return ok;
}

static bool is_number_rule(enum hc_carry c)
{
    return c == HC_CARRY_SUM || c == HC_CARRY_MEAN || c == HC_CARRY_MAX || c == HC_CARRY_MIN;
}

/* The decimals of a column; -1, and a refusal, where a cell is no number. */
static int scale_of(const struct hc_converting *c, const struct hc_grid *g, size_t col, struct hc_findings *findings)
{
    int most = 0;
    for (size_t i = 0; i < g->n_rows; i++) {
        int64_t value;
        int scale = 0;
        enum hc_parse parse = hc_decimal_parse(hc_grid_cell(g, i, col), &value, &scale);
        if (parse == HC_PARSE_BAD) {
            hc_findings_add(findings, "not_a_number", HC_REFUSAL, "%s:%ld: %s is \"%s\", which is no number",
                            "%s:%ld：%s 为“%s”，不是数字", c->source, g->row[i], g->header[col],
                            hc_grid_cell(g, i, col));
            return -1;
        }
        if (parse != HC_PARSE_BLANK && scale > most)
            most = scale;
    }
    return most;
}

static struct hc_carry_rule choose(const struct hc_converting *c, const struct hc_grid *g, uint32_t col,
                                   struct hc_findings *findings)
{
    struct hc_carry_rule rule = {HC_CARRY_DROP, HC_NONE, 0};
    const char *text;
    size_t n;
    if (col == g->key_col)
        rule.carry = HC_CARRY_KEY;
    else if (given_rule(c->columns, g->header[col], &text, &n)) {
        if (!parse_rule(g, text, n, &rule))
            refuse(c, g->header[col], "its rule is none, or names no weight column of the table",
                   "规则无效，或权重列不在表中", findings);
    } else if (col == g->name_col)
        rule.carry = HC_CARRY_NAME;
    else if (col == g->kind_col)
        rule.carry = HC_CARRY_KIND;
    else if (col == g->parent_col)
        rule.carry = HC_CARRY_PARENT;
    else if (strcmp(g->header[col], "estimated") == 0)
        rule.carry = HC_CARRY_ESTIMATED;
    else if (g->count[col])
        rule.carry = HC_CARRY_SUM;
    else
        refuse(c, g->header[col], "nothing says whether it can be added up", "不知能否相加", findings);
    if (is_number_rule(rule.carry))
        rule.scale = scale_of(c, g, col, findings);
    return rule;
}

/* Columns that --columns names must be there. */
static void check_names(const struct hc_converting *c, const struct hc_grid *g, struct hc_findings *findings)
{
    for (const char *p = c->columns; p && *p;) {
        size_t length = strcspn(p, ","), equals = strcspn(p, "=,");
        char *name = hc_strndup(p, equals);
        if (p[equals] != '=' || column_named(g, name) == HC_NONE)
            refuse(c, name, "the table has no such column, or no rule is given", "表中没有该列，或未给出规则",
                   findings);
        hc_free(name);
        p += length + (p[length] == ',');
    }
}

struct hc_carry_rule *hc_carry_rules(const struct hc_converting *c, const struct hc_grid *grid,
                                     struct hc_findings *findings)
{
    struct hc_carry_rule *rules = hc_alloc(grid->n_cols, sizeof *rules);
    check_names(c, grid, findings);
    for (uint32_t col = 0; col < grid->n_cols; col++)
        rules[col] = choose(c, grid, col, findings);
    for (uint32_t col = 0; col < grid->n_cols; col++)
        if (rules[col].carry == HC_CARRY_MEAN && !is_number_rule(rules[rules[col].weight].carry))
            refuse(c, grid->header[col], "its weight column is not one of numbers", "权重列不是数值列", findings);
    return rules;
}

int64_t hc_carry_value(const struct hc_grid *grid, const struct hc_carry_rule *rules, size_t row, size_t col)
{
    int64_t value;
    int scale;
    enum hc_parse parse = hc_decimal_parse(hc_grid_cell(grid, row, col), &value, &scale);
    if ((parse != HC_PARSE_OK && parse != HC_PARSE_SPREADSHEET) ||
        !hc_decimal_rescale(value, scale, rules[col].scale, &value))
        return HC_MISSING;
    return value;
}

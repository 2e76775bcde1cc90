#include "load/project/rules.h"

#include <string.h>

static void read_severity(const struct hc_json *j, const cJSON *item, const char *path, struct hc_rule *rule)
{
    static const char *const names[] = {"note", "warning", "error"};
    const char *severity = hc_json_string(j, item, path, "severity");
    rule->severity = HC_ERROR;
    for (int i = 0; severity && i < 3; i++)
        if (strcmp(severity, names[i]) == 0) {
            rule->severity = (enum hc_severity)i;
            return;
        }
    if (severity)
        hc_json_refuse(j, hc_json_path(j, path, "severity", 0), "must be note, warning or error",
                       "应为 note、warning 或 error");
}

static void read_range(const struct hc_json *j, const cJSON *item, const char *path, struct hc_rule *rule)
{
    rule->type = HC_RULE_RANGE;
    rule->measure = hc_json_required(j, item, path, "measure");
    rule->min = hc_json_number(j, item, path, "min");
    rule->max = hc_json_number(j, item, path, "max");
    if (rule->min.missing && rule->max.missing)
        hc_json_refuse(j, path, "a measure needs \"min\" or \"max\"", "须给出 min 或 max");
}

static void read_require(const struct hc_json *j, const cJSON *item, const char *path, struct hc_rule *rule)
{
    const char *what = hc_json_string(j, item, path, "require");
    rule->type = HC_RULE_CONTIGUOUS;
    if (what && strcmp(what, "within_parent") == 0)
        rule->type = HC_RULE_WITHIN_PARENT;
    else if (what && strcmp(what, "contiguous") != 0)
        hc_json_refuse(j, hc_json_path(j, path, "require", 0), "must be contiguous or within_parent",
                       "应为 contiguous 或 within_parent");
}

/* True if the rule is a list of codes. */
static bool read_codes(const struct hc_json *j, const cJSON *item, const char *path, struct hc_rule *rule)
{
    static const struct {
        const char *key;
        enum hc_rule_type type;
    } lists[] = {
        {"together", HC_RULE_TOGETHER}, {"apart", HC_RULE_APART}, {"keep", HC_RULE_KEEP}, {"convert", HC_RULE_CONVERT}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (cJSON_GetObjectItemCaseSensitive(item, lists[i].key)) {
            rule->type = lists[i].type;
            rule->codes = hc_json_strings(j, item, path, lists[i].key, &rule->n_codes);
            return true;
        }
    return false;
}

void hc_rules_read(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    static const char *const known[] = {"level",   "kind",     "measure", "min",  "max",     "severity",
                                        "require", "together", "apart",   "keep", "convert", NULL};
    const cJSON *array = hc_json_array(j, root, "", "rules", &p->n_rules);
    p->rules = hc_arena_alloc(j->strings, (p->n_rules + 1) * sizeof *p->rules);
    size_t i = 0, n = 0;
    for (const cJSON *item = array ? array->child : NULL; item; item = item->next, i++) {
        const char *at = hc_json_path(j, "rules", NULL, i);
        struct hc_rule *rule = &p->rules[n];
        *rule = (struct hc_rule){.min = hc_number_missing(), .max = hc_number_missing()};
        if (!hc_json_check_keys(j, item, at, known))
            continue;
        rule->level = hc_json_string(j, item, at, "level");
        rule->kind = hc_json_string(j, item, at, "kind");
        if (rule->level && hc_project_level(p, rule->level) == HC_NONE)
            hc_json_refuse(j, hc_json_path(j, at, "level", 0), "no level has this id", "没有 id 为此的层级");
        read_severity(j, item, at, rule);
        if (cJSON_GetObjectItemCaseSensitive(item, "require"))
            read_require(j, item, at, rule);
        else if (!read_codes(j, item, at, rule))
            read_range(j, item, at, rule);
        n++;
    }
    p->n_rules = n;
}

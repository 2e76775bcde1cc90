#include "load/project/services.h"

#include <string.h>

static void refuse(const struct hc_json *j, const char *key, const char *en, const char *zh)
{
    hc_json_refuse(j, hc_json_path(j, "services", key, 0), en, zh);
}

static void read_standard(const struct hc_json *j, const cJSON *object, struct hc_services_spec *s)
{
    static const char *const known[] = {"m2", "m2_per_100_households", "households", "kind", NULL};
    const char *path = "services.standard";
    s->m2 = s->m2_per100 = hc_number_missing();
    if (!object || !hc_json_check_keys(j, object, path, known))
        return;
    s->m2 = hc_json_number(j, object, path, "m2");
    s->m2_per100 = hc_json_number(j, object, path, "m2_per_100_households");
    s->households = hc_json_string(j, object, path, "households");
    s->kind = hc_json_string(j, object, path, "kind");
    if (s->m2.missing == s->m2_per100.missing)
        refuse(j, "standard", "needs either m2 or m2_per_100_households", "须给出 m2 或 m2_per_100_households 之一");
}

static void read_hollow(const struct hc_json *j, const cJSON *object, const struct hc_project *p,
                        struct hc_services_spec *s)
{
    static const char *const known[] = {"measure", "below", NULL};
    const char *path = "services.hollow";
    bool found = false;
    if (!object || !hc_json_check_keys(j, object, path, known))
        return;
    s->hollow_measure = hc_json_required(j, object, path, "measure");
    s->hollow_below = hc_json_number(j, object, path, "below");
    for (size_t i = 0; s->hollow_measure && i < p->n_measures; i++)
        found = found || strcmp(p->measures[i].name, s->hollow_measure) == 0;
    if (s->hollow_measure && !found)
        refuse(j, "hollow.measure", "is not among the project's measures", "不在项目的 measures 之中");
    if (s->hollow_below.missing)
        refuse(j, "hollow.below", "is missing", "缺少该键");
}

static bool has_date(const struct hc_project *p, const char *date)
{
    bool found = p->date && strcmp(p->date, date) == 0;
    for (size_t i = 0; i < p->n_steps; i++)
        found = found || strcmp(p->steps[i].date, date) == 0;
    return found;
}

void hc_services_spec_read(const struct hc_json *j, const cJSON *root, struct hc_project *p)
{
    static const char *const known[] = {"offices", "level", "at", "roads", "standard", "within_m", "hollow", NULL};
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(root, "services");
    struct hc_services_spec *s = &p->services;
    if (!object || !hc_json_check_keys(j, object, "services", known))
        return;
    s->offices = hc_json_required(j, object, "services", "offices");
    s->level = hc_json_string(j, object, "services", "level");
    s->at = hc_json_string(j, object, "services", "at");
    s->roads = hc_json_string(j, object, "services", "roads");
    s->within_m = hc_json_number(j, object, "services", "within_m");
    if (s->within_m.missing)
        s->within_m = hc_number_decimal(5000, 0);
    read_standard(j, cJSON_GetObjectItemCaseSensitive(object, "standard"), s);
    read_hollow(j, cJSON_GetObjectItemCaseSensitive(object, "hollow"), p, s);
    if (s->level && hc_project_level(p, s->level) == HC_NONE)
        refuse(j, "level", "is the id of no level", "不是任何层级的 id");
    if (s->at && !has_date(p, s->at))
        refuse(j, "at", "is the date of no state; give the project's date or that of a step",
               "不是任何状态的日期；请填项目日期或某一步骤的日期");
}

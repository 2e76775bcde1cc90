#include "propose/problem/question.h"

#include "simulate/count/count.h"
#include <math.h>
#include <string.h>

struct reading {
    const struct hc_question *q;
    struct hc_setting *s;
    struct hc_findings *findings;
    const struct hc_rule *rule;
    uint32_t index;
};

static void refuse(const struct reading *r, const char *en, const char *zh, const char *word)
{
    struct hc_finding *f = hc_findings_add(r->findings, "bad_rule", HC_REFUSAL, "rules[%u]: %s%.0s \"%s\"",
                                           "rules[%u]：%.0s%s“%s”", r->index, en, zh, word ? word : "");
    hc_finding_remedy(f, "correct the rule, or give it the severity warning: it is then judged, and does not bind",
                      "请更正该规则，或将其 severity 设为 warning（只评判，不约束）");
}

/* The level that a rule is about, as simulate finds it. */
static uint32_t level_of(const struct reading *r)
{
    const struct hc_project *p = &r->q->input->project;
    if (r->rule->level)
        return hc_project_level(p, r->rule->level);
    for (uint32_t l = 0; r->rule->n_codes && l < p->n_levels; l++)
        if (hc_map_find(&r->q->result->states[r->q->state].levels[l].units.by_code, r->rule->codes[0]) != HC_NONE)
            return l;
    return 0;
}

/* A value a unit, as simulate counts it; new; NULL: no such measure. */
static struct hc_number *values_of(const struct reading *r, const char *measure)
{
    struct hc_result result = *r->q->result; /* counting reads it alone, but a run can write */
    struct hc_run run = {.input = r->q->input, .cover = r->q->cover, .findings = r->findings, .result = &result};
    return hc_count_values(&run, r->q->state, r->q->level, measure);
}

/* Exact values at one scale; false if they are no decimals, or below 0. A missing one counts as 0. */
static bool to_integers(const struct hc_number *value, size_t n, int64_t *out, int *scale)
{
    *scale = 0;
    for (size_t i = 0; i < n; i++)
        if (!value[i].missing && value[i].scale > *scale)
            *scale = value[i].scale;
    for (size_t i = 0; i < n; i++) {
        out[i] = 0;
        if (value[i].missing)
            continue;
        if (!value[i].exact || value[i].den != 1 || value[i].num < 0 ||
            !hc_decimal_rescale(value[i].num, value[i].scale, *scale, &out[i]))
            return false;
    }
    return true;
}

/* Whether a measure of a new unit is the sum over its members. */
static bool adds_up(const struct reading *r, const char *measure)
{
    const struct hc_column *c = hc_units_column(r->s->units, measure);
    if (c)
        return c->agg == HC_AGG_SUM;
    return strcmp(measure, "area_m2") == 0 || strcmp(measure, "members") == 0 ||
           hc_project_level(&r->q->input->project, measure) != HC_NONE;
}

static int64_t *integers_of(const struct reading *r, const char *measure, int *scale)
{
    size_t n = r->s->problem.n;
    struct hc_number *value = adds_up(r, measure) ? values_of(r, measure) : NULL;
    int64_t *out = hc_alloc(n, sizeof *out);
    if (!value || !to_integers(value, n, out, scale)) {
        hc_free(out);
        out = NULL;
    }
    hc_free(value);
    return out;
}

static struct hc_limit *add_limit(const struct reading *r, enum hc_limit_type type)
{
    struct hc_problem *p = &r->s->problem;
    p->limits = hc_realloc(p->limits, p->n_limits + 1, sizeof *p->limits);
    struct hc_limit *l = &p->limits[p->n_limits++];
    *l = (struct hc_limit){.type = type,
                           .rule = r->index,
                           .kind = r->rule->kind ? hc_setting_kind(r->s, r->rule->kind) : HC_NONE,
                           .has_min = !r->rule->min.missing,
                           .has_max = !r->rule->max.missing,
                           .low = r->rule->min.real,
                           .high = r->rule->max.real,
                           .measure = r->rule->measure,
                           .factor = 1};
    return l;
}

static double power_of_ten(int n)
{
    double value = 1;
    for (; n > 0; n--)
        value *= 10;
    return value;
}

/* A bound in the scale of the values: the least integer that keeps it, or the most. */
static int64_t at_scale(struct hc_number bound, int scale, bool up)
{
    int64_t value;
    if (bound.exact && bound.den == 1 && bound.scale <= scale &&
        hc_decimal_rescale(bound.num, bound.scale, scale, &value))
        return value;
    double real = bound.real * power_of_ten(scale);
    return (int64_t)(up ? ceil(real - 1e-9) : floor(real + 1e-9));
}

static bool read_ratio(const struct reading *r)
{
    const struct hc_project *p = &r->q->input->project;
    for (size_t i = 0; i < p->n_measures; i++) {
        if (strcmp(p->measures[i].name, r->rule->measure) != 0)
            continue;
        const char *of = p->measures[i].of, *per = p->measures[i].per;
        bool km2_of = strcmp(of, "area_km2") == 0, km2_per = strcmp(per, "area_km2") == 0;
        int scale_of = 0, scale_per = 0;
        int64_t *a = integers_of(r, km2_of ? "area_m2" : of, &scale_of);
        int64_t *b = integers_of(r, km2_per ? "area_m2" : per, &scale_per);
        struct hc_limit *l = add_limit(r, HC_LIMIT_RATIO);
        l->of = a;
        l->per = b;
        l->factor = power_of_ten(scale_per) / power_of_ten(scale_of) * (km2_of ? 1e-6 : 1) * (km2_per ? 1e6 : 1);
        return a && b;
    }
    return false;
}

static bool read_compactness(const struct reading *r)
{
    const struct hc_level_state *level = &r->q->result->states[r->q->state].levels[r->q->level];
    size_t n = r->s->problem.n;
    if (strcmp(r->rule->measure, "polsby_popper") != 0 || !r->q->cover || !level->area || !level->perimeter)
        return false;
    struct hc_limit *l = add_limit(r, HC_LIMIT_COMPACT);
    l->of = hc_alloc(n, sizeof *l->of);
    l->per = hc_alloc(n, sizeof *l->per);
    for (size_t i = 0; i < n; i++) {
        l->of[i] = level->area[i] == HC_MISSING ? 0 : level->area[i];
        l->per[i] = level->perimeter[i] == HC_MISSING ? 0 : level->perimeter[i];
    }
    l->factor = power_of_ten(2 * HC_LENGTH_SCALE - HC_AREA_SCALE);
    return true;
}

/* How many units of this level each unit of the next one up may have. */
static void read_descendants(const struct reading *r)
{
    struct hc_setting *s = r->s;
    const struct hc_units *up = &r->q->result->states[r->q->state].levels[r->q->level + 1].units;
    size_t n = s->problem.n_blocks;
    if (!s->wanted.least) {
        s->wanted.least = hc_calloc(n, sizeof *s->wanted.least);
        s->wanted.most = hc_alloc(n, sizeof *s->wanted.most);
        memset(s->wanted.most, 0xff, n * sizeof *s->wanted.most);
    }
    for (size_t b = 0; b < n; b++) {
        uint32_t parent = hc_map_find(&up->by_code, s->block_code[b]);
        const char *kind = parent == HC_NONE ? NULL : up->kind[parent];
        if (parent == HC_NONE || (r->rule->kind && (!kind || strcmp(kind, r->rule->kind) != 0)))
            continue;
        int least = r->rule->min.missing ? 0 : (int)ceil(r->rule->min.real);
        int most = r->rule->max.missing ? -1 : (int)floor(r->rule->max.real);
        s->wanted.least[b] = least > s->wanted.least[b] ? least : s->wanted.least[b];
        if (most >= 0 && (s->wanted.most[b] < 0 || most < s->wanted.most[b]))
            s->wanted.most[b] = most;
    }
}

static void read_range(const struct reading *r, uint32_t level)
{
    const struct hc_project *p = &r->q->input->project;
    if (level == r->q->level + 1 && !r->q->across && strcmp(r->rule->measure, p->levels[r->q->level].id) == 0) {
        read_descendants(r);
        return;
    }
    if (level != r->q->level)
        return; /* judged afterwards; what happens within parents does not change it */
    int scale = 0;
    int64_t *of = integers_of(r, r->rule->measure, &scale);
    if (of) {
        struct hc_limit *l = add_limit(r, HC_LIMIT_SUM);
        l->of = of;
        l->scale = scale;
        l->min = l->has_min ? at_scale(r->rule->min, scale, true) : 0;
        l->max = l->has_max ? at_scale(r->rule->max, scale, false) : 0;
    } else if (!read_ratio(r) && !read_compactness(r)) {
        refuse(r, "a plan cannot be held to the measure", "无法据此指标约束方案：", r->rule->measure);
    }
}

bool hc_setting_measure(const struct hc_question *q, struct hc_setting *s, const char *measure, struct hc_limit *out)
{
    char *name = hc_strdup(measure);
    struct hc_rule rule = {.measure = name, .min = hc_number_missing(), .max = hc_number_missing()};
    struct reading r = {q, s, NULL, &rule, HC_NONE};
    size_t before = s->problem.n_limits;
    int scale = 0;
    int64_t *of = integers_of(&r, measure, &scale);
    bool known = of || read_ratio(&r) || read_compactness(&r);
    if (of) {
        struct hc_limit *l = add_limit(&r, HC_LIMIT_SUM);
        l->of = of;
        l->scale = scale;
    }
    hc_free(name);
    if (s->problem.n_limits == before)
        return false;
    *out = s->problem.limits[--s->problem.n_limits];
    out->measure = measure;
    if (!known) {
        hc_free(out->of);
        hc_free(out->per);
    }
    return known;
}

/* The unit of a code, or HC_NONE with a refusal. */
static uint32_t unit_of(const struct reading *r, const char *code)
{
    uint32_t unit = hc_map_find(&r->s->units->by_code, code);
    if (unit == HC_NONE)
        refuse(r, "no unit has the code", "没有此代码的单元：", code);
    return unit;
}

static void keep(const struct reading *r)
{
    struct hc_problem *p = &r->s->problem;
    for (size_t i = 0; i < r->rule->n_codes; i++) {
        uint32_t u = unit_of(r, r->rule->codes[i]);
        if (u == HC_NONE || p->fixed[u] != HC_NONE)
            continue;
        p->fixed[u] = (uint32_t)p->n_fixed;
        p->fixed_size[p->n_fixed++] = 1;
    }
}

/* Sets that share a unit become one. */
static void together(const struct reading *r)
{
    struct hc_problem *p = &r->s->problem;
    uint32_t set = (uint32_t)p->n_together;
    for (size_t i = 0; i < r->rule->n_codes; i++) {
        uint32_t u = unit_of(r, r->rule->codes[i]);
        uint32_t old = u == HC_NONE ? HC_NONE : p->together[u];
        for (size_t v = 0; old != HC_NONE && v < p->n; v++)
            if (p->together[v] == old)
                p->together[v] = set;
        if (u != HC_NONE)
            p->together[u] = set;
    }
    p->n_together++;
}

static void apart(const struct reading *r)
{
    struct hc_problem *p = &r->s->problem;
    for (size_t i = 0; i < r->rule->n_codes; i++)
        for (size_t j = i + 1; j < r->rule->n_codes; j++) {
            uint32_t a = unit_of(r, r->rule->codes[i]), b = unit_of(r, r->rule->codes[j]);
            if (a == HC_NONE || b == HC_NONE)
                continue;
            p->apart = hc_realloc(p->apart, p->n_apart + 1, sizeof *p->apart);
            p->apart[p->n_apart][0] = a;
            p->apart[p->n_apart++][1] = b;
        }
}

static void read_rule(const struct reading *r)
{
    uint32_t level = level_of(r);
    if (r->rule->severity != HC_ERROR)
        return;
    if (r->rule->type == HC_RULE_RANGE) {
        read_range(r, level);
        return;
    }
    if (level != r->q->level)
        return;
    if (r->rule->type == HC_RULE_KEEP)
        keep(r);
    else if (r->rule->type == HC_RULE_TOGETHER)
        together(r);
    else if (r->rule->type == HC_RULE_APART)
        apart(r);
    else if (r->rule->type == HC_RULE_CONTIGUOUS)
        r->s->problem.contiguous = true;
    for (size_t i = 0; r->rule->type == HC_RULE_CONVERT && i < r->rule->n_codes; i++) {
        uint32_t u = unit_of(r, r->rule->codes[i]);
        if (u != HC_NONE)
            r->s->problem.convert[u] = true;
    }
}

/* Groups of the plan given, by where its units go; a unit that is not named stays. */
static void read_start(const struct hc_question *q, struct hc_setting *s)
{
    struct hc_problem *p = &s->problem;
    struct hc_map seen = {0};
    const char **to = hc_alloc(p->n, sizeof *to);
    uint32_t n = 0;
    s->start = hc_alloc(p->n, sizeof *s->start);
    for (size_t i = 0; i < p->n; i++)
        to[i] = s->units->code[i];
    for (size_t i = 0; i < q->start->n_moves; i++) {
        uint32_t u = hc_map_find(&s->units->by_code, q->start->moves[i].unit);
        if (u != HC_NONE && q->start->moves[i].to[0])
            to[u] = q->start->moves[i].to;
    }
    for (size_t i = 0; i < p->n; i++) {
        uint32_t known = hc_map_put(&seen, to[i], n);
        s->start[i] = known == HC_NONE ? n++ : known;
    }
    hc_map_release(&seen);
    hc_free(to);
}

static void freeze_unit(struct hc_setting *s, uint32_t u)
{
    struct hc_problem *p = &s->problem;
    if (p->fixed[u] != HC_NONE)
        return;
    for (size_t v = 0; v < p->n; v++)
        if (v == u || (s->start && s->start[v] == s->start[u])) {
            p->fixed[v] = (uint32_t)p->n_fixed;
            p->fixed_size[p->n_fixed]++;
        }
    p->n_fixed++;
}

static void convert_unit(struct hc_setting *s, uint32_t u)
{
    s->problem.convert[u] = true;
}

/* Does something with each unit of a list of codes: of units, or of parents, then with all their units. */
static void each_code(struct hc_setting *s, const char *option, const char *list,
                      void (*act)(struct hc_setting *s, uint32_t u), struct hc_findings *findings)
{
    for (const char *at = list; at && *at;) {
        size_t n = strcspn(at, ",");
        char *code = hc_strndup(at, n);
        uint32_t u = hc_map_find(&s->units->by_code, code);
        bool found = u != HC_NONE || !n;
        if (u != HC_NONE)
            act(s, u);
        for (uint32_t v = 0; u == HC_NONE && v < s->problem.n; v++)
            if (s->units->parent_code[v] && strcmp(s->units->parent_code[v], code) == 0) {
                act(s, v);
                found = true;
            }
        if (!found) {
            struct hc_finding *f = hc_findings_add(findings, "unknown_unit", HC_REFUSAL, "%s: no unit or parent is %s",
                                                   "%s：没有代码为 %s 的单元或上级单元", option, code);
            hc_finding_remedy(f, "correct the code", "请更正代码");
        }
        hc_free(code);
        at += n + (at[n] == ',');
    }
}

void hc_setting_rules(const struct hc_question *q, struct hc_setting *s, struct hc_findings *findings)
{
    const struct hc_project *project = &q->input->project;
    struct hc_problem *p = &s->problem;
    p->fixed = hc_alloc(p->n, sizeof *p->fixed);
    p->together = hc_alloc(p->n, sizeof *p->together);
    memset(p->fixed, 0xff, p->n * sizeof *p->fixed);
    memset(p->together, 0xff, p->n * sizeof *p->together);
    p->fixed_size = hc_calloc(p->n + 1, sizeof *p->fixed_size);
    if (q->start)
        read_start(q, s);
    each_code(s, "--freeze", q->freeze, freeze_unit, findings);
    bool all = q->convert && strcmp(q->convert, "all") == 0;
    for (uint32_t u = 0; all && u < p->n; u++)
        convert_unit(s, u);
    each_code(s, "--convert", all ? NULL : q->convert, convert_unit, findings);
    for (size_t i = 0; i < project->n_rules; i++) {
        struct reading r = {q, s, findings, &project->rules[i], (uint32_t)i};
        read_rule(&r);
    }
    p->together_size = hc_calloc(p->n_together + 1, sizeof *p->together_size);
    for (size_t u = 0; u < p->n; u++)
        if (p->together[u] != HC_NONE)
            p->together_size[p->together[u]]++;
    if (q->tolerance > 0) {
        struct hc_rule none = {.min = hc_number_missing(), .max = hc_number_missing()};
        struct reading r = {q, s, findings, &none, HC_NONE};
        struct hc_limit *l = add_limit(&r, HC_LIMIT_SUM);
        l->measure = "population";
        l->of = hc_alloc(p->n, sizeof *l->of);
        memcpy(l->of, p->people, p->n * sizeof *l->of);
    }
}

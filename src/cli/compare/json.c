#include "cli/compare/files.h"

static const char *state_name(const struct hc_comparing *c, const struct hc_candidate *plan)
{
    static const char *const states[] = {"drawn", "no_start", "still", "stopped"};
    if (plan->standing == HC_STANDING_DRAWN)
        return states[c->samples[plan->sample].state];
    return plan->standing == HC_STANDING_ACROSS ? "across" : plan->standing == HC_STANDING_LEFT ? "left" : NULL;
}

static void add_terms(const struct hc_candidate *plan, struct hc_buf *out)
{
    hc_buf_adds(out, ", \"cost\": ");
    if (plan->value)
        hc_buf_addd(out, plan->value[HC_N_TERMS]);
    else
        hc_buf_adds(out, "null");
    hc_buf_adds(out, ", \"terms\": {");
    for (int t = 0; plan->value && t < HC_N_TERMS; t++) {
        hc_buf_addf(out, "%s\"%s\": {\"value\": ", t ? ", " : "", hc_term_name((enum hc_term)t));
        hc_buf_addd(out, plan->value[t]);
        hc_buf_adds(out, ", \"weight\": ");
        hc_buf_addd(out, plan->weight[t]);
        hc_buf_adds(out, ", \"cost\": ");
        hc_buf_addd(out, plan->weight[t] * plan->value[t]);
        hc_buf_addc(out, '}');
    }
    hc_buf_addc(out, '}');
}

static void add_standing(const struct hc_comparing *c, const struct hc_candidate *plan, struct hc_buf *out)
{
    const struct hc_sample *s = &c->samples[plan->sample];
    hc_buf_addf(out, ",\n     \"sample\": {\"draws\": %zu, \"spacing\": %zu, \"steps\": %llu, \"moves\": %llu, ",
                s->n_draws, s->spacing, (unsigned long long)s->steps, (unsigned long long)s->moves);
    hc_buf_addf(out, "\"still_parents\": %zu, \"mixing\": ", s->n_still);
    hc_buf_addd(out, s->mixing);
    hc_buf_adds(out, "},\n     \"standing\": [");
    for (size_t y = 0; y < c->yardsticks.n; y++) {
        const struct hc_yardstick *stick = &c->yardsticks.items[y];
        hc_buf_addf(out, "%s\n      {\"measure\": ", y ? "," : "");
        hc_buf_add_json(out, stick->name);
        hc_buf_addf(out, ", \"stat\": \"%s\", \"value\": ", hc_yard_stat_name(stick->stat));
        hc_buf_addd(out, plan->value[y]);
        hc_buf_adds(out, ", \"percentile\": ");
        hc_buf_addd(out, hc_sample_percentile(s, y, plan->value[y]));
        hc_buf_addc(out, '}');
    }
    hc_buf_addc(out, ']');
}

static void add_plan(const struct hc_comparing *c, const struct hc_session *s, size_t k, struct hc_buf *out)
{
    const struct hc_candidate *plan = &c->plans[k];
    hc_buf_addf(out, "%s\n    {\"plan\": ", k ? "," : "");
    hc_buf_add_json(out, plan->label);
    hc_buf_addf(out, ", \"new_units\": %zu, \"rules_broken\": %zu, \"broken\": [", plan->outcome.n_new, plan->n_broken);
    for (size_t r = 0; r < s->input.project.n_rules; r++) {
        hc_buf_adds(out, r ? ", " : "");
        if (plan->broken[r] == HC_UNJUDGED)
            hc_buf_adds(out, "null");
        else
            hc_buf_addi(out, (int64_t)plan->broken[r]);
    }
    hc_buf_addc(out, ']');
    add_terms(plan, out);
    const char *state = state_name(c, plan);
    if (state)
        hc_buf_addf(out, ",\n     \"sampled\": \"%s\"", state);
    if (plan->standing == HC_STANDING_DRAWN && c->samples[plan->sample].state == HC_SAMPLE_DRAWN)
        add_standing(c, plan, out);
    hc_buf_addc(out, '}');
}

static void add_rules(const struct hc_session *s, struct hc_buf *out)
{
    hc_buf_adds(out, "  \"rules\": [");
    for (size_t r = 0; r < s->input.project.n_rules; r++) {
        struct hc_buf text = {0};
        hc_rule_describe(&s->input.project, r, s->lang, &text);
        hc_buf_adds(out, r ? ", " : "");
        hc_buf_add_json(out, text.data);
        hc_buf_release(&text);
    }
    hc_buf_adds(out, "],\n");
}

static void add_figures(const struct hc_comparing *c, const struct hc_session *s, struct hc_buf *out)
{
    char text[64];
    hc_buf_adds(out, "  \"figures\": [");
    for (size_t i = 0; i < c->figures.n; i++) {
        const struct hc_compared_row *row = &c->figures.rows[i];
        hc_buf_addf(out, "%s\n    {\"level\": ", i ? "," : "");
        hc_buf_add_json(out, s->input.project.levels[row->level].id);
        hc_buf_adds(out, ", \"kind\": ");
        hc_buf_add_json(out, row->kind);
        hc_buf_adds(out, ", \"measure\": ");
        hc_buf_add_json(out, row->measure);
        hc_buf_addf(out, ", \"stat\": \"%s\", \"values\": [", hc_compared_stat_name(row->stat));
        for (size_t k = 0; k < c->n; k++) {
            hc_buf_adds(out, k ? ", " : "");
            if (row->value[k].exact && row->value[k].den == 1)
                hc_buf_adds(out, hc_decimal_format(row->value[k].num, row->value[k].scale, text));
            else
                hc_buf_addd(out, row->value[k].real);
        }
        hc_buf_adds(out, "]}");
    }
    hc_buf_adds(out, "\n  ],\n");
}

static void add_ladder(const struct hc_comparing *c, struct hc_buf *out)
{
    hc_buf_adds(out, "  \"below\": [");
    for (size_t i = 0; i < c->ladder.n; i++) {
        hc_buf_addf(out, "%s\n    {\"people\": %lld, \"units\": [", i ? "," : "", (long long)c->ladder.people[i]);
        for (size_t k = 0; k < c->n; k++)
            hc_buf_addf(out, "%s%zu", k ? ", " : "", c->ladder.below[i * c->n + k]);
        hc_buf_adds(out, "]}");
    }
    hc_buf_adds(out, "\n  ],\n");
}

static void add_distances(const struct hc_comparing *c, struct hc_buf *out)
{
    hc_buf_adds(out, "  \"distance\": [");
    for (size_t i = 0; i < c->n; i++) {
        hc_buf_adds(out, i ? ",\n    [" : "\n    [");
        for (size_t k = 0; k < c->n; k++) {
            hc_buf_adds(out, k ? ", " : "");
            hc_buf_addd(out, c->distance[i * c->n + k].share);
        }
        hc_buf_addc(out, ']');
    }
    hc_buf_adds(out, "\n  ]\n");
}

void hc_comparing_json(const struct hc_comparing *c, const struct hc_session *s, struct hc_buf *out)
{
    const struct hc_project *p = &s->input.project;
    hc_buf_adds(out, "{\n  \"title\": ");
    hc_buf_add_json(out, p->title);
    hc_buf_adds(out, ",\n  \"notice\": ");
    hc_buf_add_json(out, p->notice);
    hc_buf_adds(out, ",\n  \"level\": ");
    hc_buf_add_json(out, p->levels[c->asking.question.level].id);
    hc_buf_addf(out, ",\n  \"units\": %zu,\n  \"counted_by\": ", c->asking.setting.problem.n);
    hc_buf_add_json(out, p->levels[c->atoms.level].id);
    hc_buf_adds(out, ",\n  \"plans\": [");
    for (size_t k = 0; k < c->n; k++)
        add_plan(c, s, k, out);
    hc_buf_adds(out, "\n  ],\n");
    add_rules(s, out);
    add_figures(c, s, out);
    add_ladder(c, out);
    add_distances(c, out);
    hc_buf_adds(out, "}\n");
}

#include "cli/compare/files.h"

#include <math.h>
#include <stdio.h>

static void add_labels(const struct hc_comparing *c, struct hc_buf *out)
{
    for (size_t i = 0; i < c->n; i++) {
        hc_buf_addc(out, ',');
        hc_buf_add_csv(out, c->plans[i].label);
    }
    hc_buf_addc(out, '\n');
}

static void add_real(struct hc_buf *out, double value)
{
    if (!isnan(value))
        hc_buf_addd(out, value);
}

/* Unrounded: exact decimals as they are, everything else as the shortest text of the same double. */
static void add_number(struct hc_buf *out, struct hc_number n)
{
    char text[64];
    if (n.exact && n.den == 1)
        hc_buf_adds(out, hc_decimal_format(n.num, n.scale, text));
    else
        add_real(out, n.real);
}

/* The first five cells of a row. */
static void begin_row(struct hc_buf *out, const char *section, const char *level, const char *kind, const char *measure,
                      const char *stat)
{
    const char *const cells[] = {section, level, kind, measure, stat};
    for (size_t i = 0; i < 5; i++) {
        hc_buf_adds(out, i ? "," : "");
        hc_buf_add_csv(out, cells[i]);
    }
}

static void add_terms(const struct hc_comparing *c, const char *level, struct hc_buf *out)
{
    static const char *const sections[] = {"term", "weight", "cost"};
    for (size_t section = 0; section < 3; section++)
        for (int t = 0; t < HC_N_TERMS; t++) {
            begin_row(out, sections[section], level, NULL, hc_term_name((enum hc_term)t), "total");
            for (size_t k = 0; k < c->n; k++) {
                const struct hc_candidate *plan = &c->plans[k];
                hc_buf_addc(out, ',');
                if (plan->value)
                    hc_buf_addd(out, (section == 1 ? 1 : plan->value[t]) * (section == 0 ? 1 : plan->weight[t]));
            }
            hc_buf_addc(out, '\n');
        }
    begin_row(out, "cost", level, NULL, "cost", "total");
    for (size_t k = 0; k < c->n; k++) {
        hc_buf_addc(out, ',');
        if (c->plans[k].value)
            hc_buf_addd(out, c->plans[k].value[HC_N_TERMS]);
    }
    hc_buf_addc(out, '\n');
}

static void add_ladder(const struct hc_comparing *c, const char *level, struct hc_buf *out)
{
    for (size_t i = 0; i < c->ladder.n; i++) {
        char text[32];
        snprintf(text, sizeof text, "%lld", (long long)c->ladder.people[i]);
        begin_row(out, "below", level, NULL, c->asking.before.population, text);
        for (size_t k = 0; k < c->n; k++)
            hc_buf_addf(out, ",%zu", c->ladder.below[i * c->n + k]);
        hc_buf_addc(out, '\n');
    }
}

void hc_comparing_csv(const struct hc_comparing *c, const struct hc_session *s, struct hc_buf *out)
{
    const struct hc_project *p = &s->input.project;
    hc_buf_adds(out, "section,level,kind,measure,stat");
    add_labels(c, out);
    for (size_t i = 0; i < c->figures.n; i++) {
        const struct hc_compared_row *row = &c->figures.rows[i];
        begin_row(out, "figure", p->levels[row->level].id, row->kind, row->measure ? row->measure : "units",
                  hc_compared_stat_name(row->stat));
        for (size_t k = 0; k < c->n; k++) {
            hc_buf_addc(out, ',');
            add_number(out, row->value[k]);
        }
        hc_buf_addc(out, '\n');
    }
    add_ladder(c, p->levels[c->asking.question.level].id, out);
    for (size_t r = 0; r < p->n_rules; r++) {
        struct hc_buf text = {0};
        hc_rule_describe(p, r, s->lang, &text);
        begin_row(out, "rule", p->rules[r].level, p->rules[r].kind, text.data, "broken");
        for (size_t k = 0; k < c->n; k++) {
            hc_buf_addc(out, ',');
            if (c->plans[k].broken[r] != HC_UNJUDGED)
                hc_buf_addi(out, (int64_t)c->plans[k].broken[r]);
        }
        hc_buf_addc(out, '\n');
        hc_buf_release(&text);
    }
    add_terms(c, p->levels[c->asking.question.level].id, out);
}

void hc_comparing_units_csv(const struct hc_comparing *c, const struct hc_session *s, struct hc_buf *out)
{
    const struct hc_units *u = c->asking.setting.units;
    const struct hc_state *state = &c->asking.before.states[c->asking.n_steps];
    uint32_t *fates = hc_calloc(u->count, sizeof *fates);
    (void)s;
    for (uint32_t a = 0; a < c->atoms.n; a++) {
        uint32_t unit = a;
        for (uint32_t l = c->atoms.level; unit != HC_NONE && l < c->asking.question.level; l++)
            unit = state->levels[l].units.parent[unit];
        if (unit != HC_NONE && c->fates[a] > fates[unit])
            fates[unit] = c->fates[a];
    }
    hc_buf_adds(out, "unit,name,parent,people,fates");
    add_labels(c, out);
    for (uint32_t i = 0; i < u->count; i++) {
        const char *const cells[] = {u->code[i], u->name[i], u->parent_code[i]};
        for (size_t k = 0; k < 3; k++) {
            hc_buf_adds(out, k ? "," : "");
            hc_buf_add_csv(out, cells[k]);
        }
        hc_buf_addf(out, ",%lld,%u", (long long)c->asking.setting.problem.people[i], fates[i]);
        for (size_t k = 0; k < c->n; k++) {
            const struct hc_outcome *o = &c->plans[k].outcome;
            hc_buf_addc(out, ',');
            hc_buf_add_csv(out, o->unit_new[i] == HC_NONE ? NULL : o->code[o->unit_new[i]]);
        }
        hc_buf_addc(out, '\n');
    }
    hc_free(fates);
}

void hc_comparing_distance_csv(const struct hc_comparing *c, struct hc_buf *out)
{
    char text[64];
    hc_buf_adds(out, "a,b,people,atoms,share\n");
    for (size_t i = 0; i < c->n; i++)
        for (size_t j = i + 1; j < c->n; j++) {
            const struct hc_distance *d = &c->distance[i * c->n + j];
            hc_buf_add_csv(out, c->plans[i].label);
            hc_buf_addc(out, ',');
            hc_buf_add_csv(out, c->plans[j].label);
            hc_buf_addf(out, ",%s,%zu,", c->atoms.counted ? hc_decimal_format(d->people, c->atoms.scale, text) : "",
                        d->atoms);
            hc_buf_addd(out, d->share);
            hc_buf_addc(out, '\n');
        }
}

void hc_comparing_standing_csv(const struct hc_comparing *c, struct hc_buf *out)
{
    static const double shares[] = {0, 0.05, 0.5, 0.95, 1};
    hc_buf_adds(out, "plan,measure,stat,value,percentile,sample_min,sample_p05,sample_median,sample_p95,sample_max\n");
    for (size_t k = 1; k < c->n; k++) {
        const struct hc_candidate *plan = &c->plans[k];
        const struct hc_sample *s = plan->standing == HC_STANDING_DRAWN ? &c->samples[plan->sample] : NULL;
        for (size_t y = 0; s && s->state == HC_SAMPLE_DRAWN && y < c->yardsticks.n; y++) {
            hc_buf_add_csv(out, plan->label);
            hc_buf_addc(out, ',');
            hc_buf_add_csv(out, c->yardsticks.items[y].name);
            hc_buf_addf(out, ",%s,", hc_yard_stat_name(c->yardsticks.items[y].stat));
            add_real(out, plan->value[y]);
            hc_buf_addc(out, ',');
            hc_buf_addd(out, hc_sample_percentile(s, y, plan->value[y]));
            for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
                hc_buf_addc(out, ',');
                add_real(out, hc_sample_quantile(s, y, shares[i]));
            }
            hc_buf_addc(out, '\n');
        }
    }
}

void hc_comparing_sample_csv(const struct hc_comparing *c, struct hc_buf *out)
{
    hc_buf_adds(out, "sample,draw");
    for (size_t y = 0; y < c->yardsticks.n; y++) {
        const struct hc_yardstick *stick = &c->yardsticks.items[y];
        struct hc_buf name = {0};
        hc_buf_addf(&name, "%s%s%s", stick->name, stick->measure == HC_NONE ? "" : ":",
                    stick->measure == HC_NONE ? "" : hc_yard_stat_name(stick->stat));
        hc_buf_addc(out, ',');
        hc_buf_add_csv(out, name.data);
        hc_buf_release(&name);
    }
    hc_buf_addc(out, '\n');
    for (size_t i = 0; i < c->n_samples; i++)
        for (size_t d = 0; c->samples[i].state == HC_SAMPLE_DRAWN && d < c->samples[i].n_draws; d++) {
            hc_buf_addf(out, "%zu,%zu", i + 1, d + 1);
            for (size_t y = 0; y < c->yardsticks.n; y++) {
                hc_buf_addc(out, ',');
                add_real(out, c->samples[i].value[d * c->yardsticks.n + y]);
            }
            hc_buf_addc(out, '\n');
        }
}

#include "cli/compare/plans.h"

#include <string.h>

/* How many groups each parent has; NULL where a group has units of several. */
static uint32_t *counts_of(const struct hc_problem *p, const struct hc_candidate *plan)
{
    uint32_t *count = hc_calloc(p->n_blocks, sizeof *count), *block = hc_alloc(plan->n_groups, sizeof *block);
    bool within = true;
    memset(block, 0xff, plan->n_groups * sizeof *block);
    for (size_t u = 0; u < p->n; u++) {
        uint32_t g = plan->label_of[u];
        count[p->block[u]] += block[g] == HC_NONE;
        within = within && (block[g] == HC_NONE || block[g] == p->block[u]);
        block[g] = p->block[u];
    }
    hc_free(block);
    if (within)
        return count;
    hc_free(count);
    return NULL;
}

static void draw(struct hc_comparing *c, const struct hc_session *s, struct hc_candidate *plan, size_t n)
{
    const struct hc_propose_options *o = &c->asking.options;
    struct hc_sampling how = {.seed = o->seed,
                              .draws = n,
                              .spacing = o->rounds,
                              .threads = o->threads,
                              .stop = o->stop,
                              .progress = &s->progress};
    hc_setting_count(&c->asking.question, &c->asking.setting, plan->n_groups);
    plan->sample = c->n_samples++;
    hc_sample_draw(&c->yardsticks, plan->label_of, plan->n_groups, &how, &c->samples[plan->sample]);
}

void hc_comparing_sample(struct hc_comparing *c, const struct hc_session *s, size_t n)
{
    const struct hc_problem *p = &c->asking.setting.problem;
    uint32_t **counts = hc_calloc(c->n, sizeof *counts);
    c->samples = hc_calloc(c->n, sizeof *c->samples);
    for (size_t i = 1; i < c->n; i++) {
        struct hc_candidate *plan = &c->plans[i];
        counts[i] = plan->label_of ? counts_of(p, plan) : NULL;
        plan->standing = counts[i] ? HC_STANDING_DRAWN : plan->label_of ? HC_STANDING_ACROSS : HC_STANDING_LEFT;
        size_t like = 1;
        while (counts[i] && like < i &&
               !(counts[like] && memcmp(counts[like], counts[i], p->n_blocks * sizeof **counts) == 0))
            like++;
        if (counts[i] && like < i)
            plan->sample = c->plans[like].sample;
        else if (counts[i])
            draw(c, s, plan, n);
    }
    for (size_t i = 0; i < c->n; i++)
        hc_free(counts[i]);
    hc_free(counts);
}

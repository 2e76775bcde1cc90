#include "propose/explain/reasons.h"

#include <math.h>
#include <string.h>

#define MOST_EXCHANGES 400

struct looking {
    const struct hc_setting *s;
    const struct hc_problem *p;
    const struct hc_proposal *plan;
    struct hc_scratch scratch;
    struct hc_choice *choice;
    uint32_t *one, *other; /* members after a change */
    size_t breaches[HC_BREACH_LIMIT + 1];
    const struct hc_limit *limit;
    struct hc_reason *reason; /* of the group at hand */
};

/* The group of kind `kind` that these units would be; false if a rule is broken. */
static bool judge(struct looking *l, const uint32_t *unit, size_t n, uint32_t kind, struct hc_choice *out)
{
    enum hc_breach why;
    const struct hc_limit *limit = NULL;
    size_t n_choices = hc_group_judge(l->p, unit, n, &l->scratch, l->choice, &why, &limit);
    for (size_t i = 0; i < n_choices; i++)
        if (l->choice[i].kind == kind || !l->p->choose_kind) {
            *out = l->choice[i];
            return true;
        }
    why = n_choices ? HC_BREACH_KIND : why;
    l->breaches[why]++;
    l->limit = limit ? limit : l->limit;
    return false;
}

/* Members of a group without one unit and with another, ascending; HC_NONE: none. */
static size_t change_members(const struct hc_proposal *plan, uint32_t group, uint32_t without, uint32_t with,
                             uint32_t *out)
{
    size_t n = 0;
    bool placed = with == HC_NONE;
    for (size_t i = plan->at[group]; i < plan->at[group + 1]; i++) {
        uint32_t u = plan->member[i];
        if (!placed && u > with) {
            out[n++] = with;
            placed = true;
        }
        if (u != without)
            out[n++] = u;
    }
    if (!placed)
        out[n++] = with;
    return n;
}

/* `moved` goes from group a to group b, and `back` (or HC_NONE) the other way. */
static void try_change(struct looking *l, uint32_t a, uint32_t b, uint32_t moved, uint32_t back)
{
    const struct hc_choice *was_a = &l->plan->choice[a], *was_b = &l->plan->choice[b];
    struct hc_choice is_a, is_b;
    size_t n_a = change_members(l->plan, a, moved, back, l->one);
    size_t n_b = change_members(l->plan, b, back, moved, l->other);
    if (!n_a || !judge(l, l->one, n_a, was_a->kind, &is_a) || !judge(l, l->other, n_b, was_b->kind, &is_b))
        return;
    double extra = (double)(is_a.cost + is_b.cost - was_a->cost - was_b->cost) / l->p->quanta;
    if (l->reason->has_alternative && extra >= l->reason->extra)
        return;
    *l->reason = (struct hc_reason){.has_alternative = true,
                                    .moved = moved,
                                    .into = l->plan->member[l->plan->at[b]],
                                    .exchanged = back,
                                    .extra = extra,
                                    .term = HC_N_TERMS};
    for (int t = 0; t < HC_N_TERMS; t++) {
        double gain = l->p->weight[t] * (is_a.term[t] + is_b.term[t] - was_a->term[t] - was_b->term[t]);
        if (gain > l->reason->gain) {
            l->reason->gain = gain;
            l->reason->term = (enum hc_term)t;
        }
    }
}

static void try_pair(struct looking *l, uint32_t g, uint32_t h)
{
    const struct hc_proposal *p = l->plan;
    size_t n_g = p->at[g + 1] - p->at[g], n_h = p->at[h + 1] - p->at[h];
    for (size_t i = p->at[g]; i < p->at[g + 1]; i++)
        try_change(l, g, h, p->member[i], HC_NONE);
    for (size_t i = p->at[h]; i < p->at[h + 1]; i++)
        try_change(l, h, g, p->member[i], HC_NONE);
    for (size_t i = p->at[g]; n_g * n_h > 1 && n_g * n_h <= MOST_EXCHANGES && i < p->at[g + 1]; i++)
        for (size_t j = p->at[h]; j < p->at[h + 1]; j++)
            try_change(l, g, h, p->member[i], p->member[j]);
}

/* Changes with every group beside g; in the order of these. */
static void try_neighbours(struct looking *l, uint32_t g, bool *beside)
{
    const struct hc_partition *all = &l->plan->plan.all;
    memset(beside, 0, all->n_groups * sizeof *beside);
    for (size_t i = l->plan->at[g]; i < l->plan->at[g + 1]; i++)
        for (size_t e = l->p->edge_at[l->plan->member[i]]; e < l->p->edge_at[l->plan->member[i] + 1]; e++)
            beside[all->label[l->p->edge[e].to]] = true;
    for (uint32_t h = 0; h < all->n_groups; h++)
        if (beside[h] && h != g)
            try_pair(l, g, h);
}

static bool all_together(const struct looking *l, uint32_t g)
{
    const uint32_t *set = l->p->together;
    uint32_t first = set[l->plan->member[l->plan->at[g]]];
    for (size_t i = l->plan->at[g]; i < l->plan->at[g + 1]; i++)
        if (set[l->plan->member[i]] != first)
            return false;
    return first != HC_NONE;
}

static void settle(struct looking *l, uint32_t g)
{
    struct hc_reason *r = l->reason;
    uint32_t first = l->plan->member[l->plan->at[g]];
    if (l->p->n_fixed && l->p->fixed[first] != HC_NONE) {
        r->type = HC_REASON_FROZEN;
    } else if (!r->has_alternative) {
        r->type = HC_REASON_RULES;
        for (int b = 1; b <= HC_BREACH_LIMIT; b++)
            if (l->breaches[b] > l->breaches[r->breach])
                r->breach = (enum hc_breach)b;
        r->limit = r->breach == HC_BREACH_LIMIT ? l->limit : NULL;
    } else {
        r->type = r->extra > 0 ? HC_REASON_COST : r->extra < 0 ? HC_REASON_LESS : HC_REASON_EQUAL;
        if (l->p->n_together && all_together(l, g))
            r->type = HC_REASON_TOGETHER;
    }
}

void hc_reasons_find(const struct hc_setting *s, const struct hc_proposal *p, struct hc_reason *reason)
{
    struct looking l = {.s = s, .p = &s->problem, .plan = p};
    bool *beside = hc_alloc(p->plan.all.n_groups, sizeof *beside);
    hc_scratch_init(&l.scratch, l.p);
    l.choice = hc_alloc(l.p->n_kinds, sizeof *l.choice);
    l.one = hc_alloc(l.p->n + 1, sizeof *l.one);
    l.other = hc_alloc(l.p->n + 1, sizeof *l.other);
    for (uint32_t g = 0; g < p->plan.all.n_groups; g++) {
        l.reason = &reason[g];
        *l.reason = (struct hc_reason){.exchanged = HC_NONE, .term = HC_N_TERMS};
        memset(l.breaches, 0, sizeof l.breaches);
        l.limit = NULL;
        try_neighbours(&l, g, beside);
        settle(&l, g);
    }
    hc_scratch_release(&l.scratch);
    hc_free(l.choice);
    hc_free(l.one);
    hc_free(l.other);
    hc_free(beside);
}

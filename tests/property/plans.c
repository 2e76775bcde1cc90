#include "plans.h"

#include "cover/cover.h"
#include <stdio.h>
#include <string.h>

/* A plan being written. */
struct writing {
    struct rng *r;
    const struct hc_units *units, *finer; /* finer may be NULL */
    const struct hc_units *coarser;       /* likewise */
    struct hc_step_input *out;
    size_t cap_moves, cap_units;
};

static char *keep(struct writing *w, const char *text)
{
    return hc_arena_strdup(&w->out->strings, text);
}

static struct hc_move *add_move(struct writing *w, const char *unit, const char *to)
{
    struct hc_step_input *out = w->out;
    HC_GROW(out->moves, w->cap_moves, out->n_moves + 1);
    struct hc_move *m = &out->moves[out->n_moves++];
    *m = (struct hc_move){.unit = keep(w, unit), .to = keep(w, to), .row = (long)out->n_moves + 1};
    return m;
}

static struct hc_new_unit *add_unit(struct writing *w, const char *code)
{
    struct hc_step_input *out = w->out;
    HC_GROW(out->new_units, w->cap_units, out->n_new_units + 1);
    struct hc_new_unit *u = &out->new_units[out->n_new_units++];
    *u = (struct hc_new_unit){.code = keep(w, code), .row = (long)out->n_new_units + 1};
    return u;
}

static struct writing begin(struct rng *r, const struct hc_result *result, size_t state, uint32_t level,
                            struct hc_step_input *out)
{
    static char after[] = "after", plan[] = "plan.csv", new_units[] = "new_units.csv";
    static struct hc_step_spec spec = {.date = after, .plan = plan, .units = new_units};
    const struct hc_state *s = &result->states[state];
    *out = (struct hc_step_input){.spec = &spec, .level = level};
    return (struct writing){.r = r,
                            .units = &s->levels[level].units,
                            .finer = level ? &s->levels[level - 1].units : NULL,
                            .coarser = level + 1 < result->input->project.n_levels ? &s->levels[level + 1].units : NULL,
                            .out = out};
}

static uint32_t root(uint32_t *of, uint32_t u)
{
    while (of[u] != u)
        u = of[u] = of[of[u]];
    return u;
}

void plan_merge(struct rng *r, const struct hc_result *result, size_t state, uint32_t level,
                const struct hc_pairs *pairs, double share, struct hc_step_input *out)
{
    struct writing w = begin(r, result, state, level, out);
    size_t n = w.units->count, left = n, target = (size_t)(share * (double)n);
    uint32_t *of = hc_alloc(n, sizeof *of);
    for (uint32_t u = 0; u < n; u++)
        of[u] = u;
    for (size_t tries = 0; pairs->n && left > target && tries < 8 * n; tries++) {
        const struct hc_pair *p = &pairs->items[rng_below(r, (uint32_t)pairs->n)];
        uint32_t a = root(of, p->a), b = root(of, p->b);
        if (a == b || w.units->parent[a] != w.units->parent[b])
            continue;
        of[b] = a;
        left--;
    }
    for (uint32_t u = 0; u < n; u++) {
        add_move(&w, w.units->code[u], w.units->code[root(of, u)]);
        if (root(of, u) == u && w.units->kind[u] && rng_below(r, 10) == 0)
            add_unit(&w, w.units->code[u])->kind = keep(&w, w.units->kind[rng_below(r, (uint32_t)n)]);
    }
    hc_free(of);
}

static const char *any_target(struct writing *w)
{
    static const char *const fresh[] = {"N1", "N2", "N3", "N4"};
    if (rng_below(w->r, 4) == 0)
        return fresh[rng_below(w->r, 4)];
    return w->units->code[rng_below(w->r, (uint32_t)w->units->count)];
}

static void scatter_shares(struct writing *w, const char *code)
{
    int64_t left = 1000;
    for (uint32_t n = 2 + rng_below(w->r, 2); n > 0; n--) {
        int64_t share = n == 1 ? left : 1 + rng_below(w->r, (uint32_t)(left - n));
        struct hc_move *m = add_move(w, code, rng_below(w->r, 8) ? any_target(w) : "-");
        m->has_share = true;
        m->share = share;
        m->share_scale = 3;
        left -= share;
    }
}

static void scatter_finer(struct writing *w, size_t level, const struct hc_project *project)
{
    for (size_t n = w->finer ? rng_below(w->r, 6) : 0; n > 0; n--) {
        uint32_t child = rng_below(w->r, (uint32_t)w->finer->count);
        bool twice = false;
        for (size_t i = 0; i < w->out->n_moves; i++)
            twice = twice || strcmp(w->out->moves[i].unit, w->finer->code[child]) == 0;
        if (twice)
            continue;
        struct hc_move *m = add_move(w, w->finer->code[child], rng_below(w->r, 6) ? any_target(w) : "-");
        m->level = keep(w, project->levels[level - 1].id);
    }
}

static void describe_units(struct writing *w)
{
    for (size_t n = rng_below(w->r, 5), i = 0; i < n; i++) {
        const char *code = w->out->moves[rng_below(w->r, (uint32_t)w->out->n_moves)].to;
        bool twice = !*code || strcmp(code, "-") == 0;
        for (size_t k = 0; k < w->out->n_new_units; k++)
            twice = twice || strcmp(w->out->new_units[k].code, code) == 0;
        if (twice)
            continue;
        struct hc_new_unit *u = add_unit(w, code);
        uint32_t other = rng_below(w->r, (uint32_t)w->units->count);
        u->name = rng_below(w->r, 2) ? keep(w, "made up") : NULL;
        u->kind = rng_below(w->r, 2) ? keep(w, w->units->kind[other]) : NULL;
        u->seat = rng_below(w->r, 3) ? NULL : keep(w, w->units->code[other]);
        u->continues = rng_below(w->r, 3) ? NULL : keep(w, w->units->code[other]);
        if (w->coarser && w->coarser->count && rng_below(w->r, 3) == 0)
            u->parent = rng_below(w->r, 5) ? keep(w, w->coarser->code[rng_below(w->r, (uint32_t)w->coarser->count)])
                                           : keep(w, "nowhere");
    }
}

void plan_scatter(struct rng *r, const struct hc_result *result, size_t state, uint32_t level,
                  struct hc_step_input *out)
{
    struct writing w = begin(r, result, state, level, out);
    uint32_t moving = rng_below(r, 101); /* per cent */
    for (uint32_t u = 0; u < w.units->count; u++) {
        uint32_t dice = rng_below(r, 100);
        if (rng_below(r, 100) >= moving)
            continue;
        if (dice < 70)
            add_move(&w, w.units->code[u], any_target(&w));
        else if (dice < 85)
            scatter_shares(&w, w.units->code[u]);
        else
            add_move(&w, w.units->code[u], dice < 92 ? "-" : dice < 94 ? "" : w.units->code[u]);
        w.out->moves[w.out->n_moves - 1].level = keep(&w, result->input->project.levels[level].id);
    }
    if (rng_below(r, 20) == 0)
        add_move(&w, "of no unit", w.units->code[0]);
    scatter_finer(&w, level, &result->input->project);
    if (w.out->n_moves)
        describe_units(&w);
}

void plan_release(struct hc_step_input *plan)
{
    hc_free(plan->moves);
    hc_free(plan->new_units);
    hc_arena_release(&plan->strings);
    *plan = (struct hc_step_input){0};
}

#include "propose/propose.h"

#include "propose/search/search.h"
#include <math.h>
#include <string.h>

/* Seconds, where neither time nor rounds are given. */
#define USUAL_TIME 60

/* The most new units there can be: each costs -1. Fills wanted.block with each block's number. */
static int find_counts(const struct hc_question *q, struct hc_setting *s, const struct hc_effort *effort, int threads,
                       const struct hc_progress *progress, struct hc_proposal *out)
{
    struct hc_problem *p = &s->problem;
    struct hc_plan most;
    memset(p->weight, 0, sizeof p->weight);
    p->per_group = -1;
    p->quanta = 1;
    p->grain = 1;
    hc_plan_init(&most, p);
    int status = hc_counts_solve(p, &s->wanted, effort, NULL, threads, progress, &most);
    p->per_group = 0;
    if (status == 0 && most.all.feasible) {
        s->wanted.block = hc_realloc(s->wanted.block, p->n_blocks, sizeof *s->wanted.block);
        memset(s->wanted.block, 0, p->n_blocks * sizeof *s->wanted.block);
        for (uint32_t g = 0, u = 0; u < p->n; u++)
            if (most.all.label[u] == g) { /* groups are numbered by their lowest unit */
                s->wanted.block[p->block[u]]++;
                g++;
            }
        out->most_count = most.all.proven ? most.all.n_groups : 0;
        hc_setting_count(q, s, most.all.n_groups);
    } else {
        out->plan.all.infeasible = most.all.infeasible;
        memcpy(out->plan.block_infeasible, most.block_infeasible, p->n_blocks * sizeof *most.block_infeasible);
    }
    bool found = most.all.feasible;
    hc_plan_release(&most);
    return status < 0 ? -1 : found;
}

void hc_proposal_judge(const struct hc_setting *s, const uint32_t *label, const uint32_t *kind, size_t n_groups,
                       struct hc_proposal *out)
{
    const struct hc_problem *p = &s->problem;
    struct hc_scratch scratch;
    int64_t cost = 0;
    out->at = hc_calloc(n_groups + 2, sizeof *out->at);
    out->member = hc_alloc(p->n, sizeof *out->member);
    out->choice = hc_alloc(n_groups, sizeof *out->choice);
    memset(out->term, 0, sizeof out->term);
    for (size_t u = 0; u < p->n; u++)
        out->at[label[u] + 2]++;
    for (size_t g = 2; g < n_groups + 2; g++)
        out->at[g] += out->at[g - 1];
    for (uint32_t u = 0; u < p->n; u++)
        out->member[out->at[label[u] + 1]++] = u;
    hc_scratch_init(&scratch, p);
    for (size_t g = 0; g < n_groups; g++) {
        hc_group_cost(p, out->member + out->at[g], out->at[g + 1] - out->at[g], kind[g], &scratch, &out->choice[g]);
        for (int t = 0; t < HC_N_TERMS; t++)
            out->term[t] += out->choice[g].term[t];
        cost += out->choice[g].cost;
    }
    hc_scratch_release(&scratch);
    out->cost = (double)cost / p->quanta;
}

struct helping {
    const struct hc_setting *s;
    const struct hc_propose_options *options;
};

/* The start plan's groups in a part, numbered from 0; how many there are. */
static size_t start_of(const struct hc_setting *s, const struct hc_problem *part, uint32_t *label)
{
    uint32_t *number = hc_alloc(s->problem.n, sizeof *number), n = 0;
    memset(number, 0xff, s->problem.n * sizeof *number);
    for (size_t i = 0; i < part->n; i++) {
        uint32_t g = s->start[part->unit[i]];
        if (number[g] == HC_NONE)
            number[g] = n++;
        label[i] = number[g];
    }
    hc_free(number);
    return n;
}

/* How many groups are asked for: 0 if that does not follow. */
static size_t groups_of(const struct hc_counts *counts, size_t n_kinds)
{
    size_t sum = 0;
    if (counts->total >= 0 || !counts->kind)
        return counts->total >= 0 ? (size_t)counts->total : 0;
    for (size_t k = 0; k < n_kinds; k++) {
        if (counts->kind[k] < 0)
            return 0;
        sum += (size_t)counts->kind[k];
    }
    return sum;
}

/* Where the exact way gave up. */
static void search_part(void *ctx, const struct hc_problem *part, const struct hc_counts *counts,
                        const struct hc_searched *searched, struct hc_partition *out)
{
    const struct helping *h = ctx;
    struct hc_halt halt = {.stop = h->options->stop, .until_s = searched->until_s};
    struct hc_searching how = {.seed = h->options->seed,
                               .rounds = searched->brief         ? 1
                                         : searched->until_s > 0 ? 0
                                                                 : h->options->rounds,
                               .brief = searched->brief,
                               .stop_at = INT64_MIN,
                               .bound = groups_of(counts, part->n_kinds) && !searched->brief,
                               .threads = searched->threads,
                               .kinds = counts->kind,
                               .halt = searched->brief ? NULL : &halt,
                               .progress = searched->watched ? h->options->progress : NULL};
    uint32_t *start = hc_alloc(part->n, sizeof *start);
    size_t asked = groups_of(counts, part->n_kinds), k = asked ? asked : out->feasible ? out->n_groups : 0;
    if (h->s->problem.n_blocks == 1 && !isnan(h->options->stop_at))
        how.stop_at = llround(h->options->stop_at * part->quanta);
    if (h->s->start && start_of(h->s, part, start) == k)
        how.start = start;
    hc_search_run(&how, part, k, out);
    hc_free(start);
}

struct hc_halt hc_propose_halt(const struct hc_propose_options *options, double share)
{
    double time = options->time_s > 0 ? options->time_s : options->rounds ? 0 : USUAL_TIME;
    return (struct hc_halt){.stop = options->stop, .until_s = time > 0 ? hc_clock_s() + share * time : 0};
}

int hc_propose(const struct hc_question *q, struct hc_setting *s, const struct hc_propose_options *options,
               struct hc_proposal *out)
{
    struct hc_effort effort = hc_effort_default();
    struct hc_problem *p = &s->problem;
    struct hc_halt counting = hc_propose_halt(options, 0.4), proving = hc_propose_halt(options, 0.75);
    struct helping helping = {s, options};
    struct hc_helper helper = {search_part, &helping, hc_propose_halt(options, 1).until_s};
    *out = (struct hc_proposal){.bound = (double)NAN};
    hc_plan_init(&out->plan, p);
    if (options->goal == HC_GOAL_FEWEST) {
        effort.halt = &counting;
        int found = find_counts(q, s, &effort, options->threads, options->progress, out);
        if (found <= 0)
            return found;
    }
    effort.halt = &proving;
    int status = hc_counts_solve(p, &s->wanted, &effort, &helper, options->threads, options->progress, &out->plan);
    const struct hc_partition *all = &out->plan.all;
    if (status == 0 && all->feasible)
        hc_proposal_judge(s, all->label, all->kind, all->n_groups, out);
    if (status == 0 && all->bound != INT64_MIN)
        out->bound = (double)all->bound / p->quanta;
    return status;
}

void hc_proposal_release(struct hc_proposal *p)
{
    hc_plan_release(&p->plan);
    hc_free(p->at);
    hc_free(p->member);
    hc_free(p->choice);
    *p = (struct hc_proposal){0};
}

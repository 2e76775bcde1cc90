#include "propose/counts/counts.h"

#include "base/parallel.h"
#include "propose/counts/counting.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cells of the table of choices, at most. */
#define MOST_CELLS 40000000

void hc_plan_init(struct hc_plan *plan, const struct hc_problem *p)
{
    hc_partition_init(&plan->all, p->n);
    plan->block_infeasible = hc_calloc(p->n_blocks, sizeof *plan->block_infeasible);
}

void hc_plan_release(struct hc_plan *plan)
{
    hc_partition_release(&plan->all);
    hc_free(plan->block_infeasible);
}

static void prepare(void *ctx, size_t begin, size_t end)
{
    struct hc_counting *c = ctx;
    for (size_t i = begin; i < end; i++) {
        size_t b = c->todo[i];
        c->ready[b] = hc_block_init(&c->block[b], c->p, (uint32_t)b, c->wanted, &c->sums, c->effort);
    }
}

static void advance(void *ctx, size_t begin, size_t end)
{
    struct hc_counting *c = ctx;
    for (size_t i = begin; i < end; i++)
        hc_block_advance(&c->block[c->todo[i]], c->block[c->todo[i]].chosen);
}

static bool is_settled(const struct hc_block *k)
{
    return k->large || k->entry[k->chosen].stage == HC_STAGE_DONE;
}

/* Blocks whose chosen entry is not settled; if some have not even a relaxation, these alone: what they say may move the
 * choice. */
static size_t list_todo(struct hc_counting *c)
{
    size_t n = 0;
    bool open = false;
    for (size_t b = 0; b < c->p->n_blocks; b++)
        open = open || (!is_settled(&c->block[b]) && c->block[b].n_entries > 1 &&
                        c->block[b].entry[c->block[b].chosen].stage == HC_STAGE_OPEN);
    for (size_t i = 0; i < c->p->n_blocks; i++) {
        const struct hc_block *k = &c->block[c->by_size[i]];
        bool first = k->n_entries > 1 && k->entry[k->chosen].stage == HC_STAGE_OPEN;
        if (!is_settled(k) && (first || !open))
            c->todo[n++] = c->by_size[i];
    }
    return n;
}

/* Where a choice is likely to fall: as many new units as the block's share of people. */
static void find_middle(struct hc_counting *c)
{
    size_t n = c->sums.n;
    for (size_t s = 0; s < n; s++) {
        double all = 0, *own = hc_calloc(c->p->n_blocks, sizeof *own);
        for (size_t u = 0; u < c->p->n; u++) {
            bool in = c->sums.kind[s] == HC_NONE || c->p->kind[u] == c->sums.kind[s];
            double people = in ? (double)c->p->people[u] + 1 : 1e-6;
            own[c->p->block[u]] += people;
            all += people;
        }
        for (size_t b = 0; b < c->p->n_blocks; b++)
            c->middle[b * n + s] = c->sums.want[s] * own[b] / all;
        hc_free(own);
    }
}

static void move_middle(struct hc_counting *c)
{
    for (size_t b = 0; b < c->p->n_blocks; b++)
        for (size_t s = 0; s < c->sums.n; s++)
            c->middle[b * c->sums.n + s] = c->block[b].entry[c->block[b].chosen].take[s];
}

/* Where the bounds are least among counts near those of the last choice: a linear programme says little of counts far
 * from its own. The reach grows where nothing is left to be settled nearby. Returns how many blocks are to be advanced;
 * 0: everything that the choice rests on is settled. */
static size_t next(struct hc_counting *c, double *reach)
{
    int64_t value;
    for (; *reach <= (double)c->p->n * 2; *reach *= 2) {
        struct hc_choosing near = hc_counting_choosing(c, *reach);
        for (bool moved = true; moved;) {
            if (!hc_choose(&near, HC_WORTH_BOUND, &value))
                break;
            size_t n = list_todo(c);
            moved = false;
            for (size_t b = 0; b < c->p->n_blocks; b++)
                for (size_t s = 0; s < c->sums.n; s++)
                    moved = moved ||
                            fabs(c->middle[b * c->sums.n + s] - c->block[b].entry[c->block[b].chosen].take[s]) > 1e-9;
            move_middle(c);
            if (n)
                return n;
        }
    }
    return 0;
}

/* Solves what the choice needs until no other can cost less than the best plan. */
static void settle(struct hc_counting *c)
{
    double reach = 1;
    for (;;) {
        int64_t least, cost;
        struct hc_choosing all = hc_counting_choosing(c, INFINITY);
        c->possible = hc_choose(&all, HC_WORTH_BOUND, &least);
        c->bound = c->possible ? least : INT64_MAX;
        if (!c->possible)
            return;
        c->found = hc_choose(&all, HC_WORTH_COST, &cost);
        c->cost = c->found ? cost : INT64_MAX;
        hc_counting_tell(c, "proving");
        if (c->cost <= c->bound || hc_halted(c->effort->halt))
            return;
        size_t n = next(c, &reach);
        if (!n)
            return;
        hc_parallel_for(c->threads, n, 1, advance, c);
    }
}

void hc_counting_tell(const struct hc_counting *c, const char *what)
{
    if (c->progress && c->progress->gap)
        c->progress->gap(c->progress->ctx, what, c->found ? (double)c->cost / c->p->quanta : (double)NAN,
                         (double)c->bound / c->p->quanta);
}

struct hc_choosing hc_counting_choosing(const struct hc_counting *c, double reach)
{
    return (struct hc_choosing){c->block, c->p->n_blocks, &c->sums, c->middle, reach};
}

/* Puts the chosen plans of the blocks together, groups numbered by their lowest unit. */
static void join(const struct hc_counting *c, struct hc_partition *all)
{
    const struct hc_problem *p = c->p;
    uint32_t *number = hc_alloc(p->n * 2, sizeof *number), *offset = hc_calloc(p->n_blocks + 1, sizeof *offset);
    uint32_t *local = hc_alloc(p->n, sizeof *local);
    for (size_t b = 0; b < p->n_blocks; b++) {
        const struct hc_block *k = &c->block[b];
        offset[b + 1] = offset[b] + (uint32_t)k->part.n;
        for (uint32_t i = 0; i < k->part.n; i++)
            local[k->part.unit[i]] = i;
    }
    memset(number, 0xff, p->n * 2 * sizeof *number);
    all->n_groups = 0;
    for (size_t u = 0; u < p->n; u++) {
        const struct hc_block *k = &c->block[p->block[u]];
        const struct hc_partition *own = &k->entry[k->chosen].plan;
        uint32_t group = own->label[local[u]], *at = &number[offset[p->block[u]] + group];
        if (*at == HC_NONE) {
            all->kind[all->n_groups] = own->kind[group];
            *at = (uint32_t)all->n_groups++;
        }
        all->label[u] = *at;
    }
    hc_free(number);
    hc_free(offset);
    hc_free(local);
}

/* Blocks in the order of their size: what is settled soon is settled whatever becomes of the others. */
static void order(struct hc_counting *c)
{
    size_t n = c->p->n_blocks, *size = hc_calloc(n, sizeof *size), done = 0;
    for (size_t u = 0; u < c->p->n; u++)
        size[c->p->block[u]]++;
    for (size_t s = 1; s <= c->p->n; s++)
        for (size_t b = 0; b < n; b++)
            if (size[b] == s)
                c->by_size[done++] = b;
    hc_free(size);
    memcpy(c->todo, c->by_size, n * sizeof *c->todo);
}

static void finish(struct hc_counting *c, struct hc_plan *plan)
{
    struct hc_choosing all = hc_counting_choosing(c, INFINITY);
    int64_t cost;
    for (size_t b = 0; b < c->p->n_blocks; b++)
        plan->block_infeasible[b] = hc_block_infeasible(&c->block[b]);
    plan->all.infeasible = !c->possible;
    plan->all.bound = c->possible ? c->bound : INT64_MIN;
    plan->all.feasible = c->possible && hc_choose(&all, HC_WORTH_COST, &cost);
    if (!plan->all.feasible)
        return;
    plan->all.cost = cost;
    plan->all.proven = cost <= c->bound;
    join(c, &plan->all);
}

int hc_counts_solve(const struct hc_problem *p, const struct hc_wanted *wanted, const struct hc_effort *effort,
                    const struct hc_helper *helper, int threads, const struct hc_progress *progress,
                    struct hc_plan *plan)
{
    struct hc_counting c = {.p = p, .wanted = wanted, .effort = effort, .helper = helper, .threads = threads};
    double cells = (double)p->n_blocks + 1;
    bool ready = true;
    c.progress = progress;
    hc_sums_init(&c.sums, p, wanted);
    c.block = hc_calloc(p->n_blocks, sizeof *c.block);
    c.ready = hc_calloc(p->n_blocks, sizeof *c.ready);
    c.todo = hc_alloc(p->n_blocks + 1, sizeof *c.todo);
    c.by_size = hc_alloc(p->n_blocks + 1, sizeof *c.by_size);
    c.middle = hc_calloc(p->n_blocks * c.sums.n, sizeof *c.middle);
    order(&c);
    hc_parallel_for(threads, p->n_blocks, 1, prepare, &c);
    for (size_t s = 0; s < c.sums.n; s++)
        cells *= c.sums.want[s] + 1;
    for (size_t b = 0; b < p->n_blocks; b++)
        ready = ready && c.ready[b];
    if (ready && cells <= MOST_CELLS) {
        find_middle(&c);
        settle(&c);
        if (c.possible && c.cost > c.bound && helper)
            hc_counting_search(&c);
        finish(&c, plan);
    }
    for (size_t b = 0; b < p->n_blocks; b++)
        hc_block_release(&c.block[b]);
    hc_free(c.block);
    hc_free(c.ready);
    hc_free(c.todo);
    hc_free(c.by_size);
    hc_free(c.middle);
    hc_sums_release(&c.sums);
    return 0;
}

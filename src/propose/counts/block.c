#include "propose/counts/block.h"

#include "propose/exact/subsets.h"
#include <math.h>
#include <string.h>

/* Counts of a block that are told apart at most. */
#define MOST_ENTRIES 20000

void hc_sums_init(struct hc_sums *s, const struct hc_problem *p, const struct hc_wanted *wanted)
{
    s->n = 0;
    s->kind = hc_alloc(p->n_kinds + 1, sizeof *s->kind);
    s->want = hc_alloc(p->n_kinds + 1, sizeof *s->want);
    bool all = wanted->kind != NULL;
    int sum = 0;
    for (uint32_t k = 0; wanted->kind && k < p->n_kinds; k++) {
        all = all && wanted->kind[k] >= 0;
        if (wanted->kind[k] < 0)
            continue;
        sum += wanted->kind[k];
        s->kind[s->n] = k;
        s->want[s->n++] = wanted->kind[k];
    }
    if (wanted->total < 0 || (all && wanted->total == sum))
        return; /* free, or it follows from the kinds */
    s->kind[s->n] = HC_NONE;
    s->want[s->n++] = wanted->total;
}

void hc_sums_release(struct hc_sums *s)
{
    hc_free(s->kind);
    hc_free(s->want);
}

/* What is asked of a block. */
struct asked {
    int first, last; /* counts that may be chosen */
    bool free;       /* any count */
    const int *kind; /* of each kind, or NULL */
};

static struct asked asked_of(const struct hc_block *k, const struct hc_problem *p, uint32_t b,
                             const struct hc_wanted *w)
{
    int n = (int)k->part.n, exact = w->block ? w->block[b] : -1, kinds = 0;
    struct asked a = {.first = w->least && w->least[b] > 1 ? w->least[b] : 1,
                      .last = w->most && w->most[b] >= 0 && w->most[b] < n ? w->most[b] : n,
                      .kind = w->block_kind ? w->block_kind + b * p->n_kinds : NULL};
    bool all = a.kind != NULL;
    for (size_t i = 0; a.kind && i < p->n_kinds; i++) {
        all = all && a.kind[i] >= 0;
        kinds += a.kind[i] >= 0 ? a.kind[i] : 0;
    }
    if (exact < 0 && all)
        exact = kinds;
    if (exact < 0 && p->n_blocks == 1)
        exact = w->total;
    a.free = a.first == 1 && a.last == n && exact < 0;
    if (exact >= 0 && (exact < a.first || exact > a.last))
        a.last = a.first - 1;
    else if (exact >= 0)
        a.first = a.last = exact;
    return a;
}

/* Entries while they are listed: counts of kinds in turn, then the total. */
struct listing {
    struct hc_block *k;
    const struct asked *asked;
    const struct hc_sums *sums;
    size_t n_kinds, cap;
    int *kind; /* of the entry that is made */
    bool too_many;
};

/* Numbers of an entry: its kinds', then what it takes of each sum. */
static void add_entry(struct listing *l, int total)
{
    struct hc_block *k = l->k;
    size_t width = l->n_kinds + l->sums->n;
    int sum = 0;
    if (k->n_entries == MOST_ENTRIES) {
        l->too_many = true;
        return;
    }
    if (k->n_entries == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 16;
        k->entry = hc_realloc(k->entry, l->cap, sizeof *k->entry);
        k->numbers = hc_realloc(k->numbers, l->cap * (width + 1), sizeof *k->numbers);
    }
    int *numbers = k->numbers + k->n_entries * width;
    memcpy(numbers, l->kind, l->n_kinds * sizeof *numbers);
    for (size_t i = 0; i < l->n_kinds; i++)
        sum += l->kind[i] > 0 ? l->kind[i] : 0;
    for (size_t i = 0; i < l->sums->n; i++)
        numbers[l->n_kinds + i] = l->sums->kind[i] != HC_NONE ? l->kind[l->sums->kind[i]] : total >= 0 ? total : sum;
    k->entry[k->n_entries++] = (struct hc_entry){.counts = {.total = total}};
}

/* All kinds are settled: what is left is the number of all. */
static void add_totals(struct listing *l, int sum, bool all)
{
    const struct asked *a = l->asked;
    bool summed = false;
    for (size_t i = 0; i < l->sums->n; i++)
        summed = summed || l->sums->kind[i] == HC_NONE;
    if (all && sum >= a->first && sum <= a->last)
        add_entry(l, sum);
    else if (!all && a->free && !summed)
        add_entry(l, -1);
    else if (!all)
        for (int t = sum > a->first ? sum : a->first; t <= a->last && !l->too_many; t++)
            add_entry(l, t);
}

static void add_kinds(struct listing *l, size_t kind, int sum, bool all)
{
    const struct asked *a = l->asked;
    bool coupled = false;
    if (l->too_many)
        return;
    if (kind == l->n_kinds) {
        add_totals(l, sum, all);
        return;
    }
    for (size_t i = 0; i < l->sums->n; i++)
        coupled = coupled || l->sums->kind[i] == kind;
    int fixed = a->kind ? a->kind[kind] : -1;
    if (fixed >= 0 || !coupled) {
        l->kind[kind] = fixed;
        add_kinds(l, kind + 1, sum + (fixed > 0 ? fixed : 0), all && fixed >= 0);
        return;
    }
    for (int n = 0; sum + n <= a->last; n++) {
        l->kind[kind] = n;
        add_kinds(l, kind + 1, sum + n, all);
    }
}

/* Pointers, once the numbers stay where they are. */
static void point(struct hc_block *k, const struct hc_sums *sums)
{
    size_t n_kinds = k->part.n_kinds, width = n_kinds + sums->n;
    for (size_t i = 0; i < k->n_entries; i++) {
        int *numbers = k->numbers + i * width;
        bool kinds = false;
        for (size_t j = 0; j < n_kinds; j++)
            kinds = kinds || numbers[j] >= 0;
        k->entry[i].counts.kind = kinds ? numbers : NULL;
        k->entry[i].take = numbers + n_kinds;
        k->entry[i].plan.bound = k->part.per_group < 0 ? -(int64_t)((double)k->part.n * k->part.quanta) : 0;
    }
}

/* Groups of more than about eight among many units are beyond listing, and beyond proof. */
static bool is_large(const struct hc_block *k, const struct asked *a, const struct hc_problem *p,
                     const struct hc_wanted *w)
{
    size_t units = k->part.n, groups = a->last >= a->first ? (size_t)a->last : 1;
    if (a->first != a->last && w->total > 0) {
        units = p->n;
        groups = (size_t)w->total;
    }
    return k->part.n > 40 && units > 8 * groups;
}

/* Of a block of few units the best plans of all counts come at once. */
static void solve_small(struct hc_block *k)
{
    struct hc_partition *plan = hc_alloc(k->part.n + 1, sizeof *plan);
    for (size_t i = 0; i <= k->part.n; i++)
        hc_partition_init(&plan[i], k->part.n);
    hc_subsets_solve(&k->part, hc_solver_pool(k->solver), plan);
    for (size_t i = 0; i < k->n_entries; i++) {
        struct hc_entry *e = &k->entry[i];
        size_t best = e->counts.total >= 0 ? (size_t)e->counts.total : 1;
        for (size_t j = 2; e->counts.total < 0 && j <= k->part.n; j++)
            if (plan[j].feasible && (!plan[best].feasible || plan[j].cost < plan[best].cost))
                best = j;
        hc_partition_release(&e->plan);
        e->plan = plan[best];
        hc_partition_init(&plan[best], 0);
        e->stage = HC_STAGE_DONE;
    }
    for (size_t i = 0; i <= k->part.n; i++)
        hc_partition_release(&plan[i]);
    hc_free(plan);
}

bool hc_block_init(struct hc_block *k, const struct hc_problem *p, uint32_t b, const struct hc_wanted *wanted,
                   const struct hc_sums *sums, const struct hc_effort *effort)
{
    *k = (struct hc_block){0};
    hc_problem_part(p, b, &k->part);
    struct asked asked = asked_of(k, p, b, wanted);
    struct listing l = {.k = k, .asked = &asked, .sums = sums, .n_kinds = p->n_kinds};
    bool hopeless = hc_partition_hopeless(&k->part);
    l.kind = hc_alloc(p->n_kinds, sizeof *l.kind);
    add_kinds(&l, 0, 0, true);
    hc_free(l.kind);
    point(k, sums);
    k->large = effort->no_proof || is_large(k, &asked, p, wanted);
    if (l.too_many)
        return false;
    for (size_t i = 0; hopeless && i < k->n_entries; i++) {
        k->entry[i].plan.infeasible = true;
        k->entry[i].stage = HC_STAGE_DONE;
    }
    if (k->large)
        return true;
    bool kinds = false;
    for (size_t i = 0; i < k->n_entries; i++)
        kinds = kinds || k->entry[i].counts.kind;
    k->solver = hc_solver_new(&k->part, effort);
    if (!kinds && !effort->no_subsets && k->part.n <= HC_MOST_SUBSET_UNITS && hc_solver_is_listed(k->solver))
        solve_small(k);
    return true;
}

void hc_block_release(struct hc_block *k)
{
    for (size_t i = 0; i < k->n_entries; i++)
        hc_partition_release(&k->entry[i].plan);
    hc_free(k->entry);
    hc_free(k->numbers);
    hc_solver_free(k->solver);
    hc_problem_release(&k->part);
}

void hc_entry_ready(const struct hc_block *k, struct hc_entry *e)
{
    int64_t bound = e->plan.bound;
    if (e->plan.label)
        return;
    hc_partition_init(&e->plan, k->part.n);
    e->plan.bound = bound;
}

/* What one linear programme says of other counts: it has the same duals. */
static void spread_bound(struct hc_block *k, size_t entry, int64_t bound, const double *slope)
{
    const struct hc_counts *from = &k->entry[entry].counts;
    for (size_t i = 0; i < k->n_entries; i++) {
        struct hc_entry *e = &k->entry[i];
        double other = (double)bound + slope[0] * (e->counts.total - from->total);
        for (size_t kind = 0; from->kind && kind < k->part.n_kinds; kind++)
            other += slope[kind + 1] * (e->counts.kind[kind] - from->kind[kind]);
        int64_t least = (int64_t)floor(other - 2 - 1e-9 * fabs(other));
        if (i != entry && e->stage == HC_STAGE_OPEN && least > e->plan.bound)
            e->plan.bound = least;
    }
}

void hc_block_advance(struct hc_block *k, size_t entry)
{
    struct hc_entry *e = &k->entry[entry];
    if (e->stage == HC_STAGE_OPEN && k->n_entries > 1) {
        struct hc_partition relaxed = {.bound = INT64_MIN};
        double *slope = hc_calloc(k->part.n_kinds + 1, sizeof *slope);
        int status = hc_solver_relax(k->solver, &e->counts, &relaxed, slope);
        e->plan.infeasible = status == 0 && relaxed.infeasible;
        e->stage = status < 0 || relaxed.infeasible ? HC_STAGE_DONE : HC_STAGE_RELAXED;
        if (status == 0 && !relaxed.infeasible) {
            e->plan.bound = relaxed.bound > e->plan.bound ? relaxed.bound : e->plan.bound;
            spread_bound(k, entry, relaxed.bound, slope);
        }
        hc_free(slope);
        return;
    }
    int64_t before = e->plan.bound;
    hc_entry_ready(k, e);
    hc_solver_solve(k->solver, &e->counts, &e->plan);
    e->plan.bound = e->plan.bound > before ? e->plan.bound : before;
    e->stage = HC_STAGE_DONE;
}

bool hc_block_infeasible(const struct hc_block *k)
{
    bool none = true;
    for (size_t i = 0; i < k->n_entries; i++)
        none = none && k->entry[i].plan.infeasible;
    return none;
}

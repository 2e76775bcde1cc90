#include "propose/problem/problem.h"

#include <math.h>
#include <string.h>

void hc_scratch_init(struct hc_scratch *s, const struct hc_problem *p)
{
    s->mark = hc_calloc(p->n, sizeof *s->mark);
    s->queue = hc_alloc(p->n, sizeof *s->queue);
    s->fixed_seen = hc_calloc(p->n_fixed + p->n_together, sizeof *s->fixed_seen);
    s->stamp = 0;
}

void hc_scratch_release(struct hc_scratch *s)
{
    hc_free(s->mark);
    hc_free(s->queue);
    hc_free(s->fixed_seen);
}

static void mark(struct hc_scratch *s, const uint32_t *unit, size_t n)
{
    s->stamp++;
    for (size_t i = 0; i < n; i++)
        s->mark[unit[i]] = s->stamp;
}

bool hc_group_connected(const struct hc_problem *p, const uint32_t *unit, size_t n, struct hc_scratch *s)
{
    size_t head = 0, tail = 0;
    mark(s, unit, n);
    s->queue[tail++] = unit[0];
    s->mark[unit[0]] = 0;
    while (head < tail) {
        uint32_t u = s->queue[head++];
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++)
            if (s->mark[p->edge[e].to] == s->stamp) {
                s->mark[p->edge[e].to] = 0;
                s->queue[tail++] = p->edge[e].to;
            }
    }
    return tail == n;
}

static int64_t sum(const int64_t *of, const uint32_t *unit, size_t n)
{
    int64_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += of[unit[i]];
    return total;
}

/* The length of the borders between members; needs fresh marks. */
static int64_t inner_length(const struct hc_problem *p, const uint32_t *unit, size_t n, const struct hc_scratch *s)
{
    int64_t length = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t e = p->edge_at[unit[i]]; e < p->edge_at[unit[i] + 1]; e++)
            if (s->mark[p->edge[e].to] == s->stamp && p->edge[e].to > unit[i])
                length += p->edge[e].length;
    return length;
}

double hc_group_measure(const struct hc_problem *p, const struct hc_limit *l, const uint32_t *unit, size_t n,
                        struct hc_scratch *s)
{
    int64_t of = sum(l->of, unit, n);
    if (l->type == HC_LIMIT_SUM)
        return (double)of / pow(10, l->scale);
    int64_t per = sum(l->per, unit, n);
    if (l->type == HC_LIMIT_COMPACT) {
        mark(s, unit, n);
        per -= 2 * inner_length(p, unit, n, s);
        return per ? 4 * M_PI * (double)of / ((double)per * (double)per) * l->factor : (double)NAN;
    }
    return per ? (double)of / (double)per * l->factor : (double)NAN;
}

static bool limit_kept(const struct hc_problem *p, const struct hc_limit *l, const uint32_t *unit, size_t n,
                       struct hc_scratch *s)
{
    if (l->type == HC_LIMIT_SUM) {
        int64_t of = sum(l->of, unit, n);
        return !(l->has_min && of < l->min) && !(l->has_max && of > l->max);
    }
    double value = hc_group_measure(p, l, unit, n, s);
    return isnan(value) || (!(l->has_min && value < l->low) && !(l->has_max && value > l->high));
}

bool hc_group_hopeless(const struct hc_problem *p, const uint32_t *unit, size_t n, struct hc_scratch *s)
{
    for (size_t i = 0; i < p->n_limits; i++) {
        const struct hc_limit *l = &p->limits[i];
        if (l->type == HC_LIMIT_SUM && l->has_max && l->kind == HC_NONE && sum(l->of, unit, n) > l->max)
            return true;
    }
    if (p->n_fixed)
        for (size_t i = 1; i < n; i++)
            if (p->fixed[unit[i]] != p->fixed[unit[0]])
                return true;
    if (p->n_apart) {
        mark(s, unit, n);
        for (size_t i = 0; i < p->n_apart; i++)
            if (s->mark[p->apart[i][0]] == s->stamp && s->mark[p->apart[i][1]] == s->stamp)
                return true;
    }
    return false;
}

/* Sets that must be whole where a member is in the group. */
static bool sets_whole(const uint32_t *set, const uint32_t *size, size_t n_sets, const uint32_t *unit, size_t n,
                       uint32_t *seen)
{
    bool whole = true;
    memset(seen, 0, n_sets * sizeof *seen);
    for (size_t i = 0; i < n; i++)
        if (set[unit[i]] != HC_NONE)
            seen[set[unit[i]]]++;
    for (size_t i = 0; i < n; i++)
        whole = whole && (set[unit[i]] == HC_NONE || seen[set[unit[i]]] == size[set[unit[i]]]);
    return whole;
}

static enum hc_breach breach_of(const struct hc_problem *p, const uint32_t *unit, size_t n, struct hc_scratch *s)
{
    for (size_t i = 1; i < n; i++) {
        if (p->block[unit[i]] != p->block[unit[0]])
            return HC_BREACH_BLOCK;
        if (p->n_fixed && p->fixed[unit[i]] != p->fixed[unit[0]])
            return HC_BREACH_FIXED;
    }
    if (p->n_fixed && p->fixed[unit[0]] != HC_NONE && n != p->fixed_size[p->fixed[unit[0]]])
        return HC_BREACH_FIXED;
    if (p->n_together && !sets_whole(p->together, p->together_size, p->n_together, unit, n, s->fixed_seen))
        return HC_BREACH_TOGETHER;
    if (p->n_apart) {
        mark(s, unit, n);
        for (size_t i = 0; i < p->n_apart; i++)
            if (s->mark[p->apart[i][0]] == s->stamp && s->mark[p->apart[i][1]] == s->stamp)
                return HC_BREACH_APART;
    }
    /* What is frozen may lie in pieces already. */
    bool frozen = p->n_fixed && p->fixed[unit[0]] != HC_NONE;
    return p->contiguous && n > 1 && !frozen && !hc_group_connected(p, unit, n, s) ? HC_BREACH_CONTIGUOUS
                                                                                   : HC_BREACH_NONE;
}

/* The member that all others reach with the fewest person-kilometres. */
static void find_seat(const struct hc_problem *p, const uint32_t *unit, size_t n, struct hc_choice *out)
{
    double least = INFINITY;
    for (size_t i = 0; i < n; i++) {
        double total = 0;
        for (size_t j = 0; j < n && total < least; j++)
            total += (double)p->people[unit[j]] * hc_problem_km(p, unit[i], unit[j]);
        if (total < least) {
            least = total;
            out->seat = unit[i];
        }
    }
    out->term[HC_TERM_ACCESS] = least;
}

static void find_borders(const struct hc_problem *p, const uint32_t *unit, size_t n, struct hc_scratch *s,
                         struct hc_choice *out)
{
    int64_t length = 0, links = 0;
    mark(s, unit, n);
    for (size_t i = 0; i < n; i++)
        for (size_t e = p->edge_at[unit[i]]; e < p->edge_at[unit[i] + 1]; e++)
            if (s->mark[p->edge[e].to] != s->stamp) {
                length += p->edge[e].length;
                links++;
            }
    out->term[HC_TERM_BORDER] = (double)length / 2e9;
    out->term[HC_TERM_LINKS] = (double)links / 2;
}

/* The most populous member of that kind, of those that may turn to it, of all. */
static uint32_t find_continued(const struct hc_problem *p, const uint32_t *unit, size_t n, uint32_t kind)
{
    uint32_t best = unit[0];
    int best_rank = -1;
    for (size_t i = 0; i < n; i++) {
        int rank = p->kind[unit[i]] == kind ? 2 : p->convert[unit[i]];
        if (rank > best_rank || (rank == best_rank && p->people[unit[i]] > p->people[best])) {
            best = unit[i];
            best_rank = rank;
        }
    }
    return best;
}

void hc_group_cost(const struct hc_problem *p, const uint32_t *unit, size_t n, uint32_t kind, struct hc_scratch *s,
                   struct hc_choice *out)
{
    int64_t people = sum(p->people, unit, n), other = 0;
    double cost = p->per_group;
    *out = (struct hc_choice){.kind = kind, .continues = find_continued(p, unit, n, kind)};
    out->seat = out->continues;
    for (size_t i = 0; i < n; i++)
        other += p->kind[unit[i]] != kind ? p->people[unit[i]] : 0;
    if (p->target > 0) {
        double off = (double)people / p->target - 1;
        out->term[HC_TERM_BALANCE] = off * off;
    }
    if (p->x_m)
        find_seat(p, unit, n, out);
    find_borders(p, unit, n, s, out);
    out->term[HC_TERM_STABILITY] = (double)(people - p->people[out->continues]);
    out->term[HC_TERM_KINDS] = (double)other;
    for (int t = 0; t < HC_N_TERMS; t++)
        cost += p->weight[t] * out->term[t];
    out->cost = llround(cost * p->quanta);
}

static bool kind_allowed(const struct hc_problem *p, const uint32_t *unit, size_t n, uint32_t kind)
{
    for (size_t i = 0; i < n; i++)
        if (p->kind[unit[i]] == kind || p->convert[unit[i]])
            return true;
    return false;
}

size_t hc_group_judge(const struct hc_problem *p, const uint32_t *unit, size_t n, struct hc_scratch *s,
                      struct hc_choice *out, enum hc_breach *why, const struct hc_limit **limit)
{
    enum hc_breach breach = breach_of(p, unit, n, s);
    size_t n_out = 0;
    uint32_t first = 0, end = (uint32_t)p->n_kinds;
    if (!p->choose_kind || (p->n_fixed && p->fixed[unit[0]] != HC_NONE)) {
        uint32_t most = unit[0];
        for (size_t i = 1; i < n; i++)
            if (p->people[unit[i]] > p->people[most])
                most = unit[i];
        first = p->kind[most];
        end = first + 1;
    }
    if (breach == HC_BREACH_NONE)
        breach = HC_BREACH_KIND;
    else
        end = first;
    for (uint32_t k = first; k < end; k++) {
        bool kept = kind_allowed(p, unit, n, k);
        for (size_t i = 0; kept && i < p->n_limits; i++) {
            const struct hc_limit *l = &p->limits[i];
            kept = (l->kind != HC_NONE && l->kind != k) || limit_kept(p, l, unit, n, s);
            if (!kept) {
                breach = HC_BREACH_LIMIT;
                if (limit)
                    *limit = l;
            }
        }
        if (kept && out)
            hc_group_cost(p, unit, n, k, s, &out[n_out]);
        n_out += kept;
    }
    if (why)
        *why = n_out ? HC_BREACH_NONE : breach;
    return n_out;
}

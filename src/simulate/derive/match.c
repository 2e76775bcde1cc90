#include "simulate/derive/match.h"

#include "simulate/derive/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Shares of a unit's land: what lies below SLIVER is where a border moved; from PART on it is a part of the unit that
 * went its own way; between the two nobody can tell. */
#define SLIVER     0.07
#define PART       0.1
#define CLEAR      0.2
#define NEARLY     0.9
#define FOUND      0.9 /* of the land, or some of it left the area */
#define MOST_TRIED 64

struct tried {
    struct hc_candidate items[MOST_TRIED];
    size_t n;
};

static struct hc_candidate *try_unit(struct tried *t, uint32_t after)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->items[i].after == after)
            return &t->items[i];
    if (t->n == MOST_TRIED)
        return NULL;
    t->items[t->n] = (struct hc_candidate){.after = after};
    return &t->items[t->n++];
}

/* The first of the units after, sorted by key[], that has this key. */
static size_t first_with(const uint32_t *sorted, char *const *key, size_t n, const char *wanted)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const char *k = key[sorted[mid]];
        if (!k || strcmp(k, wanted) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Tries all units after of that name; returns how many there are. */
static size_t try_named(struct tried *t, const uint32_t *sorted, char *const *key, size_t n, const char *wanted)
{
    size_t count = 0;
    if (!wanted || !*wanted)
        return 0;
    for (size_t i = first_with(sorted, key, n, wanted); i < n; i++, count++) {
        if (!key[sorted[i]] || strcmp(key[sorted[i]], wanted) != 0)
            break;
        if (count < MOST_TRIED / 4)
            try_unit(t, sorted[i]);
    }
    return count;
}

static bool equal(const char *a, const char *b)
{
    return a && b && *a && strcmp(a, b) == 0;
}

/* 1: the unit's parent became that unit's parent; 0: it did not; -1: not known. */
static int parents_agree(const struct hc_matching *m, uint32_t u, uint32_t v)
{
    if (!m->has_parents || m->parent_before[u] == HC_NONE || m->parent_after[v] == HC_NONE)
        return -1;
    uint32_t to = m->parent_to[m->parent_before[u]];
    return to == HC_NONE ? -1 : to == m->parent_after[v];
}

/* What code, name and parent alone are worth. same_name, same_stem: how many units, before and after, share them. */
static void weigh_lists(const struct hc_matching *m, uint32_t u, struct hc_candidate *c, size_t same_name,
                        size_t same_stem)
{
    int agree = parents_agree(m, u, c->after);
    bool code = equal(m->before->code[u], m->after->code[c->after]);
    bool name = equal(m->folded_before[u], m->folded_after[c->after]);
    bool stem = equal(m->stem_before[u], m->stem_after[c->after]);
    bool nameless = !m->folded_before[u] || !m->folded_after[c->after];
    double likeness = nameless ? 0 : hc_name_likeness(m->stem_before[u], m->stem_after[c->after]);
    c->reasons = (code ? HC_BY_CODE : 0u) |
                 (name   ? HC_BY_NAME
                  : stem ? HC_BY_STEM
                         : 0u) |
                 (!stem && likeness >= 0.5 ? HC_BY_LIKENESS : 0u) | (agree == 1 ? HC_BY_PARENT : 0u);
    if (code && name)
        c->score = 0.99;
    else if (code && stem)
        c->score = 0.97;
    else if (code && likeness >= 0.5)
        c->score = 0.87;
    else if (code)
        c->score = nameless ? (agree == 0 ? 0.6 : 0.85) : 0.6;
    else if (name && same_name == 1)
        c->score = agree == 1 ? 0.95 : agree == 0 ? 0.5 : 0.85;
    else if (name || (stem && same_stem == 1))
        c->score = agree == 1 ? (name ? 0.88 : 0.85) : agree == 0 ? 0.3 : 0.55;
    else if (stem)
        c->score = agree == 1 ? 0.7 : 0.2;
    else
        c->score = agree == 1 && likeness >= 0.6 ? 0.45 + 0.4 * (likeness - 0.6) : 0.1 * likeness;
}

/* Near misses of the name among the units of the parent that this unit's parent became. */
static void try_alike(const struct hc_matching *m, uint32_t u, struct tried *t)
{
    if (!m->has_parents || !m->stem_before[u])
        return;
    for (uint32_t v = 0; v < m->after->count && t->n < MOST_TRIED; v++)
        if (parents_agree(m, u, v) == 1 && m->stem_after[v] &&
            hc_name_likeness(m->stem_before[u], m->stem_after[v]) >= 0.6)
            try_unit(t, v);
}

static void gather(const struct hc_matching *m, uint32_t u, struct tried *t)
{
    size_t n = m->after->count, names, stems;
    t->n = 0;
    for (size_t i = m->overlap_at[u]; i < m->overlap_at[u + 1]; i++) {
        struct hc_candidate *c = try_unit(t, m->overlaps.items[i].after);
        if (c) {
            c->land = m->overlaps.items[i].of_before;
            c->of_after = m->overlaps.items[i].of_after;
        }
    }
    uint32_t code = hc_map_find(&m->after->by_code, m->before->code[u]);
    if (code != HC_NONE)
        try_unit(t, code);
    names = try_named(t, m->by_folded, m->folded_after, n, m->folded_before[u]);
    stems = try_named(t, m->by_stem, m->stem_after, n, m->stem_before[u]);
    if (!m->has_land && !names && !stems)
        try_alike(m, u, t);
    if (names < m->n_folded_before[u])
        names = m->n_folded_before[u];
    if (stems < m->n_stem_before[u])
        stems = m->n_stem_before[u];
    for (size_t i = 0; i < t->n; i++)
        weigh_lists(m, u, &t->items[i], names, stems);
}

static int by_land(const void *p, const void *q)
{
    const struct hc_candidate *a = p, *b = q;
    if (a->land > b->land || a->land < b->land)
        return a->land > b->land ? -1 : 1;
    return (a->after > b->after) - (a->after < b->after);
}

static int by_score(const void *p, const void *q)
{
    const struct hc_candidate *a = p, *b = q;
    if (a->score > b->score || a->score < b->score)
        return a->score > b->score ? -1 : 1;
    return (a->after > b->after) - (a->after < b->after);
}

static struct hc_derived_row *add_row(struct hc_derived_level *out, struct hc_derived_row row)
{
    HC_GROW(out->rows, out->cap, out->n + 1);
    out->rows[out->n] = row;
    return &out->rows[out->n++];
}

static void add_alternatives(struct hc_derived_row *row, const struct tried *t, size_t from, bool land)
{
    for (size_t i = from; i < t->n && row->n_alternatives < HC_MOST_ALTERNATIVES; i++) {
        double score = land ? t->items[i].land : t->items[i].score;
        if (score < 0.02)
            continue;
        row->alternatives[row->n_alternatives] = t->items[i].after;
        row->alternative_score[row->n_alternatives++] = score;
    }
}

/* A code or a name that points away from where the land went: it may have been given to another unit, but who knows. */
static bool points_elsewhere(const struct tried *t, size_t n_taken)
{
    double best = 0, elsewhere = 0;
    for (size_t i = 0; i < t->n; i++) {
        double *which = i < n_taken ? &best : &elsewhere;
        *which = fmax(*which, t->items[i].score);
    }
    return elsewhere >= 0.85 && best < elsewhere;
}

static double whole_confidence(const struct tried *t, double found)
{
    double first = t->items[0].land, second = t->n > 1 ? t->items[1].land : 0;
    bool named = t->items[0].score >= 0.85;
    if (first >= NEARLY && second < SLIVER)
        return named ? 0.99 : 0.96;
    if (first >= 0.75 && found - first < 0.03 && named) /* some of its land is in no unit any more */
        return 0.88;
    return first >= 0.8 ? 0.8 : first >= 0.6 ? 0.65 : 0.4;
}

static void match_by_land(struct tried *t, uint32_t u, struct hc_derived_level *out)
{
    double weight[MOST_TRIED] = {0}, found = 0, least = 1;
    int share[MOST_TRIED];
    size_t n = 0;
    qsort(t->items, t->n, sizeof *t->items, by_land);
    for (size_t i = 0; i < t->n; i++)
        found += t->items[i].land;
    for (; n < t->n && t->items[n].land >= PART; n++) {
        weight[n] = t->items[n].land;
        least = fmin(least, weight[n]);
    }
    double rest = found, confidence;
    for (size_t i = 0; i < n; i++)
        rest -= weight[i];
    unsigned doubts = points_elsewhere(t, n) ? HC_BUT_OTHER : 0u;
    if (n <= 1) {
        n = 1;
        weight[0] = 1;
        confidence = whole_confidence(t, found);
    } else {
        confidence = least >= CLEAR && rest < SLIVER && found >= FOUND ? 0.93 : 0.75;
    }
    if (doubts)
        confidence = fmin(confidence, 0.93);
    if (confidence <= HC_CONFIDENT)
        doubts |= HC_BUT_UNSURE;
    hc_match_shares(weight, n, share);
    for (size_t i = 0; i < n; i++) {
        const struct hc_candidate *c = &t->items[i];
        struct hc_derived_row row = {u,       c->after, share[i], confidence, c->reasons | HC_BY_LAND | doubts,
                                     c->land, {0},      {0},      0};
        add_alternatives(&row, t, n, true);
        add_row(out, row);
    }
}

static void match_by_lists(struct tried *t, uint32_t u, struct hc_derived_level *out)
{
    if (t->n)
        qsort(t->items, t->n, sizeof *t->items, by_score);
    struct hc_derived_row row = {.unit = u, .to = HC_NONE, .share = 10000, .land = NAN};
    if (t->n && t->items[0].score > 0) {
        const struct hc_candidate *c = &t->items[0];
        double second = t->n > 1 ? t->items[1].score : 0;
        row.confidence = c->score;
        row.reasons = c->reasons;
        if (second >= c->score - 0.02) {
            row.confidence = fmin(c->score, 0.4);
            row.reasons |= HC_BUT_AMBIGUOUS;
        } else if (second >= HC_RESOLVED) { /* code says one, name another */
            row.confidence = fmin(c->score, 0.85);
            row.reasons |= HC_BUT_OTHER;
        }
        bool resolved = row.confidence >= HC_RESOLVED;
        row.to = resolved ? c->after : HC_NONE;
        add_alternatives(&row, t, resolved ? 1 : 0, false);
    }
    add_row(out, row);
}

void hc_match_unit(const struct hc_matching *m, uint32_t u, struct hc_derived_level *out)
{
    struct tried t;
    double land = 0;
    gather(m, u, &t);
    for (size_t i = 0; i < t.n; i++)
        land += t.items[i].land;
    if (m->has_land && land >= 0.5)
        match_by_land(&t, u, out);
    else
        match_by_lists(&t, u, out);
    if (!m->has_land || land >= 0.5)
        return;
    /* Boundaries are there, and most of this land is in none of them. */
    struct hc_derived_row *row = &out->rows[out->n - 1];
    row->confidence = fmin(row->confidence, 0.6);
    row->reasons |= HC_BUT_UNSURE;
}

void hc_match_settle(const struct hc_matching *m, struct hc_derived_level *out)
{
    uint32_t *best = hc_alloc(m->after->count, sizeof *best);
    memset(best, 0xff, m->after->count * sizeof *best);
    for (uint32_t i = 0; i < out->n; i++) {
        uint32_t to = out->rows[i].to;
        if (to != HC_NONE && (best[to] == HC_NONE || out->rows[best[to]].confidence < out->rows[i].confidence))
            best[to] = i;
    }
    for (uint32_t i = 0; i < out->n; i++) {
        struct hc_derived_row *row = &out->rows[i];
        if (row->to == HC_NONE || best[row->to] == i || (row->reasons & HC_BY_LAND))
            continue;
        row->confidence = fmin(row->confidence, row->confidence >= 0.85 ? 0.7 : 0.4);
        row->reasons |= HC_BUT_CLAIMED;
        if (row->confidence >= HC_RESOLVED)
            continue;
        if (row->n_alternatives == HC_MOST_ALTERNATIVES)
            row->n_alternatives--;
        memmove(row->alternatives + 1, row->alternatives, row->n_alternatives * sizeof *row->alternatives);
        memmove(row->alternative_score + 1, row->alternative_score,
                row->n_alternatives++ * sizeof *row->alternative_score);
        row->alternatives[0] = row->to;
        row->alternative_score[0] = row->confidence;
        row->to = HC_NONE;
    }
    hc_free(best);
}

struct rest {
    double rest;
    size_t i;
};

static int compare_rests(const void *p, const void *q)
{
    const struct rest *a = p, *b = q;
    if (a->rest > b->rest || a->rest < b->rest)
        return a->rest > b->rest ? -1 : 1;
    return (a->i > b->i) - (a->i < b->i);
}

void hc_match_shares(const double *weight, size_t n, int *share)
{
    struct rest *rests = hc_alloc(n, sizeof *rests);
    double sum = 0;
    int given = 0;
    for (size_t i = 0; i < n; i++)
        sum += weight[i];
    for (size_t i = 0; i < n; i++) {
        double exact = weight[i] / sum * 10000;
        share[i] = (int)exact;
        rests[i] = (struct rest){exact - share[i], i};
        given += share[i];
    }
    if (n)
        qsort(rests, n, sizeof *rests, compare_rests);
    for (size_t i = 0; i < n && given < 10000; i++, given++) /* less than n are missing */
        share[rests[i].i]++;
    hc_free(rests);
}

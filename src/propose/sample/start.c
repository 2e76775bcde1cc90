#include "propose/sample/sample.h"
#include "propose/search/search.h"
#include "propose/search/state.h"
#include <string.h>

#define TRIES  5  /* of growing a legal plan by chance, for each walk and parent */
#define ROUNDS 16 /* of the search for one */

/* Whether all groups are legal and in one piece (what is kept or frozen may lie in several). Labels 0..k-1. */
static bool is_legal(const struct hc_problem *p, const uint32_t *label, size_t k)
{
    uint32_t *member = hc_alloc(p->n, sizeof *member);
    size_t *at = hc_calloc(k + 2, sizeof *at);
    struct hc_scratch scratch;
    bool legal = true;
    hc_scratch_init(&scratch, p);
    for (size_t u = 0; u < p->n; u++)
        at[label[u] + 2]++;
    for (size_t g = 2; g < k + 2; g++)
        at[g] += at[g - 1];
    for (uint32_t u = 0; u < p->n; u++)
        member[at[label[u] + 1]++] = u;
    for (size_t g = 0; legal && g < k; g++) {
        const uint32_t *unit = member + at[g];
        size_t n = at[g + 1] - at[g];
        bool frozen = n && p->n_fixed && p->fixed[unit[0]] != HC_NONE;
        legal = n && (frozen || hc_group_connected(p, unit, n, &scratch)) &&
                hc_group_judge(p, unit, n, &scratch, NULL, NULL, NULL);
    }
    hc_scratch_release(&scratch);
    hc_free(member);
    hc_free(at);
    return legal;
}

/* A legal plan of the part with k groups: the one given, else what the search finds first; false if nothing. */
static bool find_one(const struct hc_problem *part, uint32_t *label, size_t k, const struct hc_sampling *how)
{
    struct hc_problem touching = *part; /* a walk needs groups in one piece */
    struct hc_halt halt = {.stop = how->stop};
    struct hc_searching search = {
        .seed = how->seed, .rounds = ROUNDS, .stop_at = INT64_MAX, .threads = how->threads, .halt = &halt};
    struct hc_partition found;
    touching.contiguous = true;
    if (is_legal(&touching, label, k))
        return true;
    hc_partition_init(&found, part->n);
    hc_search_run(&search, &touching, k, &found);
    bool legal = found.feasible && is_legal(&touching, found.label, k);
    if (legal)
        memcpy(label, found.label, part->n * sizeof *label);
    hc_partition_release(&found);
    return legal;
}

/* The starts of one parent; label: of its units, 0..k-1. */
static bool start_part(const struct hc_problem *part, uint32_t *label, size_t k, const struct hc_sampling *how,
                       size_t whole, uint32_t *start)
{
    struct hc_problem touching = *part;
    struct hc_search grown;
    if (!find_one(part, label, k, how))
        return false;
    touching.contiguous = true;
    hc_search_init(&grown, &touching, k);
    for (size_t w = 0; w < HC_SAMPLE_WALKS; w++) {
        struct hc_random random = hc_random_stream(how->seed, (uint64_t)(w + 1) << 32 | part->unit[0]);
        bool legal = false;
        for (int i = 0; i < TRIES && !legal && k < part->n; i++)
            legal = hc_search_grow(&grown, &random) && is_legal(&touching, grown.label, k);
        for (size_t i = 0; i < part->n; i++) /* a group is called by a unit of its own */
            start[w * whole + part->unit[i]] = legal ? grown.label[i] : label[i];
    }
    hc_search_release(&grown);
    return true;
}

/* Groups of different parents get numbers of their own. */
static void join_numbers(const struct hc_problem *p, uint32_t *label)
{
    uint32_t *first = hc_calloc(p->n_blocks + 1, sizeof *first);
    for (size_t u = 0; u < p->n; u++)
        if (label[u] + 1 > first[p->block[u] + 1])
            first[p->block[u] + 1] = label[u] + 1;
    for (size_t b = 0; b < p->n_blocks; b++)
        first[b + 1] += first[b];
    for (size_t u = 0; u < p->n; u++)
        label[u] += first[p->block[u]];
    hc_free(first);
}

bool hc_sample_starts(const struct hc_problem *p, const uint32_t *label, const struct hc_sampling *how, uint32_t *start)
{
    uint32_t *own = hc_alloc(p->n, sizeof *own), *number = hc_alloc(p->n, sizeof *number);
    bool found = true;
    for (uint32_t b = 0; found && b < p->n_blocks; b++) {
        struct hc_problem part;
        uint32_t k = 0;
        hc_problem_part(p, b, &part);
        memset(number, 0xff, p->n * sizeof *number);
        for (size_t i = 0; i < part.n; i++) {
            uint32_t g = label[part.unit[i]];
            if (number[g] == HC_NONE)
                number[g] = k++;
            own[i] = number[g];
        }
        found = start_part(&part, own, k, how, p->n, start);
        hc_problem_release(&part);
    }
    for (size_t w = 0; found && w < HC_SAMPLE_WALKS; w++)
        join_numbers(p, start + w * p->n);
    hc_free(own);
    hc_free(number);
    return found;
}

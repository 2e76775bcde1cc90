#include "propose/search/span.h"

#include <string.h>

void hc_span_init(struct hc_span *span, const struct hc_problem *p)
{
    *span = (struct hc_span){.p = p};
    span->unit = hc_alloc(p->n, sizeof *span->unit);
    span->local = hc_alloc(p->n, sizeof *span->local);
    span->near = hc_alloc(p->edge_at[p->n], sizeof *span->near);
    span->near_at = hc_alloc(p->n + 1, sizeof *span->near_at);
    span->next = hc_alloc(p->n, sizeof *span->next);
    span->state = hc_alloc(p->n, sizeof *span->state);
    memset(span->local, 0xff, p->n * sizeof *span->local);
}

void hc_span_release(struct hc_span *span)
{
    hc_free(span->unit);
    hc_free(span->local);
    hc_free(span->near);
    hc_free(span->near_at);
    hc_free(span->next);
    hc_free(span->state);
    *span = (struct hc_span){0};
}

void hc_span_gather(struct hc_span *span, const uint32_t *label, uint32_t a, uint32_t b)
{
    const struct hc_problem *p = span->p;
    uint32_t one = label[a], two = label[b], n = 0, n_near = 0;
    span->unit[n] = a;
    span->local[a] = n++;
    for (uint32_t head = 0; head < n; head++) {
        uint32_t u = span->unit[head];
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++) {
            uint32_t v = p->edge[e].to;
            if ((label[v] != one && label[v] != two) || span->local[v] != HC_NONE)
                continue;
            span->unit[n] = v;
            span->local[v] = n++;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t u = span->unit[i];
        span->near_at[i] = n_near;
        for (size_t e = p->edge_at[u]; e < p->edge_at[u + 1]; e++)
            if (span->local[p->edge[e].to] != HC_NONE)
                span->near[n_near++] = span->local[p->edge[e].to];
    }
    span->near_at[n] = n_near;
    span->n = n;
}

static uint32_t any_neighbour(const struct hc_span *span, uint32_t i, struct hc_random *random)
{
    return span->near[span->near_at[i] + hc_random_below(random, span->near_at[i + 1] - span->near_at[i])];
}

void hc_span_draw(struct hc_span *span, struct hc_random *random)
{
    uint32_t *state = span->state, *next = span->next;
    memset(state, 0, span->n * sizeof *state);
    state[0] = 1;
    for (uint32_t i = 1; i < span->n; i++) {
        for (uint32_t u = i; !state[u]; u = next[u]) /* loops are erased by being written over */
            next[u] = any_neighbour(span, u, random);
        for (uint32_t u = i; !state[u]; u = next[u])
            state[u] = 1;
    }
}

void hc_span_clear(struct hc_span *span)
{
    for (size_t i = 0; i < span->n; i++)
        span->local[span->unit[i]] = HC_NONE;
    span->n = 0;
}

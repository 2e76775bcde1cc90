#include "simulate/step/crosswalk.h"

#include "base/mem.h"
#include "simulate/step/step.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void hc_crosswalk_add(struct hc_crosswalk *c, struct hc_crosswalk_row row)
{
    HC_GROW(c->rows, c->cap, c->n + 1);
    c->rows[c->n++] = row;
}

static void reserve(struct hc_crosswalk *c, size_t more)
{
    HC_GROW(c->rows, c->cap, c->n + more);
}

void hc_crosswalk_copy(struct hc_crosswalk *to, const struct hc_crosswalk *from)
{
    *to = (struct hc_crosswalk){.n = from->n, .cap = from->n, .rows = hc_alloc(from->n, sizeof *to->rows)};
    if (from->n)
        memcpy(to->rows, from->rows, from->n * sizeof *to->rows);
}

static int compare_rows(const void *p, const void *q)
{
    const struct hc_crosswalk_row *a = p, *b = q;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    return (a->target > b->target) - (a->target < b->target);
}

static bool in_order(const struct hc_crosswalk *c)
{
    for (size_t i = 1; i < c->n; i++)
        if (compare_rows(&c->rows[i - 1], &c->rows[i]) > 0)
            return false;
    return true;
}

/* Rows of one source by target; few, and mostly in order. Equal ones stay as they came. */
static void sort_targets(struct hc_crosswalk_row *rows, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct hc_crosswalk_row row = rows[i];
        size_t at = i;
        for (; at > 0 && compare_rows(&rows[at - 1], &row) > 0; at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

#define FEW_TARGETS 64

/* Stable, so that shares are added in the order in which they came: by counting sources, then within each. */
static void sort_rows(struct hc_crosswalk *c)
{
    uint32_t most = 0;
    for (size_t i = 0; i < c->n; i++)
        most = c->rows[i].source > most ? c->rows[i].source : most;
    size_t *at = hc_calloc((size_t)most + 2, sizeof *at);
    struct hc_crosswalk_row *rows = hc_alloc(c->n, sizeof *rows);
    for (size_t i = 0; i < c->n; i++)
        at[c->rows[i].source + 1]++;
    for (size_t s = 0; s <= most; s++)
        at[s + 1] += at[s];
    for (size_t i = 0; i < c->n; i++)
        rows[at[c->rows[i].source]++] = c->rows[i];
    hc_free(c->rows);
    c->rows = rows;
    c->cap = c->n;
    for (size_t s = 0, begin = 0; s <= most; begin = at[s++]) {
        size_t n = at[s] - begin;
        if (n <= FEW_TARGETS)
            sort_targets(rows + begin, n);
        else
            qsort(rows + begin, n, sizeof *rows, compare_rows);
    }
    hc_free(at);
}

void hc_crosswalk_settle(struct hc_crosswalk *c)
{
    size_t n = 0;
    if (c->n > 1 && !in_order(c))
        sort_rows(c);
    for (size_t i = 0; i < c->n; i++) {
        if (!n || compare_rows(&c->rows[i], &c->rows[n - 1]) != 0) {
            c->rows[n++] = c->rows[i];
            continue;
        }
        c->rows[n - 1].share_area += c->rows[i].share_area;
        c->rows[n - 1].share_population += c->rows[i].share_population;
        c->rows[n - 1].estimated |= c->rows[i].estimated;
    }
    c->n = n;
}

void hc_crosswalk_compose(const struct hc_crosswalk *a, const struct hc_crosswalk *b, struct hc_crosswalk *out)
{
    *out = (struct hc_crosswalk){0};
    reserve(out, a->n);
    for (size_t i = 0; i < a->n; i++) {
        const struct hc_crosswalk_row *r = &a->rows[i];
        size_t low = 0, high = b->n;
        if (r->target == HC_NONE) {
            hc_crosswalk_add(out, *r);
            continue;
        }
        if (r->target < b->n && b->rows[r->target].source == r->target) /* as many rows as units, so far */
            for (low = high = r->target; low > 0 && b->rows[low - 1].source == r->target;)
                high = --low;
        while (low < high) {
            size_t mid = low + (high - low) / 2;
            if (b->rows[mid].source < r->target)
                low = mid + 1;
            else
                high = mid;
        }
        for (; low < b->n && b->rows[low].source == r->target; low++) {
            const struct hc_crosswalk_row *t = &b->rows[low];
            hc_crosswalk_add(out, (struct hc_crosswalk_row){r->source, t->target, r->share_area * t->share_area,
                                                            r->share_population * t->share_population,
                                                            r->estimated || t->estimated});
        }
    }
    hc_crosswalk_settle(out);
}

void hc_crosswalk_between(const struct hc_result *r, uint32_t level, size_t from, size_t to, struct hc_crosswalk *out)
{
    *out = (struct hc_crosswalk){0};
    for (uint32_t i = 0; i < r->states[from].levels[level].units.count; i++)
        hc_crosswalk_add(out, (struct hc_crosswalk_row){i, i, 1, 1, false});
    for (size_t s = from; s < to; s++) {
        struct hc_crosswalk product;
        hc_crosswalk_compose(out, &r->steps[s].levels[level].crosswalk, &product);
        hc_free(out->rows);
        *out = product;
    }
}

/* Area by pairs of units, from the faces that lie in both. The share of a unit without land is not known. */
static void add_areas(const struct hc_stepping *s, uint32_t level, struct hc_crosswalk *c)
{
    const struct hc_level_state *before = &s->run->result->states[s->index].levels[level];
    const struct hc_level_state *after = &s->run->result->states[s->index + 1].levels[level];
    size_t n_faces = s->run->cover ? hc_cover_n_faces(s->run->cover) : 0;
    double *total = hc_calloc(before->units.count, sizeof *total);
    struct hc_crosswalk areas = {0};
    reserve(&areas, n_faces);
    for (size_t f = 0; before->face_unit && after->face_unit && f < n_faces; f++) {
        uint32_t from = before->face_unit[f];
        if (from == HC_NONE)
            continue;
        double area = (double)s->run->face_area[f];
        total[from] += area;
        struct hc_crosswalk_row *last = areas.n ? &areas.rows[areas.n - 1] : NULL;
        if (last && last->source == from && last->target == after->face_unit[f]) /* the next one of a run */
            last->share_area += area;
        else
            hc_crosswalk_add(&areas, (struct hc_crosswalk_row){from, after->face_unit[f], area, 0, false});
    }
    hc_crosswalk_settle(&areas);
    for (size_t i = 0; i < areas.n; i++) {
        uint32_t from = areas.rows[i].source;
        areas.rows[i].share_area = total[from] > 0 ? areas.rows[i].share_area / total[from] : NAN;
        hc_crosswalk_add(c, areas.rows[i]);
    }
    /* Where nothing is known of the land, say so rather than 0. */
    for (size_t i = 0; i < c->n; i++)
        if (!(total[c->rows[i].source] > 0))
            c->rows[i].share_area = NAN;
    hc_crosswalk_settle(c);
    hc_free(total);
    hc_free(areas.rows);
}

/* People by pairs of units at the plan's level and above it. */
static void add_people(const struct hc_stepping *s, uint32_t level, struct hc_crosswalk *c)
{
    const struct hc_state *before = &s->run->result->states[s->index], *after = &s->run->result->states[s->index + 1];
    const struct hc_units *old = &before->levels[level].units;
    double *total = hc_calloc(old->count, sizeof *total);
    for (size_t i = 0; i < s->n_parts; i++) {
        const struct hc_part *part = &s->parts[i];
        uint32_t from = part->unit, to = part->target;
        for (uint32_t l = s->level; l < level; l++) {
            from = from == HC_NONE ? HC_NONE : before->levels[l].units.parent[from];
            to = to == HC_NONE ? HC_NONE : after->levels[l].units.parent[to];
        }
        if (from == HC_NONE)
            continue;
        double whole = (double)hc_part_people(s, part), share = hc_number_decimal(part->share, part->scale).real;
        if (part->child == HC_NONE) /* what the named children leave */
            for (size_t k = s->part_at[part->unit]; k < i && s->parts[k].child != HC_NONE; k++)
                whole -= (double)hc_part_people(s, &s->parts[k]);
        double people = whole < 0 ? NAN : whole * share;
        if (people > 0 || isnan(people) || level == s->level)
            hc_crosswalk_add(c, (struct hc_crosswalk_row){from, to, 0, people, !part->whole});
        total[from] += people;
    }
    hc_crosswalk_settle(c);
    for (size_t i = 0; i < c->n; i++)
        c->rows[i].share_population /= total[c->rows[i].source];
    for (size_t i = 0; i < c->n; i++)
        if (!(total[c->rows[i].source] > 0))
            c->rows[i].share_population = NAN;
    hc_free(total);
}

/* A unit that went whole went whole, whatever is known of its people and land. */
static void settle_whole(struct hc_crosswalk *c)
{
    for (size_t i = 0; i < c->n; i++) {
        bool only = (i == 0 || c->rows[i - 1].source != c->rows[i].source) &&
                    (i + 1 == c->n || c->rows[i + 1].source != c->rows[i].source);
        if (only) {
            c->rows[i].share_area = c->rows[i].share_population = 1;
            c->rows[i].estimated = false; /* though parts of it may have gone to and fro inside */
        }
    }
}

void hc_step_crosswalks(struct hc_stepping *s)
{
    struct hc_step *step = &s->run->result->steps[s->index];
    for (uint32_t l = 0; l < s->run->input->project.n_levels; l++) {
        struct hc_crosswalk *c = &step->levels[l].crosswalk;
        const struct hc_units *old = &s->run->result->states[s->index].levels[l].units;
        if (l < s->level) {
            reserve(c, old->count);
            for (uint32_t i = 0; i < old->count; i++)
                hc_crosswalk_add(c, (struct hc_crosswalk_row){i, s->old_to_new[l][i], 1, 1, false});
            continue;
        }
        add_people(s, l, c);
        add_areas(s, l, c);
        settle_whole(c);
        /* A coarser unit without people or land in any part stays what it was. */
        uint8_t *seen = hc_calloc(old->count, 1);
        for (size_t i = 0; i < c->n; i++)
            seen[c->rows[i].source] = 1;
        for (uint32_t i = 0; i < old->count; i++)
            if (!seen[i])
                hc_crosswalk_add(c, (struct hc_crosswalk_row){i, s->old_to_new[l][i], 1, 1, false});
        hc_free(seen);
        hc_crosswalk_settle(c);
    }
}

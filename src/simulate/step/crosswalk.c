#include "simulate/step/crosswalk.h"

#include "base/mem.h"
#include "base/sort.h"
#include "simulate/step/step.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void hc_crosswalk_add(struct hc_crosswalk *c, struct hc_crosswalk_row row)
{
    HC_GROW(c->rows, c->cap, c->n + 1);
    c->rows[c->n++] = row;
}

static int compare_rows(const void *p, const void *q)
{
    const struct hc_crosswalk_row *a = p, *b = q;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    return (a->target > b->target) - (a->target < b->target);
}

void hc_crosswalk_settle(struct hc_crosswalk *c)
{
    size_t n = 0;
    hc_sort(c->rows, c->n, sizeof *c->rows, compare_rows);
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
    for (size_t i = 0; i < a->n; i++) {
        const struct hc_crosswalk_row *r = &a->rows[i];
        size_t low = 0, high = b->n;
        if (r->target == HC_NONE) {
            hc_crosswalk_add(out, *r);
            continue;
        }
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
    for (size_t f = 0; before->face_unit && after->face_unit && f < n_faces; f++) {
        uint32_t from = before->face_unit[f];
        if (from == HC_NONE)
            continue;
        total[from] += (double)s->run->face_area[f];
        hc_crosswalk_add(&areas,
                         (struct hc_crosswalk_row){from, after->face_unit[f], (double)s->run->face_area[f], 0, false});
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
        if (only)
            c->rows[i].share_area = c->rows[i].share_population = 1;
    }
}

void hc_step_crosswalks(struct hc_stepping *s)
{
    struct hc_step *step = &s->run->result->steps[s->index];
    for (uint32_t l = 0; l < s->run->input->project.n_levels; l++) {
        struct hc_crosswalk *c = &step->levels[l].crosswalk;
        const struct hc_units *old = &s->run->result->states[s->index].levels[l].units;
        if (l < s->level) {
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

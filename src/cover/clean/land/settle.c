#include "base/mem.h"
#include "cover/clean/land/land.h"
#include <math.h>
#include <stdlib.h>

/* A unit that has less than this of its land to itself would be left without if it lost what others claim too. */
#define ALMOST_NOTHING 0.01
/* A claim with this much more border on one unit than on the other is a spike of the latter. */
#define SPIKE          4

static bool left_without(const struct hc_land *l, uint32_t unit)
{
    return l->alone_m2[unit] < ALMOST_NOTHING * l->unit_m2[unit];
}

/* Whether a comes before b where both claim the same land. Ends in the order of the layer. */
static bool comes_before(const struct hc_land *l, uint32_t a, uint32_t b)
{
    const struct hc_cleaning *c = l->c;
    double area_a = l->unit_m2[a], area_b = l->unit_m2[b];
    if (c->rank[a] != c->rank[b])
        return c->rank[a] < c->rank[b];
    bool without_a = left_without(l, a), without_b = left_without(l, b);
    if (without_a != without_b)
        return without_a;
    if (without_a && (area_a < area_b || area_b < area_a))
        return area_a < area_b;
    if (c->options->overlaps == HC_OVERLAP_LARGER && (area_a < area_b || area_b < area_a))
        return area_a > area_b;
    if (c->options->overlaps == HC_OVERLAP_SMALLER && (area_a < area_b || area_b < area_a))
        return area_a < area_b;
    return a < b;
}

static double perimeter_m(const struct hc_land *l, uint32_t face)
{
    double sum = 0;
    for (size_t i = l->faces.at[face]; i < l->faces.at[face + 1]; i++)
        sum += l->half_m[l->faces.halves[i]];
    return sum;
}

static struct hc_xy place_of(const struct hc_land *l, uint32_t face)
{
    const struct hc_topology *t = l->faces.t;
    uint32_t half = l->faces.halves[l->faces.at[face]];
    struct hc_xy best = t->polygons->xy[hc_half_vertex(t, half, 0)];
    for (size_t i = l->faces.at[face] + 1; i < l->faces.at[face + 1]; i++) {
        struct hc_xy xy = t->polygons->xy[hc_half_vertex(t, l->faces.halves[i], 0)];
        if (xy.x < best.x || (xy.x <= best.x && xy.y < best.y))
            best = xy;
    }
    return best;
}

static void log_land(const struct hc_land *l, enum hc_change_type type, uint32_t from, uint32_t to, uint32_t face,
                     double area_m2, double width_m)
{
    hc_cleaning_log(l->c, (struct hc_change){type, from, to, place_of(l, face), width_m, area_m2});
}

/* How much of a face's border is with land that `unit` alone claims. */
static double border_with(const struct hc_land *l, uint32_t face, uint32_t unit)
{
    double sum = 0;
    for (size_t i = l->faces.at[face]; i < l->faces.at[face + 1]; i++) {
        uint32_t half = l->faces.halves[i], across = l->faces.of[half ^ 1], units[2];
        if (hc_face_units(&l->faces, across, units, 2) == 1 && units[0] == unit)
            sum += l->half_m[half];
    }
    return sum;
}

/* A needle that one unit sticks into another goes to that other, whoever is larger. */
static uint32_t owner_of_spike(const struct hc_land *l, uint32_t face, const uint32_t units[2], uint32_t owner)
{
    double with[2] = {border_with(l, face, units[0]), border_with(l, face, units[1])};
    if (2 * l->area_m2[face] > l->c->tolerance_m * perimeter_m(l, face))
        return owner;
    if (with[0] > SPIKE * with[1] && with[1] > 0)
        return units[0];
    return with[1] > SPIKE * with[0] && with[0] > 0 ? units[1] : owner;
}

void hc_land_settle_overlaps(struct hc_land *l)
{
    enum { MOST = 64 };
    uint32_t units[MOST];
    for (uint32_t f = 1; f < l->faces.n; f++) {
        size_t n = hc_face_units(&l->faces, f, units, MOST);
        if (n < 2)
            continue;
        n = n < MOST ? n : MOST;
        uint32_t owner = units[0];
        for (size_t i = 1; i < n; i++)
            if (comes_before(l, units[i], owner))
                owner = units[i];
        if (n == 2)
            owner = owner_of_spike(l, f, units, owner);
        l->owner[f] = owner;
        double length = perimeter_m(l, f);
        for (size_t i = 0; i < n; i++)
            if (units[i] != owner)
                log_land(l, HC_CHANGE_OVERLAP, units[i], owner, f, l->area_m2[f],
                         length > 0 ? 2 * l->area_m2[f] / length : 0);
    }
}

/* A stretch of a region's border with the land of one owner. */
struct border {
    uint32_t region, owner;
    double length_m;
};

static int compare_borders(const void *p, const void *q)
{
    const struct border *a = p, *b = q;
    if (a->region != b->region)
        return a->region < b->region ? -1 : 1;
    return (a->owner > b->owner) - (a->owner < b->owner);
}

/* The regions that are wanted, with their sizes and borders. */
struct regions {
    double *area_m2, *outer_m; /* by face that names a region */
    struct border *borders;    /* one for each region and owner */
    size_t n, cap;
};

static void regions_build(struct regions *r, const struct hc_land *l, const uint8_t *wanted)
{
    const struct hc_faces *f = &l->faces;
    *r = (struct regions){.area_m2 = hc_calloc(f->n, sizeof(double)), .outer_m = hc_calloc(f->n, sizeof(double))};
    for (uint32_t i = 1; i < f->n; i++)
        r->area_m2[l->region[i]] += l->area_m2[i];
    for (uint32_t h = 0; h < 2 * f->t->n_arcs; h++) {
        uint32_t region = l->region[f->of[h]], across = l->owner[f->of[h ^ 1]];
        if (across == l->owner[region])
            continue;
        if (!f->inner[h])
            r->outer_m[region] += l->half_m[h];
        if (!wanted[region] || across == HC_NONE)
            continue;
        HC_GROW(r->borders, r->cap, r->n + 1);
        r->borders[r->n++] = (struct border){region, across, l->half_m[h]};
    }
    size_t kept = 0;
    if (r->n)
        qsort(r->borders, r->n, sizeof *r->borders, compare_borders);
    for (size_t i = 0; i < r->n; i++) {
        if (kept && compare_borders(&r->borders[i], &r->borders[kept - 1]) == 0)
            r->borders[kept - 1].length_m += r->borders[i].length_m;
        else
            r->borders[kept++] = r->borders[i];
    }
    r->n = kept;
}

static void regions_release(struct regions *r)
{
    hc_free(r->area_m2);
    hc_free(r->outer_m);
    hc_free(r->borders);
}

/* Among takers: nobody, as against HC_NONE, which leaves a region as it is. */
#define NOBODY (HC_NONE - 1)

/* The neighbour that a region goes to: taker[region], or HC_NONE if it has none. */
static uint32_t *choose_takers(const struct hc_land *l, const struct regions *r, bool largest, const uint32_t *rank)
{
    uint32_t *taker = hc_alloc(l->faces.n, sizeof *taker);
    double *best = hc_calloc(l->faces.n, sizeof *best);
    for (size_t i = 0; i < l->faces.n; i++)
        taker[i] = HC_NONE;
    for (size_t i = 0; i < r->n; i++) {
        const struct border *b = &r->borders[i];
        double merit = largest ? l->unit_m2[b->owner] : b->length_m;
        uint32_t mine = rank ? rank[b->owner] : 0,
                 theirs = rank && taker[b->region] != HC_NONE ? rank[taker[b->region]] : 0;
        if (taker[b->region] == HC_NONE || mine < theirs || (mine == theirs && merit > best[b->region])) {
            taker[b->region] = b->owner;
            best[b->region] = merit;
        }
    }
    hc_free(best);
    return taker;
}

static double width_m(const struct regions *r, uint32_t region)
{
    return r->outer_m[region] > 0 ? 2 * r->area_m2[region] / r->outer_m[region] : 0;
}

/* Regions go to their takers; each is logged once. */
static void hand_over(struct hc_land *l, const struct regions *r, const uint32_t *taker, enum hc_change_type type)
{
    for (uint32_t f = 1; f < l->faces.n; f++) {
        uint32_t region = l->region[f];
        if (region == f && taker[f] != HC_NONE)
            log_land(l, type, l->owner[f], taker[f] == NOBODY ? HC_NONE : taker[f], f, r->area_m2[f], width_m(r, f));
    }
    for (uint32_t f = 1; f < l->faces.n; f++)
        if (taker[l->region[f]] != HC_NONE)
            l->owner[f] = taker[l->region[f]] == NOBODY ? HC_NONE : taker[l->region[f]];
}

void hc_land_close_gaps(struct hc_land *l)
{
    const struct hc_clean_options *o = l->c->options;
    uint8_t *wanted = hc_calloc(l->faces.n, 1);
    struct regions r;
    if (o->gaps != HC_GAP_KEEP) {
        hc_land_join_regions(l);
        uint32_t outside = l->region[0];
        for (uint32_t f = 1; f < l->faces.n; f++)
            wanted[f] = l->region[f] == f && l->owner[f] == HC_NONE && f != outside;
        regions_build(&r, l, wanted);
        uint32_t *taker = choose_takers(l, &r, o->gaps == HC_GAP_LARGEST, l->c->gap_rank);
        for (uint32_t f = 1; f < l->faces.n; f++)
            if (width_m(&r, f) > l->c->gap_width_m || (o->gap_area_m2 > 0 && r.area_m2[f] > o->gap_area_m2))
                taker[f] = HC_NONE;
        hand_over(l, &r, taker, HC_CHANGE_GAP);
        hc_free(taker);
        regions_release(&r);
    }
    hc_free(wanted);
}

void hc_land_merge_slivers(struct hc_land *l)
{
    size_t n_units = l->c->polygons.n_units;
    uint8_t *wanted = hc_calloc(l->faces.n, 1);
    double *largest = hc_calloc(n_units, sizeof *largest);
    uint32_t *main_region = hc_alloc(n_units, sizeof *main_region);
    struct regions r;
    hc_land_join_regions(l);
    for (uint32_t f = 0; f < l->faces.n; f++)
        wanted[f] = f && l->region[f] == f && l->owner[f] != HC_NONE;
    regions_build(&r, l, wanted);
    for (uint32_t f = 1; f < l->faces.n; f++)
        if (wanted[f] && r.area_m2[f] > largest[l->owner[f]]) {
            largest[l->owner[f]] = r.area_m2[f];
            main_region[l->owner[f]] = f;
        }
    uint32_t *taker = choose_takers(l, &r, false, NULL);
    /* A splinter without a neighbour is dropped. */
    for (uint32_t f = 1; f < l->faces.n; f++)
        if (wanted[f] && taker[f] == HC_NONE)
            taker[f] = NOBODY;
    for (uint32_t f = 1; f < l->faces.n; f++)
        if (!wanted[f] || !(largest[l->owner[f]] > 0) || main_region[l->owner[f]] == f ||
            width_m(&r, f) >= l->c->tolerance_m)
            taker[f] = HC_NONE;
    hand_over(l, &r, taker, HC_CHANGE_SLIVER);
    hc_free(taker);
    regions_release(&r);
    hc_free(wanted);
    hc_free(largest);
    hc_free(main_region);
}

int hc_clean_settle(struct hc_cleaning *c, bool *changed, struct hc_err *err)
{
    struct hc_land land;
    struct hc_polygons out;
    int status = 0;
    *changed = false;
    if (hc_land_build(&land, c)) {
        hc_land_settle_overlaps(&land);
        hc_land_close_gaps(&land);
        hc_land_merge_slivers(&land);
        status = hc_land_write(&land, &out, changed, err);
    } else {
        status = hc_err_set(err, HC_FAULT, "the borders do not close where they cross", "边界在相交处未能闭合");
    }
    hc_land_release(&land);
    if (*changed)
        hc_cleaning_replace(c, &out);
    return status;
}

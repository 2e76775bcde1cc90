/* A survey of a topology: everything that keeps it from being a valid coverage.
 *
 * In a valid coverage edges meet at common endpoints alone, each side of an arc has one unit at most, and what lies
 * across an outer border is nobody's land. All three are tested directly, without GEOS. */
#ifndef HC_COVER_CHECK_SURVEY_H
#define HC_COVER_CHECK_SURVEY_H

#include "cover/build/topology.h"
#include "cover/metric.h"

enum hc_contact_type {
    HC_CONTACT_CROSSING, /* edges of both cross or touch */
    HC_CONTACT_CLAIM,    /* both claim the same side of an arc */
    HC_CONTACT_COVERED,  /* one lies across the outer border of the other */
    HC_CONTACT_NEAR      /* an outer border of one runs within tolerance of the other's */
};

/* Units a < b are in each other's way at this place. a == b: the unit is in its own way. */
struct hc_contact {
    uint32_t a, b;
    enum hc_contact_type type;
    struct hc_xy place;
};

/* A vertex of a neighbour that lies on the edge behind ring vertex `after`, at t in (0, 1) along it. */
struct hc_missing {
    uint32_t after;
    double t;
    struct hc_xy xy;
    uint32_t unit;
};

struct hc_survey {
    struct hc_contact *contacts; /* sorted by a, b, type, place; each once */
    size_t n_contacts, cap_contacts;
    struct hc_missing *missing; /* sorted by after, t; each once */
    size_t n_missing, cap_missing;
};

/* tolerance_m: how far outer borders count as near; noise: below it, in the layer's unit, a vertex counts as lying on
 * the edge. */
void hc_survey_build(struct hc_survey *s, const struct hc_topology *t, const struct hc_metric *metric,
                     double tolerance_m, double noise, int threads);
void hc_survey_release(struct hc_survey *s);

void hc_survey_add(struct hc_survey *s, uint32_t a, uint32_t b, enum hc_contact_type type, struct hc_xy place);

/* Adds HC_CONTACT_COVERED contacts: for each arc that has a unit on one side alone, who else has the land across. */
void hc_survey_depth(struct hc_survey *s, const struct hc_topology *t, int threads);

#endif

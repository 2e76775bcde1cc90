/* Services: the offices of units, which of them become service halls, and how far people have to go.
 *
 * "Before" is the state at the offices' date, "after" the last one. A unit's hall is the office that its seat names,
 * else its largest. Distances are geodesic, from where the people of a unit of the base level are to the hall of the
 * unit that holds its land, unless a table of roads gives them. */
#ifndef HC_MODEL_SERVICES_H
#define HC_MODEL_SERVICES_H

#include "base/mem.h"
#include "base/number.h"
#include "model/polygons.h"
#include <stdbool.h>

/* As the project writes it; every string lives in the project's arena, NULL where not given. */
struct hc_services_spec {
    char *offices;              /* source; NULL: no services */
    char *level;                /* whose offices they are; NULL: the finest */
    char *at;                   /* date of the state that their units belong to; NULL: the project's first */
    char *roads;                /* source of unit,office,distance_m; NULL: straight lines */
    struct hc_number m2;        /* standard floor area of a hall; missing: none */
    struct hc_number m2_per100; /* or for each 100 households */
    char *households;           /* column; default "households" */
    char *kind;                 /* of the units that the standard holds for; NULL: all */
    struct hc_number within_m;  /* how far away idle premises may lie; default 5000 */
    char *hollow_measure;       /* a unit is hollow where this ratio is below the next; NULL: not asked */
    struct hc_number hollow_below;
};

struct hc_office {
    char *id;            /* never NULL */
    char *unit;          /* code in the state "before" */
    char *name, *tenure; /* NULL where not given */
    struct hc_number m2; /* floor area; missing where not given, likewise staff */
    struct hc_number staff;
    struct hc_xy place; /* NaN where not given */
    bool degrees;       /* place is longitude and latitude, not the layer's x and y */
    long row;
};

struct hc_road {
    char *unit, *office; /* a unit of the base level at the first date; an office's id */
    double length_m;
    long row;
};

struct hc_services_input {
    struct hc_office *offices;
    size_t n_offices;
    struct hc_road *roads;
    size_t n_roads;
    struct hc_arena strings;
};

enum hc_office_role {
    HC_OFFICE_HALL,
    HC_OFFICE_IDLE,
    HC_OFFICE_GIVEN, /* idle, and the nearest large enough for a unit below the standard */
    HC_OFFICE_LEFT   /* its unit left the area */
};

struct hc_office_fate {
    uint32_t unit_before, unit_after; /* indices at the services' level; HC_NONE: unknown, left */
    bool hall_before;
    enum hc_office_role role;
    uint32_t given_to; /* the unit after that it goes to; HC_NONE */
};

/* How far the people of some units have to go. people are whole values of the weight column's mantissa. */
#define HC_FAR 2
struct hc_access {
    int64_t people;      /* whose distance is known */
    double mean_m;       /* weighted by people; NaN where nobody's is known */
    double p90_m;        /* the least distance that nine tenths of the people have or stay below */
    int64_t far[HC_FAR]; /* people beyond 3 and 5 km */
    size_t halls;
    struct hc_number staff; /* of the offices of these units */
};

/* One side of the comparison. */
struct hc_services_side {
    size_t state;
    uint32_t *hall;            /* for each unit of the services' level an office, or HC_NONE */
    double *distance_m;        /* for each face; NaN unknown */
    struct hc_access **access; /* for each level from the services' upwards, for each unit after; NULL below */
    struct hc_access all;
    size_t n_hollow; /* units below the threshold */
};

struct hc_services {
    uint32_t level;
    struct hc_office_fate *fates; /* for each office */
    struct hc_services_side before, after;
    struct hc_number *standard; /* for each unit after, m²; missing: none holds */
    uint8_t *below;             /* for each unit after: its hall is smaller than that, or it has none */
    uint32_t *offer;            /* for each unit after: the office given to it, or HC_NONE */
    double *offer_m;            /* how far that is from its hall, or NaN */
    struct hc_xy *office_place; /* of each office, degrees on the layer's datum; NaN unknown */
    size_t n_faces;
    struct hc_xy *place; /* where the people of each face are, degrees on the layer's datum */
    int64_t *people;     /* of each face at the first date, or HC_MISSING */
    int people_scale;
};

extern const double hc_far_m[HC_FAR];

/* "hall", "服务大厅"... */
const char *hc_office_role_name(enum hc_office_role role, bool zh);

void hc_services_input_release(struct hc_services_input *s);
void hc_services_free(struct hc_services *s, size_t n_levels); /* takes NULL */

#endif

/* Land: faces with their sizes, and to whom each goes. */
#ifndef HC_COVER_CLEAN_LAND_H
#define HC_COVER_CLEAN_LAND_H

#include "cover/clean/inside.h"
#include "cover/clean/land/faces.h"

struct hc_land {
    struct hc_cleaning *c;
    struct hc_faces faces;
    uint32_t *owner;  /* by face: HC_NONE: nobody's */
    double *area_m2;  /* by face; face 0 counts nothing */
    double *half_m;   /* by half: length of its arc */
    double *unit_m2;  /* by unit: all it claims */
    double *alone_m2; /* by unit: what it alone claims */
    uint32_t *region; /* by face: faces of one owner that hang together, by the lowest of them */
};

/* Sizes; false as hc_faces_build(). */
bool hc_land_build(struct hc_land *land, struct hc_cleaning *c);
void hc_land_release(struct hc_land *land);
void hc_land_join_regions(struct hc_land *land); /* from the owners as they are */

/* Each decides for some faces, and logs what changes hands. */
void hc_land_settle_overlaps(struct hc_land *land);
void hc_land_close_gaps(struct hc_land *land);
void hc_land_merge_slivers(struct hc_land *land);

/* The polygons after the owners; false in *changed if these are as before. */
int hc_land_write(const struct hc_land *land, struct hc_polygons *out, bool *changed, struct hc_err *err);

#endif

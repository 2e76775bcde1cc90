/* The polygons of a layer, flat.
 *
 * Unit u has the parts unit_part[u] .. unit_part[u+1]-1; part p the rings part_ring[p] .. part_ring[p+1]-1, its outer
 * ring first, then its holes; ring r the vertices ring_xy[r] .. ring_xy[r+1]-1. Every part has a ring and every ring a
 * vertex; a unit may have no parts. Rings are open: the first vertex is not repeated. x is easting or longitude, y
 * northing or latitude, whatever the CRS says of its axes, in the CRS's unit. As loaded, rings run either way; as built
 * by cover, outer rings run counter-clockwise and holes clockwise. */
#ifndef HC_MODEL_POLYGONS_H
#define HC_MODEL_POLYGONS_H

#include <stddef.h>
#include <stdint.h>

struct hc_xy {
    double x, y;
};

struct hc_polygons {
    struct hc_xy *xy;
    size_t n_xy, cap_xy;
    size_t *ring_xy; /* n_rings + 1 */
    size_t n_rings, cap_rings;
    uint32_t *part_ring; /* n_parts + 1 */
    size_t n_parts, cap_parts;
    uint32_t *unit_part; /* n_units + 1 */
    size_t n_units, cap_units;
};

void hc_polygons_init(struct hc_polygons *p); /* empty, with the leading zeros in place */
/* Filling goes vertices, end of ring, ... end of part, ... end of unit. An ended ring that repeats its first vertex
 * at the end loses the repetition; one without vertices is no ring, a part without rings no part. */
void hc_polygons_add_vertices(struct hc_polygons *p, const struct hc_xy *xy, size_t n);
void hc_polygons_end_ring(struct hc_polygons *p);
void hc_polygons_end_part(struct hc_polygons *p);
void hc_polygons_end_unit(struct hc_polygons *p);
/* Adds a copy of unit `unit` of `from` as the next unit of p. */
void hc_polygons_copy_unit(struct hc_polygons *p, const struct hc_polygons *from, size_t unit);
/* Adds all units of n lists, one list after the other. */
void hc_polygons_join(struct hc_polygons *p, const struct hc_polygons *list, size_t n, int threads);
/* The same for an empty p, where the vertices of the lists stand in p->xy already, in their order but with gaps
 * between: they are moved together. The lists own no vertices then. */
void hc_polygons_join_within(struct hc_polygons *p, const struct hc_polygons *list, size_t n);
void hc_polygons_release(struct hc_polygons *p);

static inline uint32_t hc_polygons_unit_rings(const struct hc_polygons *p, size_t unit)
{
    return p->part_ring[p->unit_part[unit + 1]] - p->part_ring[p->unit_part[unit]];
}

#endif

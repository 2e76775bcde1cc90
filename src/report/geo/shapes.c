#include "report/geo/shapes.h"

const struct hc_polygons *hc_shapes_take(const struct hc_shapes *s, size_t begin, size_t end, struct hc_polygons *room,
                                         size_t *first, struct hc_err *err)
{
    *first = s->ready ? 0 : begin;
    if (s->ready || !s->dissolve)
        return s->ready;
    return hc_dissolve_units(s->dissolve, begin, end, room, err) == 0 ? room : NULL;
}

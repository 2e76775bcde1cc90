#include "page/data/data.h"

/* Each arc as its first vertex and then the differences, all in one array of numbers. */
static void put_arcs(struct hc_buf *out, const struct hc_outlines *b)
{
    hc_data_key(out, "arcs");
    hc_buf_addc(out, '[');
    for (size_t a = 0; a < b->n_arcs; a++) {
        int32_t x = 0, y = 0;
        hc_buf_adds(out, a ? ",[" : "[");
        for (size_t i = b->arc_xy[a]; i < b->arc_xy[a + 1]; i++) {
            hc_buf_adds(out, i > b->arc_xy[a] ? "," : "");
            hc_buf_addi(out, b->xy[i][0] - x);
            hc_buf_addc(out, ',');
            hc_buf_addi(out, b->xy[i][1] - y);
            x = b->xy[i][0];
            y = b->xy[i][1];
        }
        hc_buf_addc(out, ']');
    }
    hc_buf_addc(out, ']');
}

static void put_pairs(struct hc_buf *out, const char *key, uint32_t (*pairs)[2], size_t n)
{
    hc_data_key(out, key);
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 2; k++) {
            hc_buf_adds(out, i || k ? "," : "");
            hc_buf_addi(out, pairs[i][k] == HC_NONE ? -1 : (int64_t)pairs[i][k]);
        }
    hc_buf_addc(out, ']');
}

void hc_data_outlines(struct hc_buf *out, const struct hc_outlines *b)
{
    hc_data_key(out, "borders");
    hc_buf_addc(out, '{');
    hc_data_key(out, "lon0");
    hc_buf_addd(out, b->lon0);
    hc_data_key(out, "lat0");
    hc_buf_addd(out, b->lat0);
    hc_data_key(out, "quantum");
    hc_buf_addd(out, b->quantum_deg);
    put_arcs(out, b);
    put_pairs(out, "side", b->side, b->n_arcs);
    hc_data_key(out, "length");
    hc_buf_addc(out, '[');
    for (size_t a = 0; a < b->n_arcs; a++) {
        hc_buf_adds(out, a ? "," : "");
        hc_data_int(out, b->length[a]);
    }
    hc_buf_addc(out, ']');
    hc_data_key(out, "claims");
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < b->n_claims; i++)
        hc_buf_addf(out, "%s%u,%u", i ? "," : "", b->claims[i].half, b->claims[i].face);
    hc_buf_addc(out, ']');
    put_pairs(out, "conflicts", b->conflicts, b->n_conflicts);
    hc_buf_addc(out, '}');
}

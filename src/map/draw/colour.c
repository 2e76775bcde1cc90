#include "map/draw/colour.h"

hc_colour hc_tint(uint32_t i)
{
    static const hc_colour tints[HC_N_TINTS] = {0xfbf3b6ff, 0x9dbbe9ff, 0xf4c0adff, 0xcbebe6ff, 0xbfb67fff, 0xcfd3f0ff};
    return tints[i % HC_N_TINTS];
}

static double channel(hc_colour c, int shift)
{
    return (double)((c >> shift) & 0xff);
}

hc_colour hc_sequence(size_t i, size_t n)
{
    static const hc_colour anchors[] = {0xfdf6d3ff, 0xc9e3b4ff, 0x74bfadff, 0x3a8aa6ff, 0x2c5a8fff, 0x252d61ff};
    enum { LAST = sizeof anchors / sizeof *anchors - 1 };
    /* Few classes leave out the darkest, on which borders are not seen. */
    double reach = n >= 7   ? 1
                   : n >= 5 ? 0.92
                            : 0.8,
           at = n > 1 ? reach * (double)i / (double)(n - 1) * LAST : LAST / 2.0;
    int k = (int)at < LAST ? (int)at : LAST - 1;
    double t = at - k;
    hc_colour c = 0xff;
    for (int shift = 8; shift <= 24; shift += 8)
        c |= (hc_colour)(channel(anchors[k], shift) * (1 - t) + channel(anchors[k + 1], shift) * t + 0.5) << shift;
    return c;
}

hc_colour hc_colour_soften(hc_colour c, double share)
{
    hc_colour soft = c & 0xff;
    for (int shift = 8; shift <= 24; shift += 8)
        soft |= (hc_colour)(255 - (255 - channel(c, shift)) * share + 0.5) << shift;
    return soft;
}

int hc_colour_is_dark(hc_colour c)
{
    return 0.3 * channel(c, 24) + 0.59 * channel(c, 16) + 0.11 * channel(c, 8) < 140;
}

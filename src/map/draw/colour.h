/* Colours, and the schemes that sheets take them from. */
#ifndef HC_MAP_DRAW_COLOUR_H
#define HC_MAP_DRAW_COLOUR_H

#include <stddef.h>
#include <stdint.h>

/* 0xRRGGBBAA; 0: nothing is drawn. */
typedef uint32_t hc_colour;

#define HC_INK            0x262b33ffu
#define HC_GREY           0x6b7280ffu
#define HC_PALE           0xf1f1eeffu /* land that a sheet is not about */
#define HC_PAPER          0xffffffffu
#define HC_SEA            0xf7fafcffu /* what lies around the land */
#define HC_RED            0xb42318ffu
#define HC_DASHED         0x7a2e1effu /* borders that are no more */
#define HC_MISSING_COLOUR 0xdcdcdcffu

/* Six light colours that neighbours are told apart by, also by those who see no red, green or blue. What needs more
 * gets the first ones again. */
#define HC_N_TINTS        6
hc_colour hc_tint(uint32_t i);

/* That share of a colour, the rest white. */
hc_colour hc_colour_soften(hc_colour c, double share);

/* Step i of n, 1 <= n <= 9, from light to dark: lightness falls evenly, so that print in grey still tells them apart.
 */
hc_colour hc_sequence(size_t i, size_t n);

/* Whether text on the colour is better white. */
int hc_colour_is_dark(hc_colour c);

#endif

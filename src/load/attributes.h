/* Every field of a layer, for who writes the layer again. */
#ifndef HC_LOAD_ATTRIBUTES_H
#define HC_LOAD_ATTRIBUTES_H

#include "load/sheet/sheet.h"

/* Fills layer->attributes from the sheet that its units came from: whole numbers as decimals of scale 0, other numbers
 * as reals, everything else as text. */
void hc_attributes_keep(struct hc_layer *layer, const struct hc_sheet *sheet);

#endif

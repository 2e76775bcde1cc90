/* What can be told of names only when every level and table is read. */
#ifndef HC_LOAD_UNITS_NAMES_H
#define HC_LOAD_UNITS_NAMES_H

#include "model/finding.h"
#include "model/input.h"

/* Parents that are given by name become codes, with a note, where the level above has a list of units; names with
 * blanks inside a word of Chinese are told. After hc_units_complete(). */
void hc_names_finish(struct hc_input *input, struct hc_findings *findings);

/* Units of one level by name; a name that two have leads nowhere. */
void hc_names_index(const struct hc_units *units, struct hc_map *names);

/* What messages call the file that names, kinds or parents of a level stand in. */
const char *hc_trait_source(const struct hc_input *input, uint32_t level, enum hc_trait trait);

#endif

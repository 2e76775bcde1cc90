/* What can be told of names only when every level is read. */
#ifndef HC_LOAD_NAMES_H
#define HC_LOAD_NAMES_H

#include "model/finding.h"
#include "model/input.h"

/* Parents that are given by name become codes, with a note, where the level above has a list of units; names with
 * blanks inside a word of Chinese are told. */
void hc_names_finish(struct hc_input *input, struct hc_findings *findings);

#endif

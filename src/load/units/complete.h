/* Units completed: names, kinds and parents that stand in a table beside the layer, and not in the layer. */
#ifndef HC_LOAD_UNITS_COMPLETE_H
#define HC_LOAD_UNITS_COMPLETE_H

#include "model/finding.h"
#include "model/input.h"

/* Gives units what tables of the first state say of them and their own source does not, each table in its turn; a note
 * says so. Where both say something and contradict each other, the source's stays, and a finding says that. A field
 * that the project asks for and neither has is a refusal. After all levels and tables are read. */
void hc_units_complete(struct hc_input *input, struct hc_findings *findings);

#endif

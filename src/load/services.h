/* Offices and roads, row by row as written. */
#ifndef HC_LOAD_SERVICES_H
#define HC_LOAD_SERVICES_H

#include "load/source.h"

/* Reads the offices and the roads that the project names into input->services. Problems are findings. */
void hc_services_read(struct hc_input *input, struct hc_findings *findings);

#endif

/* Random projects on random coverages, as if they had been loaded: made up. */
#ifndef HC_TESTS_PROPERTY_PROJECTS_H
#define HC_TESTS_PROPERTY_PROJECTS_H

#include "coverage.h"

struct project {
    struct coverage coverage;
    struct hc_input input;
};

/* Units with boundaries, towns above them and, for every other seed, groups without boundaries below; a table with a
 * sum, a mean, a maximum and a text, values missing here and there; a ratio; rules of every kind. In a third of them
 * some units overlap others. */
void project_make(struct project *p, uint64_t seed);
void project_release(struct project *p);

#endif

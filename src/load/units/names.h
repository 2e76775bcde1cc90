/* What can be told of names only when every level and table is read. */
#ifndef HC_LOAD_UNITS_NAMES_H
#define HC_LOAD_UNITS_NAMES_H

#include "model/finding.h"
#include "model/input.h"

/* Parents that are given by name become codes, with a note, where the level above has a list of units; names with
 * blanks inside a word of Chinese are told. After hc_units_complete(). */
void hc_names_finish(struct hc_input *input, struct hc_findings *findings);

/* Units of one level by name, whatever blanks stand inside a word of Chinese. */
struct hc_names {
    struct hc_map one, several; /* names that one unit has, and several: the first of them */
    uint32_t *next;             /* for each unit the next of the same name, or HC_NONE */
    struct hc_arena strings;
};
void hc_names_index(const struct hc_units *units, struct hc_names *names); /* zeroed before */
uint32_t hc_names_find(struct hc_names *names, const char *name);          /* HC_NONE: none, or several; takes NULL */
bool hc_names_are_common(struct hc_names *names, const char *name);
void hc_names_release(struct hc_names *names);
/* A name that several of the units that were indexed have is refused where a row of `source` needs one of them. */
void hc_names_refuse(struct hc_names *names, const struct hc_units *units, const char *level, const char *source,
                     long row, const char *name, struct hc_findings *findings);

/* What messages call the file that names, kinds or parents of a level stand in. */
const char *hc_trait_source(const struct hc_input *input, uint32_t level, enum hc_trait trait);

#endif

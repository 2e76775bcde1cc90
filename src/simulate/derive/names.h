/* Names of places, reduced to what stays the same when an office writes them differently. */
#ifndef HC_SIMULATE_DERIVE_NAMES_H
#define HC_SIMULATE_DERIVE_NAMES_H

#include "base/mem.h"

/* The name in one spelling: full-width and Latin letters folded ("Põripõllu" as "poripollu"), traditional characters
 * simplified, 〇 as 零, blanks and marks gone. In `strings`; NULL for NULL. */
char *hc_name_folded(const char *name, struct hc_arena *strings);
/* The same without what says its kind: 村民委员会, 社区, 镇, vald ... Never empty unless the name is. */
char *hc_name_stem(const char *name, struct hc_arena *strings);
/* How alike two stems are, 0..1: twice their longest common subsequence over their length. */
double hc_name_likeness(const char *a, const char *b);

#endif

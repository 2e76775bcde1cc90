/* Names as maps have them: shorter than in lists. */
#ifndef HC_MAP_LABEL_NAME_H
#define HC_MAP_LABEL_NAME_H

#include "base/mem.h"

/* The place without the body that governs it: 村民委员会, 居民委员会, 办事处 at the end go (莲花村村民委员会 → 莲花村,
 * 龙门街道办事处 → 龙门街道). If `within` is not NULL, the name of the unit around, as short, goes at the beginning
 * (莲花村 3组 → 3组). In the arena. */
const char *hc_label_name(struct hc_arena *arena, const char *name, const char *within);

#endif

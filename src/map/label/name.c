#include "map/label/name.h"

#include <stdbool.h>
#include <string.h>

static bool ends_with(const char *s, size_t n, const char *end)
{
    size_t m = strlen(end);
    return n > m && memcmp(s + n - m, end, m) == 0;
}

const char *hc_label_name(struct hc_arena *arena, const char *name, const char *within)
{
    static const char village[] = "村";
    static const char *const bodies[] = {"居民委员会", "居委会", "办事处"};
    size_t n = strlen(name), shortest = 2 * strlen(village);
    if (ends_with(name, n, "村民委员会") || ends_with(name, n, "村委会")) {
        size_t stem = n - strlen(ends_with(name, n, "村委会") ? "村委会" : "村民委员会");
        n = ends_with(name, stem, village) ? stem : stem + strlen(village);
    }
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (ends_with(name, n, bodies[i]) && n - strlen(bodies[i]) >= shortest)
            n -= strlen(bodies[i]);
    if (within) {
        const char *around = hc_label_name(arena, within, NULL);
        size_t m = strlen(around);
        if (m >= shortest && n > m && strncmp(name, around, m) == 0) {
            name += m;
            n -= m;
        }
    }
    return hc_arena_strndup(arena, name, n);
}

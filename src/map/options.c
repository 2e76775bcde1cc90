#include "map/map.h"

#include <stdlib.h>
#include <string.h>

struct word {
    const char *name;
    unsigned bit;
};

/* "a,b" to bits. */
static int parse_words(const char *list, const struct word *known, const char *choice, unsigned *bits,
                       struct hc_err *err)
{
    *bits = 0;
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ","), i = 0;
        while (known[i].name && (strlen(known[i].name) != n || strncmp(known[i].name, p, n) != 0))
            i++;
        if (!known[i].name)
            return hc_err_set(err, HC_USAGE, "\"%.*s\" is none of %s", "“%.*s”不是 %s 之一", (int)n, p, choice);
        *bits |= known[i].bit;
        p += n + (p[n] == ',');
    }
    return 0;
}

static int parse_classes(const char *word, struct hc_map_options *o, struct hc_err *err)
{
    static const char *const names[] = {"quantile", "equal", "natural"};
    size_t n = strcspn(word, ":");
    for (size_t i = 0; i < 3; i++) {
        if (strlen(names[i]) != n || strncmp(names[i], word, n) != 0)
            continue;
        char *end = NULL;
        long count = word[n] ? strtol(word + n + 1, &end, 10) : 5;
        if ((word[n] && (*end || end == word + n + 1)) || count < 2 || count > HC_MOST_CLASSES)
            break;
        o->classes = (enum hc_classes)i;
        o->n_classes = (size_t)count;
        return 0;
    }
    return hc_err_set(err, HC_USAGE, "--classes is quantile, equal or natural, with :2 to :%d if wanted, not \"%s\"",
                      "--classes 应为 quantile、equal 或 natural，可加 :2 到 :%d，而不是“%s”", HC_MOST_CLASSES, word);
}

int hc_map_options_parse(struct hc_map_options *o, const struct hc_map_words *w, struct hc_err *err)
{
    static const struct word formats[] = {{"pdf", HC_MAP_PDF}, {"svg", HC_MAP_SVG}, {"png", HC_MAP_PNG}, {NULL, 0}};
    static const struct word sheets[] = {{"before", HC_PLOT_BEFORE},     {"after", HC_PLOT_AFTER},
                                         {"compare", HC_PLOT_COMPARE},   {"changed", HC_PLOT_CHANGED},
                                         {"measures", HC_PLOT_MEASURE},  {"services", HC_PLOT_SERVICES},
                                         {"findings", HC_PLOT_FINDINGS}, {NULL, 0}};
    *o = (struct hc_map_options){.formats = HC_MAP_PDF, .classes = HC_CLASSES_NATURAL, .n_classes = 5, .dpi = 200};
    if (hc_paper_parse(w->paper ? w->paper : "a3", &o->paper, err) < 0)
        return -1;
    if (w->formats && parse_words(w->formats, formats, "pdf, svg, png", &o->formats, err) < 0)
        return -1;
    if (w->sheets && parse_words(w->sheets, sheets, "before, after, compare, changed, measures, services, findings",
                                 &o->sheets, err) < 0)
        return -1;
    if (w->classes && parse_classes(w->classes, o, err) < 0)
        return -1;
    char *end = NULL;
    o->dpi = w->dpi ? strtod(w->dpi, &end) : o->dpi;
    if (w->dpi && (*end || !(o->dpi >= 20 && o->dpi <= 2400)))
        return hc_err_set(err, HC_USAGE, "--dpi is a number from 20 to 2400, not \"%s\"",
                          "--dpi 应为 20 到 2400 的数，而不是“%s”", w->dpi);
    return 0;
}

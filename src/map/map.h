/* map: sheets to print, as PDF, SVG or PNG.
 *
 * A way in one direction: land (scene/land) -> scene (what is shown) -> sheet (where on paper) -> pen (which file). */
#ifndef HC_MAP_MAP_H
#define HC_MAP_MAP_H

#include "base/progress.h"
#include "map/scene/scene.h"
#include "map/sheet/layout.h"

struct hc_map_options {
    unsigned formats;     /* of enum hc_map_format */
    unsigned sheets;      /* of enum hc_plot_kind; 0: all that say something */
    const char *level;    /* NULL: every level that paper can show */
    const char *measures; /* "a,b"; NULL: population and the ratios of the project, else area_m2 */
    enum hc_classes classes;
    size_t n_classes;
    struct hc_paper paper;
    double dpi; /* of PNG */
    enum hc_lang lang;
    int threads;
    const struct hc_progress *progress;
};

/* The options as words; NULL: not given. HC_USAGE for what is not known. */
struct hc_map_words {
    const char *formats; /* "pdf,svg,png" */
    const char *sheets;  /* "before,after,compare,changed,measures,services,findings" */
    const char *classes; /* "quantile", "equal", "natural", each with ":N" if wanted */
    const char *paper;   /* "a3-portrait" */
    const char *dpi;
};
int hc_map_options_parse(struct hc_map_options *options, const struct hc_map_words *words, struct hc_err *err);

/* Draws into a folder that is there: <level>_before, _after, _before_after, _changed, _after_<measure>, findings. The
 * same bytes for any number of threads. HC_USAGE for a level or measure that there is not, or where nothing is asked
 * for that can be drawn. */
int hc_map_write(const struct hc_result *result, const struct hc_cover *cover, const struct hc_findings *findings,
                 const struct hc_map_options *options, const char *folder, struct hc_err *err);

#endif

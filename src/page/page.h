/* page: report.html, one file that needs nothing else: the map, the tables and a workbench to try changes on.
 *
 * The page is a template, put together of src/page/web and Leaflet when hecun is built, with a block of JSON in its
 * middle. What the page computes it computes with whole numbers, by the rules of simulate. */
#ifndef HC_PAGE_PAGE_H
#define HC_PAGE_PAGE_H

#include "base/buf.h"
#include "base/err.h"
#include "cover/cover.h"
#include "model/finding.h"
#include "model/state.h"

/* Above so many units of the base level a page is only written when asked for. */
#define HC_PAGE_MOST_UNITS 20000

struct hc_page_options {
    enum hc_lang lang;    /* that the page opens in */
    const char *version;  /* of hecun */
    size_t most_vertices; /* of borders; 0: as many as a screen can show */
};

/* The whole file, added to out. cover may be NULL: a page without a map. */
int hc_page_write(const struct hc_result *result, const struct hc_cover *cover, const struct hc_findings *findings,
                  const struct hc_page_options *options, struct hc_buf *out, struct hc_err *err);

#endif

#include "page/page.h"

#include "base/mem.h"
#include "page/data/data.h"
#include "page/template.h"
#include <string.h>

#define MOST_VERTICES 90000
#define MOST_FINDINGS 2000

/* Where findings are on WGS 84; new, or NULL where there is no place to show. */
static struct hc_xy *place_findings(const struct hc_cover *cover, const struct hc_findings *findings)
{
    struct hc_err ignored = {0};
    struct hc_xy *xy = hc_calloc(findings->count, sizeof *xy);
    for (size_t i = 0; i < findings->count; i++)
        xy[i] = (struct hc_xy){findings->items[i].x, findings->items[i].y};
    if (!cover || hc_crs_to_wgs84(hc_cover_crs(cover), xy, findings->count, 1, &ignored) < 0) {
        hc_free(xy);
        xy = NULL;
    }
    hc_err_release(&ignored);
    return xy;
}

static int put_data(const struct hc_result *r, const struct hc_cover *cover, const struct hc_findings *findings,
                    const struct hc_page_options *options, struct hc_buf *json, struct hc_err *err)
{
    const struct hc_project *p = &r->input->project;
    hc_buf_addc(json, '{');
    hc_data_text(json, "version", options->version);
    hc_data_text(json, "title", p->title);
    hc_data_text(json, "notice", p->notice);
    hc_data_text(json, "lang", options->lang == HC_ZH ? "zh" : "en");
    hc_data_text(json, "population", r->population);
    hc_data_text(json, "crs", cover ? hc_crs_name(hc_cover_crs(cover)) : NULL);
    hc_data_text(json, "reockCrs", r->reock_crs);
    hc_data_project(json, r);
    hc_data_figures(json, r);
    hc_data_states(json, r);
    struct hc_xy *lonlat = place_findings(cover, findings);
    hc_data_findings(json, findings, lonlat, MOST_FINDINGS);
    hc_free(lonlat);
    int status = 0;
    if (cover) {
        struct hc_outlines borders;
        status =
            hc_cover_outlines(cover, options->most_vertices ? options->most_vertices : MOST_VERTICES, &borders, err);
        if (status == 0)
            hc_data_outlines(json, &borders);
        hc_outlines_release(&borders);
    }
    hc_buf_addc(json, '}');
    return status;
}

/* Nothing in the data may end the script element that holds it. */
static void add_escaped(struct hc_buf *out, const struct hc_buf *json)
{
    const char *from = json->data, *end = json->data + json->len;
    for (const char *at; (at = memchr(from, '<', (size_t)(end - from))); from = at + 1) {
        hc_buf_add(out, from, (size_t)(at - from));
        hc_buf_adds(out, "\\u003c");
    }
    hc_buf_add(out, from, (size_t)(end - from));
}

int hc_page_write(const struct hc_result *result, const struct hc_cover *cover, const struct hc_findings *findings,
                  const struct hc_page_options *options, struct hc_buf *out, struct hc_err *err)
{
    struct hc_buf json = {0};
    int status = put_data(result, cover, findings, options, &json, err);
    if (status == 0) {
        hc_buf_add(out, hc_page_template, hc_page_template_data);
        add_escaped(out, &json);
        hc_buf_add(out, hc_page_template + hc_page_template_data, hc_page_template_size - hc_page_template_data);
    }
    hc_buf_release(&json);
    return status;
}

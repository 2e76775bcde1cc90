#include "cli/output/page.h"

#include "base/mem.h"
#include "page/page.h"
#include "report/out/outdir.h"
#include "report/table/summary.h"

bool hc_page_wanted(const struct hc_session *s, const struct hc_result *result)
{
    uint32_t base = s->input.base == HC_NONE ? 0 : s->input.base;
    if (s->options->no_page)
        return false;
    if (s->options->format) /* only what is listed is written */
        return s->options->page;
    return s->options->page || result->states[0].levels[base].units.count <= HC_PAGE_MOST_UNITS;
}

int hc_page_add(const struct hc_session *s, const struct hc_result *result, const char *folder, struct hc_err *err)
{
    struct hc_page_options options = {.lang = s->lang, .version = HC_VERSION};
    struct hc_outdir out = {.temp = hc_strdup(folder)};
    struct hc_buf html = {0};
    int status = hc_page_write(result, s->cover, &s->findings, &options, &html, err);
    if (status == 0)
        status = hc_outdir_write(&out, "report.html", html.data, html.len, err);
    hc_buf_release(&html);
    hc_free(out.temp);
    return status;
}

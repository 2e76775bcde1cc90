#include "base/mem.h"
#include "report/lists/lists.h"
#include "report/table/csv.h"

static void write_table(const struct hc_converted *t, struct hc_buf *out)
{
    for (size_t c = 0; c < t->n_cols; c++) {
        hc_buf_adds(out, c ? "," : "");
        hc_buf_add_csv(out, t->header[c]);
    }
    hc_buf_addc(out, '\n');
    for (size_t r = 0; r < t->n_rows; r++) {
        for (size_t c = 0; c < t->n_cols; c++) {
            hc_buf_adds(out, c ? "," : "");
            hc_buf_add_csv(out, t->cells[r * t->n_cols + c]);
        }
        hc_buf_addc(out, '\n');
    }
}

int hc_report_converted(const struct hc_converted *converted, const struct hc_findings *findings,
                        const struct hc_report_options *options, struct hc_err *err)
{
    struct hc_outdir out;
    struct hc_buf text = {0};
    struct hc_job job = {.findings = findings, .options = options, .out = &out};
    int status = hc_outdir_begin(&out, options->out, err);
    write_table(converted, &text);
    if (status == 0)
        status = hc_outdir_write(&out, "converted.csv", text.data, text.len, err);
    if (status == 0)
        status = hc_findings_csv_write(&job, err);
    if (status == 0)
        status = hc_outdir_commit(&out, err);
    hc_outdir_release(&out);
    hc_buf_release(&text);
    return status;
}

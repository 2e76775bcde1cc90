#include "report/report.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "report/book/annex.h"
#include "report/book/xlsx.h"
#include "report/geo/disk.h"
#include "report/table/csv.h"
#include "report/table/figures.h"
#include "report/table/services.h"
#include "report/table/summary.h"
#include <string.h>

int hc_formats_parse(const char *list, unsigned *formats, struct hc_err *err)
{
    static const struct {
        const char *name;
        unsigned bit;
    } known[] = {{"geojson", HC_FORMAT_GEOJSON}, {"gpkg", HC_FORMAT_GPKG}, {"csv", HC_FORMAT_CSV},
                 {"xlsx", HC_FORMAT_XLSX},       {"shp", HC_FORMAT_SHP},   {"fgb", HC_FORMAT_FGB}};
    *formats = 0;
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ","), i = 0;
        while (i < sizeof known / sizeof *known && (strlen(known[i].name) != n || strncmp(known[i].name, p, n) != 0))
            i++;
        if (i == sizeof known / sizeof *known)
            return hc_err_set(err, HC_USAGE,
                              "no format is called \"%.*s\"; there are geojson, gpkg, csv, xlsx, shp, fgb",
                              "没有名为“%.*s”的格式；可用：geojson、gpkg、csv、xlsx、shp、fgb", (int)n, p);
        *formats |= known[i].bit;
        p += n + (p[n] == ',');
    }
    return 0;
}

static void tell(const struct hc_report_options *options, size_t done)
{
    if (options->progress && options->progress->tell)
        options->progress->tell(options->progress->ctx, "writing", done, 6);
}

/* Waits for the digests of all sources, which are still being made while the layers are written. */
static int settle_sources(const struct hc_input *input, struct hc_err *err)
{
    struct hc_source_sum sum;
    for (size_t i = 0; i < input->n_sources; i++)
        if (hc_source_sum(&input->sources[i], &sum) < 0)
            return hc_err_set(err, HC_REFUSED, "%s: cannot be read to its end", "%s：无法完整读取",
                              input->sources[i].name);
    return 0;
}

static int write_summaries(const struct hc_job *job, struct hc_err *err)
{
    if (settle_sources(job->result->input, err) < 0)
        return -1;
    struct hc_buf json = {0}, csv = {0}, markdown = {0};
    hc_summary_json(job->result, job->findings, job->options->lang, &json);
    hc_summary_csv(job->result, &csv);
    hc_summary_markdown(job->result, job->findings, job->options->lang, &markdown);
    int status = hc_outdir_write(job->out, "summary.json", json.data, json.len, err);
    if (status == 0)
        status = hc_outdir_write(job->out, "summary.csv", csv.data, csv.len, err);
    if (status == 0)
        status = hc_outdir_write(job->out, "summary.md", markdown.data, markdown.len, err);
    hc_buf_release(&json);
    hc_buf_release(&csv);
    hc_buf_release(&markdown);
    return status;
}

static int write_added(const struct hc_job *job, struct hc_err *err)
{
    return job->options->add(job->options->add_ctx, job->out->temp, err);
}

static int write_figures_csv(const struct hc_job *job, struct hc_err *err)
{
    struct hc_buf csv = {0};
    hc_figures_csv(job->result, job->options->lang, &csv);
    int status = hc_outdir_write(job->out, "figures.csv", csv.data, csv.len, err);
    hc_buf_release(&csv);
    return status;
}

static int write_services_csv(const struct hc_job *job, struct hc_err *err)
{
    static const struct {
        const char *name;
        void (*fill)(const struct hc_result *r, struct hc_listing *out);
    } files[] = {{"services.csv", hc_services_list_halls},
                 {"services_idle.csv", hc_services_list_idle},
                 {"services_access.csv", hc_services_list_access}};
    int status = 0;
    for (size_t i = 0; status == 0 && i < sizeof files / sizeof *files; i++) {
        struct hc_listing grid;
        struct hc_buf csv = {0};
        files[i].fill(job->result, &grid);
        hc_listing_csv(&grid, &csv);
        status = hc_outdir_write(job->out, files[i].name, csv.data, csv.len, err);
        hc_buf_release(&csv);
        hc_listing_release(&grid);
    }
    return status;
}

static int write_tables(const struct hc_job *job, struct hc_err *err)
{
    if (hc_tables_write(job, err) < 0 || hc_findings_csv_write(job, err) < 0)
        return -1;
    if (job->result->n_figures && write_figures_csv(job, err) < 0)
        return -1;
    return job->result->services ? write_services_csv(job, err) : 0;
}

static int write_books(const struct hc_job *job, struct hc_err *err)
{
    return hc_xlsx_write(job, err) < 0 ? -1 : hc_annex_write(job, err);
}

/* What is written for which formats; side by side, those that take long first. */
static const struct part {
    unsigned formats; /* any of them; 0: always */
    int (*write)(const struct hc_job *job, struct hc_err *err);
} parts[] = {{HC_FORMAT_GEOJSON | HC_FORMAT_SHP | HC_FORMAT_FGB, hc_layers_write},
             {HC_FORMAT_GPKG, hc_gpkg_write},
             {HC_FORMAT_XLSX, write_books},
             {HC_FORMAT_CSV, write_tables},
             {0, write_summaries}};
#define N_PARTS (sizeof parts / sizeof *parts)

struct writing {
    const struct hc_job *job;
    struct hc_err errs[N_PARTS];
};

static void write_parts(void *ctx, size_t begin, size_t end)
{
    struct writing *w = ctx;
    for (size_t i = begin; i < end; i++)
        if (!parts[i].formats || (parts[i].formats & w->job->options->formats))
            parts[i].write(w->job, &w->errs[i]);
}

static int write_simulation(const struct hc_job *job, struct hc_err *err)
{
    struct writing w = {.job = job};
    tell(job->options, 0);
    hc_parallel_for(job->options->threads, N_PARTS, 1, write_parts, &w);
    for (size_t i = 0; i < N_PARTS; i++) {
        if (w.errs[i].code != HC_DONE)
            hc_err_set(err, w.errs[i].code, "%s%.0s", "%.0s%s", w.errs[i].text.en, w.errs[i].text.zh);
        hc_err_release(&w.errs[i]);
    }
    tell(job->options, 5);
    if (err->code != HC_DONE)
        return -1;
    return job->options->add ? write_added(job, err) : 0;
}

static int write_check(const struct hc_job *job, struct hc_err *err)
{
    if ((job->options->formats & HC_FORMAT_GPKG) && hc_findings_gpkg_write(job, err) < 0)
        return -1;
    return hc_findings_csv_write(job, err);
}

static int write_figures(const struct hc_job *job, struct hc_err *err)
{
    unsigned formats = job->options->formats;
    if (formats & ~(unsigned)(HC_FORMAT_CSV | HC_FORMAT_XLSX))
        return hc_err_set(err, HC_USAGE, "figures are written as csv and xlsx", "公布数字可写为 csv 与 xlsx");
    if ((formats & HC_FORMAT_CSV) && write_figures_csv(job, err) < 0)
        return -1;
    return formats & HC_FORMAT_XLSX ? hc_figures_xlsx_write(job, err) : 0;
}

static int write_whole(struct hc_job *job, int (*write)(const struct hc_job *job, struct hc_err *err),
                       struct hc_err *err)
{
    struct hc_outdir out;
    hc_disk_init();
    int status = hc_outdir_begin(&out, job->options->out, err);
    job->out = &out;
    if (status == 0)
        status = write(job, err);
    if (status == 0)
        status = hc_outdir_commit(&out, err);
    hc_outdir_release(&out);
    job->out = NULL;
    return status;
}

int hc_report_simulation(const struct hc_result *result, const struct hc_cover *cover,
                         const struct hc_findings *findings, const struct hc_report_options *options,
                         struct hc_err *err)
{
    struct hc_job job = {.result = result, .cover = cover, .findings = findings, .options = options};
    return write_whole(&job, write_simulation, err);
}

int hc_report_folder(const struct hc_report_options *options, struct hc_err *err)
{
    struct hc_job job = {.options = options};
    return write_whole(&job, write_added, err);
}

int hc_report_check(const struct hc_input *input, const struct hc_cover *cover, const struct hc_findings *findings,
                    const struct hc_report_options *options, struct hc_err *err)
{
    struct hc_job job = {.cover = cover, .findings = findings, .options = options};
    (void)input;
    return write_whole(&job, write_check, err);
}

int hc_report_figures(const struct hc_result *result, const struct hc_findings *findings,
                      const struct hc_report_options *options, struct hc_err *err)
{
    struct hc_job job = {.result = result, .findings = findings, .options = options};
    return write_whole(&job, write_figures, err);
}

static int write_clean(const struct hc_job *job, struct hc_err *err)
{
    if (hc_cleaned_write(job, err) < 0 ||
        ((job->options->formats & HC_FORMAT_XLSX) && hc_clean_xlsx_write(job, err) < 0))
        return -1;
    return (job->options->formats & HC_FORMAT_CSV) ? hc_findings_csv_write(job, err) : 0;
}

int hc_report_clean(const struct hc_input *input, const struct hc_cover *cover, const struct hc_clean_log *log,
                    const struct hc_findings *findings, const struct hc_report_options *options, struct hc_err *err)
{
    struct hc_job job = {.cover = cover, .findings = findings, .options = options, .input = input, .log = log};
    return write_whole(&job, write_clean, err);
}

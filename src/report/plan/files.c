#include "report/plan/files.h"

#include "report/out/outdir.h"

int hc_report_files(const char *out, const struct hc_file_text *files, size_t n, struct hc_err *err)
{
    struct hc_outdir dir;
    int status = hc_outdir_begin(&dir, out, err);
    for (size_t i = 0; status == 0 && i < n; i++)
        status =
            hc_outdir_write(&dir, files[i].name, files[i].text.data ? files[i].text.data : "", files[i].text.len, err);
    if (status == 0)
        status = hc_outdir_commit(&dir, err);
    hc_outdir_release(&dir);
    return status;
}

/* project.json, with all that stands in it. */
#include "fuzz.h"
#include "load/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hc_project project = {0};
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    hc_load_project(fuzz_file("project.json", data, size), &project, &findings, &err);
    hc_project_release(&project);
    hc_findings_release(&findings);
    hc_err_release(&err);
    return 0;
}

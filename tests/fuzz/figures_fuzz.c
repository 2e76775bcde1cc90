/* Published figures, and whether they can all be true. */
#include "fuzz.h"
#include "load/load.h"
#include "simulate/consistency/consistency.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hc_project project = {0};
    struct hc_findings findings = {0};
    struct hc_err err = {0};
    if (hc_load_figures(fuzz_file("figures.json", data, size), &project, &findings, &err) == 0 &&
        !hc_findings_count(&findings, HC_REFUSAL)) {
        struct hc_consistency c = {0};
        hc_consistency_check(&project, &findings, &c);
        hc_consistency_release(&c);
    }
    hc_project_release(&project);
    hc_findings_release(&findings);
    hc_err_release(&err);
    return 0;
}

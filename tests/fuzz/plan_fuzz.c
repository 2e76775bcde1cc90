/* Plans, new units and links: the input is each of the three in turn. */
#include "base/mem.h"
#include "fuzz.h"
#include "load/load.h"
#include "load/plan.h"
#include "load/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hc_input input = {0};
    struct hc_findings findings = {0};
    struct hc_project *p = &input.project;
    char *path = hc_arena_strdup(&p->strings, fuzz_file("plan.csv", data, size));
    struct hc_step_spec step = {.date = path, .plan = path, .units = path};
    p->steps = &step;
    p->n_steps = 1;
    p->links = path;
    input.n_steps = 1;
    input.steps = hc_calloc(1, sizeof *input.steps);
    input.steps[0].spec = &step;
    hc_plan_read(&input, 0, &findings);
    hc_links_read(&input, &findings);
    hc_input_release(&input);
    hc_findings_release(&findings);
    return 0;
}

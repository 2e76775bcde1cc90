#include "model/services.h"

const double hc_far_m[HC_FAR] = {3000, 5000};

const char *hc_office_role_name(enum hc_office_role role, bool zh)
{
    static const char *const names[][2] = {{"hall", "服务大厅"}, {"idle", "闲置"}, {"given", "调剂"}, {"left", "划出"}};
    return names[role][zh];
}

void hc_services_input_release(struct hc_services_input *s)
{
    hc_free(s->offices);
    hc_free(s->roads);
    hc_arena_release(&s->strings);
    *s = (struct hc_services_input){0};
}

static void release_side(struct hc_services_side *side, size_t n_levels)
{
    for (size_t l = 0; side->access && l < n_levels; l++)
        hc_free(side->access[l]);
    hc_free(side->access);
    hc_free(side->hall);
    hc_free(side->distance_m);
}

void hc_services_free(struct hc_services *s, size_t n_levels)
{
    if (!s)
        return;
    release_side(&s->before, n_levels);
    release_side(&s->after, n_levels);
    hc_free(s->fates);
    hc_free(s->standard);
    hc_free(s->below);
    hc_free(s->offer);
    hc_free(s->offer_m);
    hc_free(s->office_place);
    hc_free(s->place);
    hc_free(s->people);
    hc_free(s);
}

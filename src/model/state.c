#include "model/state.h"

#include <string.h>

size_t hc_result_next(const struct hc_result *r, size_t state)
{
    for (state++; state < r->n_states && r->states[state].interim; state++)
        ;
    return state;
}

const struct hc_stats *hc_summary_find(const struct hc_result *r, size_t state, uint32_t level, const char *kind)
{
    const struct hc_level_summary *s = &r->summaries[state][level];
    if (!kind)
        return &s->all;
    for (size_t k = 0; k < s->n_kinds; k++)
        if (strcmp(s->kinds[k].kind, kind) == 0)
            return &s->kinds[k];
    return NULL;
}

const struct hc_stat *hc_stats_find(const struct hc_stats *stats, const char *measure)
{
    for (size_t i = 0; stats && i < stats->n; i++)
        if (strcmp(stats->items[i].measure, measure) == 0)
            return &stats->items[i];
    return NULL;
}

const char *hc_state_title(const char *date, enum hc_lang lang)
{
    if (lang == HC_ZH && strcmp(date, "before") == 0)
        return "调整前";
    return lang == HC_ZH && strcmp(date, "after") == 0 ? "调整后" : date;
}

const char *hc_measure_title(const char *measure, enum hc_lang lang, int64_t *divisor)
{
    static const struct {
        const char *name, *en, *zh;
        int64_t divisor;
    } known[] = {{"area_m2", "area, km²", "面积，平方公里", 1000000},
                 {"official_area_m2", "official area, km²", "公布面积，平方公里", 1000000},
                 {"perimeter_m", "perimeter, km", "周长，公里", 1000},
                 {"population", "population", "人口", 1},
                 {"households", "households", "户数", 1},
                 {"registered", "registered population", "户籍人口", 1},
                 {"resident", "resident population", "常住人口", 1},
                 {"voters", "registered voters", "登记选民", 1},
                 {"ballots", "ballots", "参加投票选民", 1},
                 {"turnout", "turnout", "参选率", 1},
                 {"density", "density", "人口密度", 1},
                 {"staff", "staff", "工作人员", 1},
                 {"committee_members", "committee members", "两委成员", 1},
                 {"polsby_popper", "Polsby-Popper", "Polsby-Popper 紧凑度", 1},
                 {"reock", "Reock", "Reock 紧凑度", 1},
                 {"members", "members", "原单元数", 1}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, measure) == 0) {
            *divisor = known[i].divisor;
            return lang == HC_ZH ? known[i].zh : known[i].en;
        }
    *divisor = 1;
    return measure;
}

const char *hc_measure_title_in(const struct hc_project *p, const char *measure, enum hc_lang lang, int64_t *divisor)
{
    const char *title = hc_measure_title(measure, lang, divisor);
    for (size_t i = 0; i < p->n_measures; i++)
        if (p->measures[i].title && strcmp(p->measures[i].name, measure) == 0)
            return p->measures[i].title;
    for (size_t l = 0; l < p->n_levels; l++)
        if (p->levels[l].title && strcmp(p->levels[l].id, measure) == 0)
            return p->levels[l].title;
    return title;
}

const char *hc_event_name(enum hc_event_type type, enum hc_lang lang)
{
    static const char *const names[][2] = {
        {"established", "设立"},          {"abolished", "撤销"},      {"merged", "合并"},    {"split", "拆分"},
        {"boundary changed", "界线变更"}, {"reparented", "隶属变更"}, {"renamed", "更名"},   {"recoded", "代码变更"},
        {"kind changed", "类型变更"},     {"seat moved", "驻地迁移"}, {"unchanged", "未变"},
    };
    return names[type][lang];
}

void hc_level_state_release(struct hc_level_state *s)
{
    hc_units_release(&s->units);
    hc_free(s->face_unit);
    hc_free(s->area);
    hc_free(s->perimeter);
    hc_free(s->settled);
    hc_free(s->polsby_popper);
    hc_free(s->reock);
    hc_free(s->n_members);
    hc_free(s->members);
    *s = (struct hc_level_state){0};
}

void hc_stats_release(struct hc_stats *s)
{
    hc_free(s->items);
    hc_free(s->kind);
    *s = (struct hc_stats){0};
}

static void release_step(struct hc_step *step, size_t n_levels)
{
    for (size_t l = 0; step->levels && l < n_levels; l++) {
        struct hc_level_step *level = &step->levels[l];
        hc_free(level->crosswalk.rows);
        for (size_t e = 0; e < level->n_events; e++)
            hc_text_release(&level->events[e].detail);
        hc_free(level->events);
    }
    hc_free(step->levels);
    hc_free(step->date);
}

static void release_summaries(struct hc_level_summary *levels, size_t n_levels)
{
    for (size_t l = 0; levels && l < n_levels; l++) {
        hc_stats_release(&levels[l].all);
        for (size_t k = 0; k < levels[l].n_kinds; k++)
            hc_stats_release(&levels[l].kinds[k]);
        hc_free(levels[l].kinds);
    }
    hc_free(levels);
}

void hc_result_release(struct hc_result *r)
{
    size_t n_levels = r->input ? r->input->project.n_levels : 0;
    for (size_t s = 0; s < r->n_states; s++) {
        for (size_t l = 0; r->states && r->states[s].levels && l < n_levels; l++)
            hc_level_state_release(&r->states[s].levels[l]);
        if (r->states) {
            hc_free(r->states[s].levels);
            hc_free(r->states[s].date);
        }
        if (r->summaries)
            release_summaries(r->summaries[s], n_levels);
    }
    for (size_t s = 0; r->steps && s < r->n_steps; s++)
        release_step(&r->steps[s], n_levels);
    for (size_t l = 0; r->levels && l < n_levels; l++) {
        hc_free(r->levels[l].crosswalk.rows);
        hc_free(r->levels[l].balance);
    }
    hc_free(r->states);
    hc_free(r->steps);
    hc_free(r->summaries);
    hc_free(r->levels);
    hc_services_free(r->services, n_levels);
    hc_free(r->figures);
    hc_free(r->reock_crs);
    *r = (struct hc_result){0};
}

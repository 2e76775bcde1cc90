#include "report/table/summary.h"

#include "base/mem.h"
#include "report/table/figures.h"
#include "report/table/rows.h"
#include "report/table/services.h"
#include <math.h>
#include <string.h>

static const char *const stat_names[] = {"sum", "mean", "median", "min", "max", "sd"};

const char *hc_stat_name(int i)
{
    return stat_names[i];
}

const char *hc_stat_title(int i, enum hc_lang lang)
{
    static const char *const zh[] = {"合计", "平均", "中位", "最小", "最大", "标准差"};
    return lang == HC_ZH ? zh[i] : stat_names[i];
}

struct hc_number hc_stat_value(const struct hc_stat *stat, int i)
{
    const struct hc_number *const all[] = {&stat->sum, &stat->mean, &stat->median, &stat->min, &stat->max, &stat->sd};
    return *all[i];
}

struct hc_number hc_reduction(struct hc_number before, struct hc_number after)
{
    return hc_number_sub(hc_number_decimal(1, 0), hc_number_div(after, before));
}

/* Writing of nested JSON: commas and indentation. */
struct writer {
    struct hc_buf *out;
    int depth;
    bool first;
};

static void next(struct writer *w, const char *key)
{
    hc_buf_adds(w->out, w->first ? "\n" : ",\n");
    for (int i = 0; i < w->depth; i++)
        hc_buf_adds(w->out, "  ");
    if (key) {
        hc_buf_add_json(w->out, key);
        hc_buf_adds(w->out, ": ");
    }
    w->first = false;
}

static void open(struct writer *w, const char *key, char bracket)
{
    if (w->depth)
        next(w, key);
    hc_buf_addc(w->out, bracket);
    w->depth++;
    w->first = true;
}

static void close(struct writer *w, char bracket)
{
    w->depth--;
    if (!w->first) {
        hc_buf_addc(w->out, '\n');
        for (int i = 0; i < w->depth; i++)
            hc_buf_adds(w->out, "  ");
    }
    hc_buf_addc(w->out, bracket);
    w->first = false;
}

static void put_number(struct writer *w, const char *key, struct hc_number n)
{
    next(w, key);
    if (n.missing)
        hc_buf_adds(w->out, "null");
    else
        hc_number_write(w->out, n);
}

static void put_text(struct writer *w, const char *key, const char *text)
{
    next(w, key);
    hc_buf_add_json(w->out, text);
}

static void put_count(struct writer *w, const char *key, size_t n)
{
    next(w, key);
    hc_buf_addi(w->out, (int64_t)n);
}

static void put_stats(struct writer *w, const char *key, const struct hc_stats *stats)
{
    open(w, key, '{');
    put_count(w, "count", stats->count);
    for (size_t i = 0; i < stats->n; i++) {
        open(w, stats->items[i].measure, '{');
        for (int k = 0; k < HC_STATS; k++)
            put_number(w, stat_names[k], hc_stat_value(&stats->items[i], k));
        put_count(w, "missing", stats->items[i].missing);
        close(w, '}');
    }
    close(w, '}');
}

static void put_levels(struct writer *w, const struct hc_result *r, size_t state)
{
    open(w, "levels", '{');
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        const struct hc_level_summary *s = &r->summaries[state][l];
        open(w, r->input->project.levels[l].id, '{');
        put_stats(w, "all", &s->all);
        open(w, "kinds", '{');
        for (size_t k = 0; k < s->n_kinds; k++)
            put_stats(w, s->kinds[k].kind, &s->kinds[k]);
        close(w, '}');
        close(w, '}');
    }
    close(w, '}');
}

/* From one state to another: difference and rate of reduction of counts, sums and means. */
static void put_change_stats(struct writer *w, const char *key, const struct hc_stats *a, const struct hc_stats *b)
{
    struct hc_number na = hc_number_decimal((int64_t)a->count, 0), nb = hc_number_decimal((int64_t)b->count, 0);
    open(w, key, '{');
    put_number(w, "count", hc_number_sub(nb, na));
    put_number(w, "count_reduction", hc_reduction(na, nb));
    for (size_t i = 0; i < b->n; i++) {
        const struct hc_stat *was = hc_stats_find(a, b->items[i].measure);
        if (!was)
            continue;
        open(w, b->items[i].measure, '{');
        for (int k = 0; k < HC_STATS; k++)
            put_number(w, stat_names[k], hc_number_sub(hc_stat_value(&b->items[i], k), hc_stat_value(was, k)));
        close(w, '}');
    }
    close(w, '}');
}

static void put_change(struct writer *w, const struct hc_result *r, size_t from, size_t to)
{
    open(w, "change", '{');
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        const struct hc_level_summary *a = &r->summaries[from][l], *b = &r->summaries[to][l];
        const struct hc_stats none = {0};
        open(w, r->input->project.levels[l].id, '{');
        put_change_stats(w, "all", &a->all, &b->all);
        open(w, "kinds", '{');
        for (size_t k = 0; k < b->n_kinds; k++) {
            const struct hc_stats *was = hc_summary_find(r, from, l, b->kinds[k].kind);
            put_change_stats(w, b->kinds[k].kind, was ? was : &none, &b->kinds[k]);
        }
        close(w, '}');
        close(w, '}');
    }
    close(w, '}');
}

static void put_state(struct writer *w, const char *key, const struct hc_result *r, size_t state)
{
    open(w, key, '{');
    put_text(w, "date", r->states[state].date);
    put_levels(w, r, state);
    close(w, '}');
}

static void put_balance(struct writer *w, const struct hc_result *r)
{
    open(w, "balance", '{');
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        open(w, r->input->project.levels[l].id, '{');
        for (size_t i = 0; i < r->levels[l].n_balance; i++) {
            const struct hc_balance *b = &r->levels[l].balance[i];
            open(w, b->measure, '{');
            put_number(w, "before", b->before);
            put_number(w, "after", b->after);
            put_number(w, "left", b->left);
            put_number(w, "settled", b->settled);
            close(w, '}');
        }
        close(w, '}');
    }
    close(w, '}');
}

static void put_findings(struct writer *w, const struct hc_findings *findings, enum hc_lang lang)
{
    open(w, "findings", '[');
    for (size_t i = 0; i < findings->count; i++) {
        const struct hc_finding *f = &findings->items[i];
        open(w, NULL, '{');
        put_text(w, "id", f->id);
        put_text(w, "severity", hc_severity_name(f->severity, HC_EN));
        put_text(w, "level", f->level);
        open(w, "codes", '[');
        for (size_t c = 0; c < f->n_codes; c++)
            put_text(w, NULL, f->codes[c]);
        close(w, ']');
        if (f->has_place) {
            put_number(w, "x", hc_number_real(f->x));
            put_number(w, "y", hc_number_real(f->y));
        }
        put_number(w, "size_m", hc_number_real(f->size_m));
        put_number(w, "area_m2", hc_number_real(f->area_m2));
        put_text(w, "what", hc_text_in(&f->what, lang));
        put_text(w, "remedy", hc_text_in(&f->remedy, lang));
        if (f->unlisted)
            put_number(w, "unlisted", hc_number_decimal((int64_t)f->unlisted, 0));
        close(w, '}');
    }
    close(w, ']');
}

static void put_inputs(struct writer *w, const struct hc_input *input)
{
    open(w, "inputs", '[');
    for (size_t i = 0; i < input->n_sources; i++) {
        const struct hc_source_info *s = &input->sources[i];
        struct hc_source_sum sum;
        hc_source_sum(s, &sum);
        open(w, NULL, '{');
        put_text(w, "name", s->name);
        put_count(w, "size", sum.bytes);
        put_text(w, "sha256", sum.sha256);
        put_text(w, "encoding", s->encoding);
        close(w, '}');
    }
    close(w, ']');
}

/* Steps of one date are one transition; their levels are joined by ';'. */
static void put_transition(struct writer *w, const struct hc_result *r, size_t from, size_t to)
{
    struct hc_buf levels = {0};
    for (size_t s = from; s < to; s++)
        hc_buf_addf(&levels, "%s%s", s > from ? ";" : "", r->input->project.levels[r->steps[s].level].id);
    open(w, NULL, '{');
    put_text(w, "from", r->states[from].date);
    put_text(w, "to", r->states[to].date);
    put_text(w, "level", levels.data);
    put_change(w, r, from, to);
    close(w, '}');
    hc_buf_release(&levels);
}

void hc_summary_json(const struct hc_result *r, const struct hc_findings *findings, enum hc_lang lang,
                     struct hc_buf *out)
{
    struct writer w = {out, 0, true};
    open(&w, NULL, '{');
    put_text(&w, "version", HC_VERSION);
    put_text(&w, "title", r->input->project.title);
    put_text(&w, "notice", r->input->project.notice);
    open(&w, "states", '[');
    for (size_t s = 0; s < r->n_states; s = hc_result_next(r, s))
        put_state(&w, NULL, r, s);
    close(&w, ']');
    open(&w, "steps", '[');
    for (size_t s = 0; hc_result_next(r, s) < r->n_states; s = hc_result_next(r, s))
        put_transition(&w, r, s, hc_result_next(r, s));
    close(&w, ']');
    put_state(&w, "before", r, 0);
    put_state(&w, "after", r, r->n_states - 1);
    put_change(&w, r, 0, r->n_states - 1);
    put_balance(&w, r);
    put_text(&w, "reock_crs", r->reock_crs);
    next(&w, "figures");
    hc_figures_json(r, lang, 1, out);
    if (r->services) {
        next(&w, "services");
        hc_services_json(r, 1, out);
    }
    put_findings(&w, findings, lang);
    put_inputs(&w, r->input);
    close(&w, '}');
    hc_buf_addc(out, '\n');
}

static void csv_row(struct hc_buf *out, const char *level, const char *kind, const char *measure, const char *stat,
                    struct hc_number a, struct hc_number b)
{
    hc_buf_add_csv(out, level);
    hc_buf_addc(out, ',');
    hc_buf_add_csv(out, kind);
    hc_buf_addc(out, ',');
    hc_buf_add_csv(out, measure);
    hc_buf_addf(out, ",%s,", stat);
    hc_number_write(out, a);
    hc_buf_addc(out, ',');
    hc_number_write(out, b);
    hc_buf_addc(out, ',');
    hc_number_write(out, hc_number_sub(b, a));
    hc_buf_addc(out, ',');
    hc_number_write(out, hc_number_div(hc_number_sub(b, a), a));
    hc_buf_addc(out, '\n');
}

static void csv_stats(struct hc_buf *out, const char *level, const struct hc_stats *a, const struct hc_stats *b)
{
    struct hc_number none = hc_number_missing();
    const struct hc_stats *named = b->n || !a ? b : a;
    csv_row(out, level, named->kind, "units", "count", hc_number_decimal(a ? (int64_t)a->count : 0, 0),
            hc_number_decimal((int64_t)b->count, 0));
    for (size_t i = 0; i < named->n; i++) {
        const struct hc_stat *sa = hc_stats_find(a, named->items[i].measure),
                             *sb = hc_stats_find(b, named->items[i].measure);
        for (int k = 0; k < HC_STATS; k++)
            csv_row(out, level, named->kind, named->items[i].measure, stat_names[k], sa ? hc_stat_value(sa, k) : none,
                    sb ? hc_stat_value(sb, k) : none);
    }
}

void hc_summary_csv(const struct hc_result *r, struct hc_buf *out)
{
    hc_buf_adds(out, "level,kind,measure,stat,before,after,change,change_rate\n");
    for (uint32_t l = 0; l < r->input->project.n_levels; l++) {
        const char *id = r->input->project.levels[l].id;
        const struct hc_level_summary *a = &r->summaries[0][l], *b = &r->summaries[r->n_states - 1][l];
        csv_stats(out, id, &a->all, &b->all);
        for (size_t k = 0; k < b->n_kinds; k++)
            csv_stats(out, id, hc_summary_find(r, 0, l, b->kinds[k].kind), &b->kinds[k]);
        for (size_t k = 0; k < a->n_kinds; k++)
            if (!hc_summary_find(r, r->n_states - 1, l, a->kinds[k].kind))
                csv_stats(out, id, &a->kinds[k], &(struct hc_stats){.kind = a->kinds[k].kind});
    }
}

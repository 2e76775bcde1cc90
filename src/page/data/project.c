#include "page/data/data.h"

#include <string.h>

static void put_level(struct hc_buf *out, const struct hc_level_spec *spec)
{
    hc_data_next(out);
    hc_buf_addc(out, '{');
    hc_data_text(out, "id", spec->id);
    hc_data_text(out, "title", spec->title ? spec->title : spec->id);
    hc_data_key(out, "kinds");
    hc_buf_addc(out, '[');
    for (size_t k = 0; k < spec->n_kinds; k++) {
        hc_data_next(out);
        hc_buf_addc(out, '{');
        hc_data_text(out, "name", spec->kinds[k].name);
        hc_data_text(out, "first", spec->kinds[k].series_first);
        hc_data_text(out, "last", spec->kinds[k].series_last);
        hc_data_text(out, "child", spec->kinds[k].child);
        hc_buf_addc(out, '}');
    }
    hc_buf_adds(out, "]}");
}

static void put_moves(struct hc_buf *out, const struct hc_step_input *step)
{
    hc_data_key(out, "moves");
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < step->n_moves; i++) {
        const struct hc_move *m = &step->moves[i];
        char share[48];
        hc_buf_adds(out, i ? ",[" : "[");
        hc_buf_add_json(out, m->unit);
        hc_buf_addc(out, ',');
        hc_buf_add_json(out, m->to);
        hc_buf_addc(out, ',');
        hc_buf_add_json(out, m->has_share ? hc_decimal_format(m->share, m->share_scale, share) : NULL);
        hc_buf_addc(out, ',');
        hc_buf_add_json(out, m->level);
        hc_buf_addc(out, ']');
    }
    hc_buf_addc(out, ']');
}

static void put_new_units(struct hc_buf *out, const struct hc_step_input *step)
{
    hc_data_key(out, "newUnits");
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < step->n_new_units; i++) {
        const struct hc_new_unit *u = &step->new_units[i];
        const char *const all[] = {u->code, u->name, u->kind, u->parent, u->seat, u->continues};
        hc_buf_adds(out, i ? ",[" : "[");
        for (size_t k = 0; k < 6; k++) {
            hc_buf_adds(out, k ? "," : "");
            hc_buf_add_json(out, all[k]);
        }
        hc_buf_addc(out, ']');
    }
    hc_buf_addc(out, ']');
}

static void put_events(struct hc_buf *out, const struct hc_step *step, size_t n_levels)
{
    hc_data_key(out, "events");
    hc_buf_addc(out, '[');
    for (size_t l = 0; l < n_levels; l++) {
        hc_buf_adds(out, l ? ",[" : "[");
        for (size_t e = 0; e < step->levels[l].n_events; e++) {
            const struct hc_event *event = &step->levels[l].events[e];
            if (event->type == HC_EVENT_UNCHANGED)
                continue;
            hc_data_next(out);
            hc_buf_addf(out, "[%d,%lld,%lld]", event->type, event->source == HC_NONE ? -1LL : (long long)event->source,
                        event->target == HC_NONE ? -1LL : (long long)event->target);
        }
        hc_buf_addc(out, ']');
    }
    hc_buf_addc(out, ']');
}

static void put_steps(struct hc_buf *out, const struct hc_result *r)
{
    hc_data_key(out, "steps");
    hc_buf_addc(out, '[');
    for (size_t s = 0; s < r->n_steps; s++) {
        const struct hc_step_input *step = &r->input->steps[s];
        hc_data_next(out);
        hc_buf_addc(out, '{');
        hc_data_text(out, "date", step->spec->date);
        hc_data_key(out, "level");
        hc_buf_addi(out, step->level);
        hc_data_text(out, "plan", step->spec->plan ? hc_source_label(step->spec->plan) : NULL);
        hc_data_text(out, "units", step->spec->units ? hc_source_label(step->spec->units) : NULL);
        put_moves(out, step);
        put_new_units(out, step);
        put_events(out, &r->steps[s], r->input->project.n_levels);
        hc_buf_addc(out, '}');
    }
    hc_buf_addc(out, ']');
}

/* Tables that join later states: the page joins them anew after a change. */
static void put_tables(struct hc_buf *out, const struct hc_result *r)
{
    hc_data_key(out, "tables");
    hc_buf_addc(out, '[');
    for (size_t t = 0; t < r->input->n_tables; t++) {
        const struct hc_table *table = &r->input->tables[t];
        if (!table->spec || !table->spec->at || strcmp(table->spec->at, r->states[0].date) == 0 || !table->n_columns)
            continue;
        hc_data_next(out);
        hc_buf_addc(out, '{');
        hc_data_key(out, "level");
        hc_buf_addi(out, table->level);
        hc_data_text(out, "at", table->spec->at);
        hc_data_text(out, "source", hc_source_label(table->spec->source));
        hc_data_texts(out, "key", table->key, table->n_rows);
        hc_data_key(out, "columns");
        hc_buf_addc(out, '[');
        for (size_t c = 0; c < table->n_columns; c++)
            hc_data_column(out, &table->columns[c]);
        hc_buf_adds(out, "]}");
    }
    hc_buf_addc(out, ']');
}

static void put_inputs(struct hc_buf *out, const struct hc_input *input)
{
    hc_data_key(out, "inputs");
    hc_buf_addc(out, '[');
    for (size_t i = 0; i < input->n_sources; i++) {
        const struct hc_source_info *s = &input->sources[i];
        struct hc_source_sum sum;
        hc_source_sum(s, &sum);
        hc_data_next(out);
        hc_buf_addc(out, '{');
        hc_data_text(out, "name", s->name);
        hc_data_key(out, "size");
        hc_data_int(out, (int64_t)sum.bytes);
        hc_data_text(out, "sha256", sum.sha256);
        hc_data_text(out, "encoding", s->encoding);
        hc_buf_addc(out, '}');
    }
    hc_buf_addc(out, ']');
}

static void put_label(struct hc_buf *out, const char *measure)
{
    int64_t divisor;
    const char *en = hc_measure_title(measure, HC_EN, &divisor), *zh = hc_measure_title(measure, HC_ZH, &divisor);
    if (strcmp(en, measure) == 0 && strcmp(zh, measure) == 0)
        return;
    hc_data_key(out, measure);
    hc_buf_addc(out, '[');
    hc_buf_add_json(out, en);
    hc_buf_addc(out, ',');
    hc_buf_add_json(out, zh);
    hc_buf_addc(out, ',');
    hc_buf_addi(out, divisor);
    hc_buf_addc(out, ']');
}

static void put_labels(struct hc_buf *out, const struct hc_result *r)
{
    static const char *const own[] = {"area_m2", "perimeter_m", "polsby_popper", "reock", "members"};
    const struct hc_state *last = &r->states[r->n_states - 1];
    hc_data_key(out, "labels");
    hc_buf_addc(out, '{');
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        put_label(out, own[i]);
    for (size_t l = 0; l < r->input->project.n_levels; l++)
        for (size_t c = 0; c < last->levels[l].units.n_columns; c++)
            put_label(out, last->levels[l].units.columns[c].name);
    for (size_t i = 0; i < r->input->project.n_measures; i++)
        if (!r->input->project.measures[i].title)
            put_label(out, r->input->project.measures[i].name);
    hc_buf_addc(out, '}');
}

static void put_events_names(struct hc_buf *out)
{
    hc_data_key(out, "eventNames");
    hc_buf_addc(out, '[');
    for (int e = HC_EVENT_ESTABLISHED; e <= HC_EVENT_UNCHANGED; e++) {
        hc_data_next(out);
        hc_buf_addc(out, '[');
        hc_buf_add_json(out, hc_event_name((enum hc_event_type)e, HC_EN));
        hc_buf_addc(out, ',');
        hc_buf_add_json(out, hc_event_name((enum hc_event_type)e, HC_ZH));
        hc_buf_addc(out, ']');
    }
    hc_buf_addc(out, ']');
}

void hc_data_project(struct hc_buf *out, const struct hc_result *r)
{
    const struct hc_project *p = &r->input->project;
    hc_data_key(out, "levels");
    hc_buf_addc(out, '[');
    for (size_t l = 0; l < p->n_levels; l++)
        put_level(out, &p->levels[l]);
    hc_buf_addc(out, ']');
    hc_data_key(out, "measures");
    hc_buf_addc(out, '[');
    for (size_t m = 0; m < p->n_measures; m++) {
        hc_data_next(out);
        hc_buf_addc(out, '{');
        hc_data_text(out, "name", p->measures[m].name);
        hc_data_text(out, "of", p->measures[m].of);
        hc_data_text(out, "per", p->measures[m].per);
        hc_buf_addc(out, '}');
    }
    hc_buf_addc(out, ']');
    hc_data_rules(out, r);
    put_steps(out, r);
    put_tables(out, r);
    put_inputs(out, r->input);
    put_labels(out, r);
    put_events_names(out);
}

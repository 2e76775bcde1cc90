#include "report/table/csv.h"

#include "base/mem.h"
#include "simulate/step/crosswalk.h"
#include <math.h>
#include <string.h>

/* Writes `text` as <part><suffix>. */
static int write_table(const struct hc_job *job, uint32_t level, const char *suffix, const struct hc_buf *text,
                       struct hc_err *err)
{
    char *part = hc_file_part(job->result->input->project.levels[level].id);
    struct hc_buf name = {0};
    hc_buf_addf(&name, "%s%s", part, suffix);
    int status = hc_outdir_write(job->out, name.data, text->data, text->len, err);
    hc_buf_release(&name);
    hc_free(part);
    return status;
}

static void put_units(const struct hc_job *job, uint32_t level, struct hc_buf *out)
{
    struct hc_rows rows;
    hc_rows_init(&rows, job->result, job->result->n_states - 1, level);
    for (size_t c = 0; c < rows.n_columns; c++) {
        hc_buf_adds(out, c ? "," : "");
        hc_buf_add_csv(out, rows.columns[c].name);
    }
    hc_buf_addc(out, '\n');
    for (size_t u = 0; u < rows.level->units.count; u++) {
        for (size_t c = 0; c < rows.n_columns; c++) {
            hc_buf_adds(out, c ? "," : "");
            if (rows.columns[c].type == HC_CELL_TEXT)
                hc_buf_add_csv(out, hc_rows_text(&rows, u, c));
            else
                hc_number_write(out, hc_rows_number(&rows, u, c));
        }
        hc_buf_addc(out, '\n');
    }
    hc_rows_release(&rows);
}

static void put_share(struct hc_buf *out, double share)
{
    hc_buf_addc(out, ',');
    if (!isnan(share))
        hc_buf_addd(out, share);
}

static void put_crosswalk(const struct hc_crosswalk *c, const struct hc_units *from, const struct hc_units *to,
                          struct hc_buf *out)
{
    hc_buf_adds(out, "source,target,share_area,share_population,estimated\n");
    for (size_t i = 0; i < c->n; i++) {
        hc_buf_add_csv(out, from->code[c->rows[i].source]);
        hc_buf_addc(out, ',');
        if (c->rows[i].target != HC_NONE)
            hc_buf_add_csv(out, to->code[c->rows[i].target]);
        put_share(out, c->rows[i].share_area);
        put_share(out, c->rows[i].share_population);
        hc_buf_adds(out, c->rows[i].estimated ? ",1\n" : ",0\n");
    }
}

static void put_events(const struct hc_job *job, uint32_t level, struct hc_buf *out)
{
    const struct hc_result *r = job->result;
    hc_buf_adds(out, "date,event,source,target,detail\n");
    for (size_t s = 0; s < r->n_steps; s++) {
        const struct hc_level_step *step = &r->steps[s].levels[level];
        const struct hc_units *from = &r->states[s].levels[level].units, *to = &r->states[s + 1].levels[level].units;
        for (size_t e = 0; e < step->n_events; e++) {
            const struct hc_event *event = &step->events[e];
            hc_buf_adds(out, r->steps[s].date);
            hc_buf_addc(out, ',');
            hc_buf_adds(out, hc_event_name(event->type, job->options->lang));
            hc_buf_addc(out, ',');
            hc_buf_add_csv(out, event->source == HC_NONE ? NULL : from->code[event->source]);
            hc_buf_addc(out, ',');
            hc_buf_add_csv(out, event->target == HC_NONE ? NULL : to->code[event->target]);
            hc_buf_addc(out, ',');
            hc_buf_add_csv(out, hc_text_in(&event->detail, job->options->lang));
            hc_buf_addc(out, '\n');
        }
    }
}

static void put_neighbours(const struct hc_job *job, uint32_t level, struct hc_buf *out)
{
    const struct hc_level_state *l = &job->result->states[job->result->n_states - 1].levels[level];
    struct hc_pairs pairs;
    char text[48];
    hc_cover_neighbours(job->cover, l->face_unit, l->units.count, &pairs);
    hc_buf_adds(out, "unit_a,unit_b,length_m\n");
    for (size_t i = 0; i < pairs.n; i++) {
        hc_buf_add_csv(out, l->units.code[pairs.items[i].a]);
        hc_buf_addc(out, ',');
        hc_buf_add_csv(out, l->units.code[pairs.items[i].b]);
        hc_buf_addc(out, ',');
        hc_buf_adds(out, hc_decimal_format(pairs.items[i].length, HC_LENGTH_SCALE, text));
        hc_buf_addc(out, '\n');
    }
    hc_pairs_release(&pairs);
}

/* From each date to each later one. */
static int write_crosswalk(const struct hc_job *job, uint32_t level, size_t from, size_t to, struct hc_err *err)
{
    const struct hc_result *r = job->result;
    bool whole = from == 0 && to + 1 == r->n_states;
    struct hc_buf text = {0}, suffix = {0};
    struct hc_crosswalk c;
    hc_crosswalk_between(r, level, from, to, &c);
    put_crosswalk(&c, &r->states[from].levels[level].units, &r->states[to].levels[level].units, &text);
    hc_buf_adds(&suffix, "_crosswalk");
    if (!whole)
        hc_buf_addf(&suffix, "_%s_%s", r->states[from].date, r->states[to].date);
    hc_buf_adds(&suffix, ".csv");
    int status = write_table(job, level, suffix.data, &text, err);
    hc_free(c.rows);
    hc_buf_release(&text);
    hc_buf_release(&suffix);
    return status;
}

static int write_crosswalks(const struct hc_job *job, uint32_t level, struct hc_err *err)
{
    const struct hc_result *r = job->result;
    if (r->n_states == 1)
        return write_crosswalk(job, level, 0, 0, err);
    for (size_t from = 0; from < r->n_states; from = hc_result_next(r, from))
        for (size_t to = hc_result_next(r, from); to < r->n_states; to = hc_result_next(r, to))
            if (write_crosswalk(job, level, from, to, err) < 0)
                return -1;
    return 0;
}

static int write_level(const struct hc_job *job, uint32_t level, struct hc_err *err)
{
    struct hc_buf text = {0};
    put_units(job, level, &text);
    int status = write_table(job, level, "_units.csv", &text, err);
    hc_buf_clear(&text);
    put_events(job, level, &text);
    if (status == 0)
        status = write_table(job, level, "_events.csv", &text, err);
    hc_buf_clear(&text);
    if (status == 0 && job->cover && hc_has_land(job->result, job->result->n_states - 1, level)) {
        put_neighbours(job, level, &text);
        status = write_table(job, level, "_neighbours.csv", &text, err);
    }
    hc_buf_release(&text);
    return status == 0 ? write_crosswalks(job, level, err) : -1;
}

int hc_tables_write(const struct hc_job *job, struct hc_err *err)
{
    for (uint32_t l = 0; l < job->result->input->project.n_levels; l++)
        if (write_level(job, l, err) < 0)
            return -1;
    return 0;
}

static void put_double(struct hc_buf *out, double value)
{
    if (!isnan(value))
        hc_buf_addd(out, value);
    hc_buf_addc(out, ',');
}

/* The places of all findings in WGS 84; NaN where there is none or it cannot be told. New. */
static struct hc_xy *places_lonlat(const struct hc_job *job)
{
    const struct hc_findings *all = job->findings;
    struct hc_xy *known = hc_alloc(all->count, sizeof *known), *places = hc_alloc(all->count, sizeof *places);
    struct hc_err ignored = {0};
    size_t n = 0, k = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].has_place)
            known[n++] = (struct hc_xy){all->items[i].x, all->items[i].y};
    bool told = n && job->cover && hc_crs_to_wgs84(hc_cover_crs(job->cover), known, n, 1, &ignored) == 0;
    for (size_t i = 0; i < all->count; i++)
        places[i] = told && all->items[i].has_place ? known[k++] : (struct hc_xy){NAN, NAN};
    hc_err_release(&ignored);
    hc_free(known);
    return places;
}

static void put_place(const struct hc_finding *f, struct hc_xy lonlat, struct hc_buf *out)
{
    put_double(out, f->has_place ? f->x : NAN);
    put_double(out, f->has_place ? f->y : NAN);
    put_double(out, lonlat.x);
    put_double(out, lonlat.y);
}

int hc_findings_csv_write(const struct hc_job *job, struct hc_err *err)
{
    struct hc_buf out = {0}, codes = {0};
    struct hc_xy *places = places_lonlat(job);
    hc_buf_adds(&out, "id,severity,level,codes,x,y,lon,lat,size_m,area_m2,what,remedy\n");
    for (size_t i = 0; i < job->findings->count; i++) {
        const struct hc_finding *f = &job->findings->items[i];
        hc_buf_clear(&codes);
        for (size_t c = 0; c < f->n_codes; c++)
            hc_buf_addf(&codes, "%s%s", c ? ";" : "", f->codes[c]);
        hc_buf_addf(&out, "%s,%s,", f->id, hc_severity_name(f->severity, HC_EN));
        hc_buf_add_csv(&out, f->level);
        hc_buf_addc(&out, ',');
        hc_buf_add_csv(&out, codes.data);
        hc_buf_addc(&out, ',');
        put_place(f, places[i], &out);
        put_double(&out, f->size_m);
        put_double(&out, f->area_m2);
        hc_buf_add_csv(&out, hc_text_in(&f->what, job->options->lang));
        hc_buf_addc(&out, ',');
        hc_buf_add_csv(&out, hc_text_in(&f->remedy, job->options->lang));
        hc_buf_addc(&out, '\n');
    }
    int status = hc_outdir_write(job->out, "findings.csv", out.data, out.len, err);
    hc_buf_release(&out);
    hc_buf_release(&codes);
    hc_free(places);
    return status;
}

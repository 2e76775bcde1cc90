#include "simulate/count/balance.h"

#include "base/mem.h"
#include <string.h>

void hc_left_add(struct hc_left *left, const char *column, struct hc_number value)
{
    for (size_t i = 0; i < left->n; i++)
        if (strcmp(left->items[i].column, column) == 0) {
            left->items[i].sum = hc_number_add(left->items[i].sum, value);
            return;
        }
    HC_GROW(left->items, left->cap, left->n + 1);
    left->items[left->n++] = (struct hc_left_item){column, value};
}

void hc_left_copy(struct hc_left *to, const struct hc_left *from)
{
    *to = (struct hc_left){0};
    for (size_t i = 0; i < from->n; i++)
        hc_left_add(to, from->items[i].column, from->items[i].sum);
}

void hc_left_release(struct hc_left *left)
{
    hc_free(left->items);
    *left = (struct hc_left){0};
}

static struct hc_number column_sum(const struct hc_units *u, const char *name)
{
    const struct hc_column *c = hc_units_column(u, name);
    struct hc_number sum = hc_number_decimal(0, 0);
    int64_t total = 0;
    bool fits = c && c->type == HC_DECIMAL;
    for (size_t i = 0; fits && i < c->n; i++)
        fits = c->value[i] == HC_MISSING || hc_decimal_add(total, c->value[i], &total);
    if (fits)
        return hc_number_add(sum, hc_number_decimal(total, c->scale));
    for (size_t i = 0; c && i < c->n; i++) {
        struct hc_number v = hc_column_number(c, i);
        if (!v.missing)
            sum = hc_number_add(sum, v);
    }
    return sum;
}

/* Land in fixed point: of all units of a level together, of all faces, of those that are in no unit, and what uniting
 * them settled. */
struct land {
    int64_t units, faces, outside, settled;
};

static struct land sum_land(const struct hc_run *run, const struct hc_level_state *l)
{
    struct land land = {0};
    for (size_t i = 0; i < l->units.count; i++) {
        land.units += l->area[i] == HC_MISSING ? 0 : l->area[i];
        land.settled += l->settled[i];
    }
    size_t n_faces = hc_cover_n_faces(run->cover);
    for (size_t f = 0; f < n_faces; f++) {
        land.faces += run->face_area[f];
        land.outside += l->face_unit[f] == HC_NONE ? run->face_area[f] : 0;
    }
    return land;
}

/* Every face is in a unit, or outside; what uniting took away was covered twice. */
static int check_land(const struct hc_run *run, uint32_t level, const struct land *land, struct hc_err *err)
{
    if (land->faces == land->units + land->outside + land->settled)
        return 0;
    return hc_err_set(err, HC_FAULT, "areas at level %s do not add up: a fault of hecun's own",
                      "层级 %s 的面积不守恒：这是 hecun 自身的错误", run->input->project.levels[level].id);
}

static int balance_area(struct hc_run *run, uint32_t level, struct hc_balance *b, struct hc_err *err)
{
    const struct hc_result *r = run->result;
    struct land before = sum_land(run, &r->states[0].levels[level]),
                after = sum_land(run, &r->states[r->n_states - 1].levels[level]);
    if (check_land(run, level, &before, err) < 0 || check_land(run, level, &after, err) < 0)
        return -1;
    *b = (struct hc_balance){"area_m2", hc_number_decimal(before.units, HC_AREA_SCALE),
                             hc_number_decimal(after.units, HC_AREA_SCALE),
                             hc_number_decimal(after.outside - before.outside, HC_AREA_SCALE),
                             hc_number_decimal(after.settled - before.settled, HC_AREA_SCALE)};
    return 0;
}

/* A level whose own values differ from its parts', or that was measured anew, need not balance: that is said. */
static void report_change(struct hc_run *run, uint32_t level, const struct hc_balance *b)
{
    char before[64], after[64], left[64];
    struct hc_number rest = hc_number_sub(hc_number_sub(b->before, b->after), b->left);
    if (rest.missing || hc_number_compare(rest, hc_number_decimal(0, 0)) == 0)
        return;
    struct hc_finding *f = hc_findings_add(
        run->findings, "total_differs", HC_NOTE,
        "%s at level %s: %s before, %s after, %s left: measured anew or differing between levels",
        "%s（层级 %s）：调整前 %s，调整后 %s，划出 %s：系重新测量或层级间不一致所致", b->measure,
        run->input->project.levels[level].id, hc_number_format(b->before, b->before.scale, false, before),
        hc_number_format(b->after, b->after.scale, false, after),
        hc_number_format(b->left, b->left.scale, false, left));
    hc_finding_level(f, run->input->project.levels[level].id);
}

int hc_balance_build(struct hc_run *run, const struct hc_left *left, struct hc_err *err)
{
    struct hc_result *r = run->result;
    for (uint32_t l = 0; l < run->input->project.n_levels; l++) {
        const struct hc_units *first = &r->states[0].levels[l].units,
                              *last = &r->states[r->n_states - 1].levels[l].units;
        struct hc_level_result *level = &r->levels[l];
        level->balance = hc_calloc(first->n_columns + 1, sizeof *level->balance);
        if (run->cover && r->states[0].levels[l].face_unit &&
            balance_area(run, l, &level->balance[level->n_balance++], err) < 0)
            return -1;
        for (size_t c = 0; c < first->n_columns; c++) {
            const struct hc_column *column = &first->columns[c];
            if (column->agg != HC_AGG_SUM || column->type != HC_DECIMAL)
                continue;
            struct hc_balance *b = &level->balance[level->n_balance++];
            *b = (struct hc_balance){column->name, column_sum(first, column->name), column_sum(last, column->name),
                                     hc_number_decimal(0, 0), hc_number_decimal(0, 0)};
            for (size_t i = 0; i < left->n; i++)
                if (strcmp(left->items[i].column, column->name) == 0)
                    b->left = left->items[i].sum;
            report_change(run, l, b);
        }
    }
    return 0;
}

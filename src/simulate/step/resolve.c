#include "simulate/step/step.h"

#include "base/mem.h"
#include "base/order/sort.h"
#include "base/utf8.h"
#include "simulate/zeros.h"
#include <stdlib.h>
#include <string.h>

const char *hc_step_plan_name(const struct hc_stepping *s)
{
    /* a plan that propose found stands in no file */
    return s->input->spec->plan ? hc_source_label(s->input->spec->plan) : "plan";
}

static struct hc_finding *refuse_row(const struct hc_stepping *s, const struct hc_move *m, const char *id,
                                     const char *en, const char *zh)
{
    struct hc_finding *f = hc_findings_add(s->run->findings, id, HC_REFUSAL, "%s:%ld: unit \"%s\" %s%.0s",
                                           "%s:%ld：单元“%s”%.0s%s", hc_step_plan_name(s), m->row, m->unit, en, zh);
    hc_finding_level(f, s->run->input->project.levels[s->level].id);
    hc_finding_unit(f, m->unit);
    return f;
}

static const char *skip_zeros(const char *code)
{
    while (*code == '0')
        code++;
    return code;
}

static void refuse_unknown(const struct hc_stepping *s, const struct hc_move *m)
{
    if (hc_zeros_fit(s->old, m->unit, s->lost_zeros))
        return;
    struct hc_finding *f = refuse_row(s, m, "unknown_unit", "is not known at this date", "在该日期不存在");
    for (uint32_t i = 0; i < s->old->count; i++)
        if (strcmp(skip_zeros(s->old->code[i]), skip_zeros(m->unit)) == 0 ||
            hc_utf8_same_name(s->old->code[i], m->unit) || (s->old->name[i] && strcmp(s->old->name[i], m->unit) == 0)) {
            hc_finding_remedy(f, "did you mean %s (%s)?", "是否指 %s（%s）？", s->old->code[i],
                              s->old->name[i] ? s->old->name[i] : "-");
            return;
        }
    if (s->old->count)
        hc_finding_remedy(f, "correct the code (those of this level look like %s), or take the row out",
                          "请更正代码（该层级的代码形如 %s），或删去该行", s->old->code[0]);
    else
        hc_finding_remedy(f, "this level has no units at all: look at its source",
                          "该层级没有任何单元：请查看其数据源");
}

/* Where a row's unit is found: at the plan's level (there at `here`), or (true in *finer) one below. HC_NONE: refused.
 */
static uint32_t find_unit(const struct hc_stepping *s, const struct hc_move *m, uint32_t here, bool *finer)
{
    const struct hc_state *state = &s->run->result->states[s->index];
    uint32_t below = HC_NONE, deep = HC_NONE;
    if (s->level > 0)
        below = hc_map_find(&state->levels[s->level - 1].units.by_code, m->unit);
    for (uint32_t l = 0; l + 1 < s->level && deep == HC_NONE; l++)
        deep = hc_map_find(&state->levels[l].units.by_code, m->unit);
    if (m->level) {
        uint32_t level = hc_project_level(&s->run->input->project, m->level);
        here = level == s->level ? here : HC_NONE;
        below = level + 1 == s->level ? below : HC_NONE;
        deep = level + 1 < s->level ? deep : HC_NONE;
    }
    *finer = here == HC_NONE;
    if (here != HC_NONE && below != HC_NONE) {
        hc_finding_remedy(refuse_row(s, m, "ambiguous_unit", "is found at two levels", "在两个层级中都存在"),
                          "add a column \"level\" to the plan: %s or %s", "请在方案中增加 level 列：%s 或 %s",
                          s->run->input->project.levels[s->level].id, s->run->input->project.levels[s->level - 1].id);
        return HC_NONE;
    }
    if (here == HC_NONE && below == HC_NONE && deep != HC_NONE)
        hc_finding_remedy(
            refuse_row(s, m, "too_fine", "lies more than one level below the plan's", "比方案的层级低不止一级"),
            "move it by a step of its own at the level between", "请另设一个中间层级的步骤");
    else if (here == HC_NONE && below == HC_NONE)
        refuse_unknown(s, m);
    return here != HC_NONE ? here : below;
}

/* Where a row sends its unit: a code, or NULL for leaving. */
static const char *target_code(const struct hc_stepping *s, const struct hc_move *m, const char *own)
{
    if (strcmp(m->to, "-") == 0)
        return NULL;
    if (*m->to)
        return m->to;
    struct hc_finding *f = hc_findings_add(
        s->run->findings, "unassigned", HC_ERROR, "%s:%ld: unit %s is assigned to nothing; it stays as it is",
        "%s:%ld：单元 %s 未指定去向，保持不变", hc_step_plan_name(s), m->row, m->unit);
    hc_finding_level(f, s->run->input->project.levels[s->level].id);
    hc_finding_unit(f, m->unit);
    hc_finding_remedy(f, "write the successor's code into its row, or - if it leaves the area",
                      "请在该行填写去向代码；若划出本区域请填 -");
    return own;
}

/* A row, found. */
struct found {
    const struct hc_move *move;
    uint32_t unit;
    bool finer;
    const char *to;
    uint32_t target; /* what that is among the targets, once they are listed */
};

static bool known_below(const struct hc_stepping *s, const char *code)
{
    const struct hc_state *state = &s->run->result->states[s->index];
    for (uint32_t l = 0; l < s->level; l++)
        if (hc_map_find(&state->levels[l].units.by_code, code) != HC_NONE)
            return true;
    return false;
}

static void refuse_lost_zeros(struct hc_stepping *s, const struct found *rows)
{
    size_t n = s->input->n_moves;
    const char **key = hc_alloc(n, sizeof *key);
    long *row = hc_alloc(n, sizeof *row);
    struct hc_strays strays = {key, row, n};
    for (size_t i = 0; i < n; i++) {
        char *unit = s->input->moves[i].unit;
        key[i] = rows[i].unit != HC_NONE || known_below(s, unit) ? NULL : unit;
        row[i] = s->input->moves[i].row;
    }
    s->lost_zeros = hc_zeros_lost(s->old, &strays);
    if (s->lost_zeros)
        hc_zeros_report(s->old, &strays, s->lost_zeros, HC_REFUSAL, hc_step_plan_name(s),
                        s->run->input->project.levels[s->level].id, s->run->findings);
    hc_free(key);
    hc_free(row);
}

static struct found *find_rows(struct hc_stepping *s)
{
    struct found *rows = hc_calloc(s->input->n_moves, sizeof *rows);
    uint32_t last = HC_NONE;
    for (size_t i = 0; i < s->input->n_moves; i++)
        rows[i].unit = hc_units_find(s->old, s->input->moves[i].unit, &last);
    refuse_lost_zeros(s, rows);
    const struct hc_state *state = &s->run->result->states[s->index];
    for (size_t i = 0; i < s->input->n_moves; i++) {
        struct found *row = &rows[i];
        row->move = &s->input->moves[i];
        row->unit = find_unit(s, row->move, row->unit, &row->finer);
        if (row->unit == HC_NONE)
            continue;
        uint32_t own = row->finer ? state->levels[s->level - 1].units.parent[row->unit] : row->unit;
        row->to = target_code(s, row->move, own == HC_NONE ? NULL : s->old->code[own]);
    }
    return rows;
}

/* A code that is a unit after the step, and where it is wanted. */
struct wanted {
    char *code;
    uint32_t *target;
};

static int compare_wanted(const void *p, const void *q)
{
    return strcmp(((const struct wanted *)p)->code, ((const struct wanted *)q)->code);
}

/* All codes that are units after the step: targets, and units that no row names. staying: for those the target. */
static void list_targets(struct hc_stepping *s, struct found *rows, const uint8_t *named, uint32_t *staying)
{
    struct wanted *list = hc_alloc(s->input->n_moves + s->old->count, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < s->input->n_moves; i++) {
        struct found *row = &rows[i];
        row->target = HC_NONE;
        if (row->unit != HC_NONE && row->to)
            list[n++] = (struct wanted){row->to == row->move->to ? row->move->to
                                                                 : s->old->code[hc_map_find(&s->old->by_code, row->to)],
                                        &row->target};
    }
    for (size_t u = 0; u < s->old->count; u++)
        if (!named[u])
            list[n++] = (struct wanted){s->old->code[u], &staying[u]};
    hc_sort(list, n, sizeof *list, compare_wanted);
    s->target_codes = hc_alloc(n, sizeof *s->target_codes);
    for (size_t i = 0; i < n; i++) {
        if (!i || compare_wanted(&list[i], &list[i - 1]) != 0)
            s->target_codes[s->n_targets++] = list[i].code;
        *list[i].target = (uint32_t)s->n_targets - 1;
    }
    hc_free(list);
}

static int compare_strings(const void *p, const void *q)
{
    return strcmp(*(const char *const *)p, *(const char *const *)q);
}

static uint32_t target_index(const struct hc_stepping *s, const char *code)
{
    char *const *at = bsearch(&code, s->target_codes, s->n_targets, sizeof *s->target_codes, compare_strings);
    return at ? (uint32_t)(at - s->target_codes) : HC_NONE;
}

static void add_part(struct hc_stepping *s, struct hc_part part)
{
    int64_t one = 1;
    for (int i = 0; i < part.scale; i++)
        one *= 10;
    part.whole = part.share == one;
    HC_GROW(s->parts, s->cap_parts, s->n_parts + 1);
    s->parts[s->n_parts++] = part;
}

/* Children first, then by share, the largest first, then by target. */
static int compare_parts(const void *p, const void *q)
{
    const struct hc_part *a = p, *b = q;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->child != b->child)
        return a->child < b->child ? -1 : 1; /* HC_NONE comes last */
    int order = hc_number_compare(hc_number_decimal(b->share, b->scale), hc_number_decimal(a->share, a->scale));
    return order ? order : (a->target > b->target) - (a->target < b->target);
}

static void make_parts(struct hc_stepping *s, const struct found *rows, const uint8_t *named, const uint32_t *staying)
{
    const struct hc_units *below = s->level ? &s->run->result->states[s->index].levels[s->level - 1].units : NULL;
    for (size_t i = 0; i < s->input->n_moves; i++) {
        const struct found *row = &rows[i];
        if (row->unit == HC_NONE)
            continue;
        uint32_t target = row->target;
        if (row->finer) {
            s->child_target[row->unit] = target;
            if (below->parent[row->unit] != HC_NONE)
                add_part(s, (struct hc_part){
                                .unit = below->parent[row->unit], .child = row->unit, .target = target, .share = 1});
        } else if (row->move->has_share) {
            add_part(s, (struct hc_part){.unit = row->unit,
                                         .child = HC_NONE,
                                         .target = target,
                                         .share = row->move->share,
                                         .scale = row->move->share_scale});
        } else {
            add_part(s, (struct hc_part){.unit = row->unit, .child = HC_NONE, .target = target, .share = 1});
        }
    }
    for (uint32_t u = 0; u < s->old->count; u++)
        if (!named[u])
            add_part(s, (struct hc_part){.unit = u, .child = HC_NONE, .target = staying[u], .share = 1});
    hc_sort(s->parts, s->n_parts, sizeof *s->parts, compare_parts);
    s->part_at = hc_calloc(s->old->count + 1, sizeof *s->part_at);
    for (size_t i = 0; i < s->n_parts; i++)
        s->part_at[s->parts[i].unit + 1] = i + 1;
    for (size_t u = 0; u < s->old->count; u++)
        if (s->part_at[u + 1] < s->part_at[u])
            s->part_at[u + 1] = s->part_at[u];
}

/* Rows of one unit: one without a share, or shares that sum to 1 exactly. `rows` come in the order of the file. */
static void check_shares(struct hc_stepping *s, const struct found *rows)
{
    const struct hc_units *below = s->level ? &s->run->result->states[s->index].levels[s->level - 1].units : NULL;
    size_t n_below = below ? below->count : 0;
    uint32_t *first = hc_alloc(s->old->count + n_below, sizeof *first);
    struct hc_number *sum = hc_alloc(s->old->count + n_below, sizeof *sum), one = hc_number_decimal(1, 0);
    memset(first, 0xff, (s->old->count + n_below) * sizeof *first);
    for (uint32_t i = 0; i < s->input->n_moves; i++) {
        if (rows[i].unit == HC_NONE)
            continue;
        const struct hc_move *m = rows[i].move;
        size_t at = rows[i].unit + (rows[i].finer ? s->old->count : 0);
        struct hc_number share = m->has_share ? hc_number_decimal(m->share, m->share_scale) : one;
        if (first[at] != HC_NONE && (!m->has_share || !rows[first[at]].move->has_share || rows[i].finer)) {
            struct hc_finding *f = hc_findings_add(s->run->findings, "unit_twice", HC_REFUSAL,
                                                   "%s:%ld: unit \"%s\" stands in row %ld already, without shares",
                                                   "%s:%ld：单元“%s”已在第 %ld 行出现，且没有份额",
                                                   hc_step_plan_name(s), m->row, m->unit, rows[first[at]].move->row);
            hc_finding_unit(f, m->unit);
            hc_finding_remedy(f, "keep one row, or give each a share; shares must sum to 1",
                              "只保留一行，或为各行填写份额，份额之和须为 1");
        }
        sum[at] = first[at] == HC_NONE ? share : hc_number_add(sum[at], share);
        first[at] = i;
    }
    for (size_t at = 0; at < s->old->count + n_below; at++) {
        char text[64];
        if (first[at] == HC_NONE || !rows[first[at]].move->has_share || hc_number_compare(sum[at], one) == 0)
            continue;
        const struct hc_move *m = rows[first[at]].move;
        struct hc_finding *f = hc_findings_add(s->run->findings, "bad_shares", HC_REFUSAL,
                                               "%s:%ld: the shares of unit \"%s\" sum to %s, not 1",
                                               "%s:%ld：单元“%s”的份额之和为 %s，不是 1", hc_step_plan_name(s), m->row,
                                               m->unit, hc_number_format(sum[at], sum[at].scale, false, text));
        hc_finding_unit(f, m->unit);
        hc_finding_remedy(f, "make its shares sum to 1", "请使其份额之和为 1");
    }
    hc_free(first);
    hc_free(sum);
}

/* The successor that children and land follow: that of the largest share; the smaller code where two are equal. */
static void find_largest(struct hc_stepping *s)
{
    s->largest = hc_alloc(s->old->count, sizeof *s->largest);
    for (size_t u = 0; u < s->old->count; u++) {
        s->largest[u] = HC_NONE;
        for (size_t i = s->part_at[u]; i < s->part_at[u + 1]; i++)
            if (s->parts[i].child == HC_NONE) {
                s->largest[u] = s->parts[i].target;
                break;
            }
    }
}

static void match_new_units(struct hc_stepping *s)
{
    s->given = hc_calloc(s->n_targets, sizeof *s->given);
    for (size_t i = 0; i < s->input->n_new_units; i++) {
        const struct hc_new_unit *u = &s->input->new_units[i];
        uint32_t target = target_index(s, u->code);
        if (target != HC_NONE) {
            s->given[target] = u;
            continue;
        }
        struct hc_finding *f = hc_findings_add(
            s->run->findings, "unused_new_unit", HC_ERROR, "%s:%ld: nothing is moved into new unit \"%s\"",
            "%s:%ld：没有单元并入新单元“%s”", hc_source_label(s->input->spec->units), u->row, u->code);
        hc_finding_unit(f, u->code);
        hc_finding_remedy(f, "correct its code, or take the row out", "请更正其代码，或删去该行");
    }
}

static void warn_emptied(const struct hc_stepping *s, const struct hc_move *m)
{
    struct hc_finding *f = hc_findings_add(
        s->run->findings, "empty_move", HC_WARNING,
        "%s:%ld: nothing of unit \"%s\" is left to move to \"%s\"; rows of their own send all its parts",
        "%s:%ld：单元“%s”已无可并入“%s”的部分，其各部分均另有去向", hc_step_plan_name(s), m->row, m->unit, m->to);
    hc_finding_unit(f, m->unit);
    hc_finding_remedy(f, "take the row out, or one of those", "请删去该行，或其中之一");
}

/* A unit all of whose children go their own ways leaves nothing behind that could stay or move. */
static void name_emptied(const struct hc_stepping *s, struct found *rows, uint8_t *named)
{
    if (!s->level)
        return;
    const struct hc_units *below = &s->run->result->states[s->index].levels[s->level - 1].units;
    uint32_t *staying = hc_calloc(s->old->count, sizeof *staying);
    uint8_t *emptied = hc_calloc(s->old->count, 1);
    for (size_t i = 0; i < below->count; i++)
        if (below->parent[i] != HC_NONE)
            staying[below->parent[i]]++;
    for (size_t i = 0; i < s->input->n_moves; i++) {
        uint32_t parent = rows[i].unit != HC_NONE && rows[i].finer ? below->parent[rows[i].unit] : HC_NONE;
        if (parent != HC_NONE && --staying[parent] == 0)
            emptied[parent] = 1;
    }
    for (size_t i = 0; i < s->input->n_moves; i++) {
        uint32_t u = rows[i].finer ? HC_NONE : rows[i].unit;
        if (u == HC_NONE || !emptied[u])
            continue;
        if (!rows[i].to || strcmp(rows[i].to, s->old->code[u]) != 0)
            warn_emptied(s, rows[i].move);
        rows[i].unit = HC_NONE;
    }
    for (size_t u = 0; u < s->old->count; u++)
        named[u] |= emptied[u];
    hc_free(staying);
    hc_free(emptied);
}

void hc_step_resolve(struct hc_stepping *s)
{
    const struct hc_state *state = &s->run->result->states[s->index];
    size_t n_below = s->level ? state->levels[s->level - 1].units.count : 0;
    uint8_t *named = hc_calloc(s->old->count, 1);
    s->child_target = hc_alloc(n_below, sizeof *s->child_target);
    for (size_t i = 0; i < n_below; i++)
        s->child_target[i] = HC_UNNAMED;
    struct found *rows = find_rows(s);
    for (size_t i = 0; i < s->input->n_moves; i++)
        if (rows[i].unit != HC_NONE && !rows[i].finer)
            named[rows[i].unit] = 1;
    check_shares(s, rows);
    name_emptied(s, rows, named);
    uint32_t *staying = hc_alloc(s->old->count, sizeof *staying);
    list_targets(s, rows, named, staying);
    make_parts(s, rows, named, staying);
    hc_free(staying);
    find_largest(s);
    match_new_units(s);
    hc_free(rows);
    hc_free(named);
}

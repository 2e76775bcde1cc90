#include "cli/plan/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The series of codes that a kind has, or NULL. */
static const struct hc_kind_spec *series_of(const struct hc_asking *a, const char *kind)
{
    const struct hc_level_spec *level = &a->question.input->project.levels[a->question.level];
    for (size_t i = 0; i < level->n_kinds; i++)
        if (strcmp(level->kinds[i].name, kind) == 0 && level->kinds[i].series_first && level->kinds[i].series_last)
            return &level->kinds[i];
    return NULL;
}

/* A code in the kind's series beside `code`, that no unit has; the code itself if it is in the series, or there is
 * none. used: every code there is, and each that was given out. */
static char *code_in_series(const struct hc_kind_spec *kind, const char *code, struct hc_map *used,
                            struct hc_arena *strings)
{
    size_t n = strlen(code), digits = kind ? strlen(kind->series_first) : 0;
    if (!kind || !digits || digits > n || digits > 9 || strlen(kind->series_last) != digits)
        return hc_arena_strdup(strings, code);
    const char *tail = code + n - digits;
    if (strcmp(tail, kind->series_first) >= 0 && strcmp(tail, kind->series_last) <= 0)
        return hc_arena_strdup(strings, code);
    char *fresh = hc_arena_strdup(strings, code);
    for (long i = atol(kind->series_first); i <= atol(kind->series_last); i++) {
        snprintf(fresh + n - digits, digits + 1, "%0*ld", (int)digits, i);
        if (hc_map_find(used, fresh) == HC_NONE) {
            hc_map_put(used, fresh, 0);
            return fresh;
        }
    }
    return hc_arena_strdup(strings, code);
}

void hc_new_units_build(struct hc_new_units *u, const struct hc_asking *a, const struct hc_proposal *proposal)
{
    const struct hc_units *units = a->setting.units;
    struct hc_map used = {0};
    *u = (struct hc_new_units){.n = proposal->plan.all.n_groups};
    u->items = hc_calloc(u->n, sizeof *u->items);
    for (uint32_t i = 0; i < units->count; i++)
        hc_map_put(&used, units->code[i], i);
    for (size_t g = 0; g < u->n; g++) {
        const struct hc_choice *c = &proposal->choice[g];
        const char *kind = a->setting.kind_name[c->kind];
        bool converted = a->setting.problem.kind[c->continues] != c->kind;
        struct hc_new_unit *new = &u->items[g];
        new->code = converted ? code_in_series(series_of(a, kind), units->code[c->continues], &used, &u->strings)
                              : units->code[c->continues];
        new->name = units->name[c->continues];
        new->kind = *kind ? hc_arena_strdup(&u->strings, kind) : NULL;
        new->parent = units->parent_code[c->continues];
        new->seat = units->seat[c->seat] ? units->seat[c->seat] : units->code[c->seat];
        new->continues = units->code[c->continues];
    }
    hc_map_release(&used);
}

void hc_new_units_release(struct hc_new_units *u)
{
    hc_free(u->items);
    hc_arena_release(&u->strings);
}

/* Whether a code of the level's is one of another level's too: a plan must then say which is meant. */
static bool shares_codes(const struct hc_asking *a)
{
    const struct hc_state *state = &a->before.states[a->question.state];
    const struct hc_units *units = a->setting.units;
    for (size_t l = 0; l < a->question.input->project.n_levels; l++)
        for (size_t i = 0; l != a->question.level && i < units->count; i++)
            if (hc_map_find(&state->levels[l].units.by_code, units->code[i]) != HC_NONE)
                return true;
    return false;
}

void hc_plan_text(const struct hc_asking *a, const struct hc_proposal *proposal, const struct hc_new_units *u,
                  struct hc_buf *out)
{
    const struct hc_units *units = a->setting.units;
    const char *level = shares_codes(a) ? a->question.input->project.levels[a->question.level].id : NULL;
    hc_buf_adds(out, level ? "unit,to,level\n" : "unit,to\n");
    for (size_t i = 0; i < units->count; i++) {
        hc_buf_add_csv(out, units->code[i]);
        hc_buf_addc(out, ',');
        hc_buf_add_csv(out, u->items[proposal->plan.all.label[i]].code);
        if (level) {
            hc_buf_addc(out, ',');
            hc_buf_add_csv(out, level);
        }
        hc_buf_addc(out, '\n');
    }
}

void hc_new_units_text(const struct hc_new_units *u, struct hc_buf *out)
{
    hc_buf_adds(out, "code,name,kind,parent,seat,continues\n");
    for (size_t g = 0; g < u->n; g++) {
        const struct hc_new_unit *n = &u->items[g];
        const char *fields[] = {n->code, n->name, n->kind, n->parent, n->seat, n->continues};
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            hc_buf_adds(out, i ? "," : "");
            hc_buf_add_csv(out, fields[i]);
        }
        hc_buf_addc(out, '\n');
    }
}

void hc_plan_step(const struct hc_asking *a, const struct hc_proposal *proposal, const struct hc_new_units *u,
                  const struct hc_step_spec *spec, struct hc_step_input *step)
{
    const struct hc_units *units = a->setting.units;
    *step = (struct hc_step_input){
        .spec = spec, .level = a->question.level, .n_moves = units->count, .new_units = u->items, .n_new_units = u->n};
    step->moves = hc_calloc(units->count, sizeof *step->moves);
    for (size_t i = 0; i < units->count; i++)
        step->moves[i] = (struct hc_move){.unit = units->code[i],
                                          .to = u->items[proposal->plan.all.label[i]].code,
                                          .level = a->question.input->project.levels[a->question.level].id,
                                          .row = (long)i + 2};
}

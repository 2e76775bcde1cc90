#include "simulate/step/step.h"

#include "base/mem.h"
#include "base/order/sort.h"
#include <stdlib.h>
#include <string.h>

static struct hc_units *units_after(const struct hc_stepping *s, uint32_t level)
{
    return &s->run->result->states[s->index + 1].levels[level].units;
}

static const struct hc_units *units_before(const struct hc_stepping *s, uint32_t level)
{
    return &s->run->result->states[s->index].levels[level].units;
}

static int64_t people_of(const struct hc_stepping *s, uint32_t unit)
{
    const struct hc_column *c = hc_units_column(s->old, s->run->population);
    return c && c->type == HC_DECIMAL && c->value[unit] != HC_MISSING ? c->value[unit] : -1;
}

/* The old unit that a new one continues, and, where there is none, the one it inherits from. */
struct lineage {
    uint32_t continued, heir;
};

static void refuse_continues(const struct hc_stepping *s, const struct hc_new_unit *u)
{
    struct hc_finding *f = hc_findings_add(s->run->findings, "unknown_unit", HC_REFUSAL,
                                           "%s:%ld: new unit \"%s\" continues \"%s\", which is not known at this date",
                                           "%s:%ld：新单元“%s”承继的“%s”在该日期不存在",
                                           hc_source_label(s->input->spec->units), u->row, u->code, u->continues);
    hc_finding_unit(f, u->continues);
    hc_finding_remedy(f, "correct the code, or leave it blank", "请更正代码，或留空");
}

static struct lineage *trace(const struct hc_stepping *s)
{
    struct lineage *line = hc_alloc(s->n_targets, sizeof *line);
    memset(line, 0xff, s->n_targets * sizeof *line);
    for (size_t i = 0; i < s->n_parts; i++) {
        const struct hc_part *part = &s->parts[i];
        if (part->target == HC_NONE)
            continue;
        struct lineage *l = &line[part->target];
        if (strcmp(s->old->code[part->unit], s->target_codes[part->target]) == 0)
            l->continued = part->unit;
        int64_t people = people_of(s, part->unit), most = l->heir == HC_NONE ? -2 : people_of(s, l->heir);
        if (people > most || (people == most && strcmp(s->old->code[part->unit], s->old->code[l->heir]) < 0))
            l->heir = part->unit;
    }
    for (size_t t = 0; t < s->n_targets; t++) {
        if (!s->given[t] || !s->given[t]->continues)
            continue;
        line[t].continued = hc_map_find(&s->old->by_code, s->given[t]->continues);
        if (line[t].continued == HC_NONE)
            refuse_continues(s, s->given[t]);
    }
    return line;
}

/* What is not given is what was inherited. */
static void take_given(struct hc_units *u, char **to, const char *given)
{
    if (given)
        *to = hc_arena_strdup(&u->strings, given);
}

static void make_targets(struct hc_stepping *s)
{
    struct hc_units *u = s->fresh;
    struct lineage *line = trace(s);
    s->continued = hc_alloc(s->n_targets, sizeof *s->continued);
    hc_units_init(u, s->n_targets);
    for (uint32_t t = 0; t < s->n_targets; t++) {
        const struct hc_new_unit none = {0}, *given = s->given[t] ? s->given[t] : &none;
        uint32_t from = line[t].continued != HC_NONE ? line[t].continued : line[t].heir;
        s->continued[t] = line[t].continued;
        hc_unit_share(u, t, s->old, from);
        u->code[t] = hc_arena_strdup(&u->strings, s->target_codes[t]);
        take_given(u, &u->name[t], given->name);
        take_given(u, &u->kind[t], given->kind);
        take_given(u, &u->parent_code[t], given->parent);
        take_given(u, &u->seat[t], given->seat);
    }
    hc_units_index(u);
    hc_free(line);
}

struct survivor {
    const char *code;
    uint32_t unit;
};

static int compare_survivors(const void *p, const void *q)
{
    return strcmp(((const struct survivor *)p)->code, ((const struct survivor *)q)->code);
}

/* Finer units stay what they are, unless the land they lie in leaves. `stays` tells; sorted by code. */
static void keep_units(struct hc_stepping *s, uint32_t level, const uint8_t *stays)
{
    const struct hc_units *old = units_before(s, level);
    struct hc_units *u = units_after(s, level);
    struct survivor *order = hc_alloc(old->count, sizeof *order);
    size_t n = 0;
    for (uint32_t i = 0; i < old->count; i++)
        if (stays[i])
            order[n++] = (struct survivor){old->code[i], i};
    if (s->index == 0) /* after a step they stand so already */
        hc_sort(order, n, sizeof *order, compare_survivors);
    hc_units_init(u, n);
    s->old_to_new[level] = hc_alloc(old->count, sizeof **s->old_to_new);
    memset(s->old_to_new[level], 0xff, old->count * sizeof **s->old_to_new);
    bool all = n == old->count; /* and at their old places */
    for (uint32_t i = 0; i < n; i++) {
        all = all && order[i].unit == i;
        hc_unit_share(u, i, old, order[i].unit);
        s->old_to_new[level][order[i].unit] = i;
    }
    if (old->estimated) {
        u->estimated = hc_calloc(n, 1);
        for (uint32_t i = 0; i < n; i++)
            u->estimated[i] = old->estimated[order[i].unit];
    }
    if (all)
        hc_map_copy(&u->by_code, &old->by_code);
    else
        hc_units_index(u);
    hc_free(order);
}

/* One level below the plan: each unit follows its own row, else its parent's largest successor. */
static uint32_t child_target(const struct hc_stepping *s, uint32_t child)
{
    uint32_t parent = units_before(s, s->level - 1)->parent[child];
    if (s->child_target[child] != HC_UNNAMED)
        return s->child_target[child];
    return parent == HC_NONE ? HC_UNNAMED : s->largest[parent];
}

static void make_finer(struct hc_stepping *s)
{
    for (uint32_t l = s->level; l-- > 0;) {
        const struct hc_units *old = units_before(s, l);
        uint8_t *stays = hc_alloc(old->count, 1);
        for (uint32_t i = 0; i < old->count; i++)
            stays[i] = l + 1 == s->level ? child_target(s, i) != HC_NONE
                                         : old->parent[i] == HC_NONE || s->old_to_new[l + 1][old->parent[i]] != HC_NONE;
        keep_units(s, l, stays);
        hc_free(stays);
        struct hc_units *u = units_after(s, l);
        for (uint32_t i = 0; l + 1 == s->level && i < old->count; i++) {
            uint32_t to = s->old_to_new[l][i], target = child_target(s, i);
            if (to != HC_NONE && target != HC_UNNAMED)
                u->parent_code[to] = s->fresh->code[target];
        }
    }
}

/* Coarser units stay while a finer one names them as parent; a parent that is not known yet is made. */
static void make_coarser(struct hc_stepping *s, uint32_t level)
{
    const struct hc_units *old = units_before(s, level), *children = units_after(s, level - 1);
    const struct hc_units *children_before = units_before(s, level - 1);
    uint8_t *had = hc_calloc(old->count, 1), *stays = hc_calloc(old->count, 1);
    struct hc_map fresh = {0};
    uint32_t n_fresh = 0;
    for (size_t i = 0; i < children_before->count; i++)
        if (children_before->parent[i] != HC_NONE)
            had[children_before->parent[i]] = 1;
    for (size_t i = 0; i < children->count; i++) {
        uint32_t parent = hc_map_find(&old->by_code, children->parent_code[i]);
        if (parent != HC_NONE)
            stays[parent] = 1;
        else if (children->parent_code[i] && hc_map_put(&fresh, children->parent_code[i], n_fresh) == HC_NONE)
            n_fresh++;
    }
    for (size_t i = 0; i < old->count; i++)
        stays[i] = stays[i] || !had[i];
    keep_units(s, level, stays);
    if (n_fresh) {
        struct hc_finding *f = hc_findings_add(s->run->findings, "unknown_parent", HC_ERROR,
                                               "step %s names %u parents that are not known at level %s",
                                               "步骤 %s 引用了 %u 个不存在的上级（层级 %s）", s->input->spec->date,
                                               n_fresh, s->run->input->project.levels[level].id);
        hc_finding_remedy(f, "give the coarser level a step of its own first", "请先为上级层级设置步骤");
    }
    hc_free(had);
    hc_free(stays);
    hc_map_release(&fresh);
}

/* The kind that units of one kind give their children; NULL: none. */
static char *child_kind(const struct hc_level_spec *spec, const char *kind)
{
    char *child = NULL;
    for (size_t k = 0; kind && k < spec->n_kinds; k++)
        if (spec->kinds[k].child && strcmp(spec->kinds[k].name, kind) == 0)
            child = spec->kinds[k].child;
    return child;
}

/* Units take the kind that their parent's kind gives its children. */
static void pass_kinds_down(struct hc_stepping *s)
{
    const struct hc_project *p = &s->run->input->project;
    for (uint32_t l = (uint32_t)p->n_levels - 1; l-- > 0;) {
        struct hc_units *u = units_after(s, l);
        const struct hc_units *up = units_after(s, l + 1);
        char **child = hc_alloc(up->count, sizeof *child);
        for (uint32_t i = 0; i < up->count; i++)
            child[i] = child_kind(&p->levels[l + 1], up->kind[i]);
        for (uint32_t i = 0; i < u->count; i++)
            if (u->parent[i] != HC_NONE && child[u->parent[i]])
                u->kind[i] = child[u->parent[i]];
        hc_free(child);
    }
}

/* The last digits of a code, as many as the series has. */
static bool in_series(const struct hc_kind_spec *kind, const char *code)
{
    size_t n = strlen(kind->series_first), length = strlen(code);
    const char *tail = length > n ? code + length - n : code;
    return strcmp(tail, kind->series_first) >= 0 && strcmp(tail, kind->series_last) <= 0;
}

static void check_series(struct hc_stepping *s)
{
    const struct hc_level_spec *spec = &s->run->input->project.levels[s->level];
    for (uint32_t t = 0; t < s->fresh->count; t++)
        for (size_t k = 0; s->fresh->kind[t] && k < spec->n_kinds; k++) {
            const struct hc_kind_spec *kind = &spec->kinds[k];
            if (!kind->series_first || strcmp(kind->name, s->fresh->kind[t]) != 0 || in_series(kind, s->fresh->code[t]))
                continue;
            struct hc_finding *f = hc_findings_add(s->run->findings, "code_out_of_series", HC_WARNING,
                                                   "unit %s is a %s, but its code is not in %s-%s",
                                                   "单元 %s 的类型为%s，但代码不在 %s-%s 之内", s->fresh->code[t],
                                                   kind->name, kind->series_first, kind->series_last);
            hc_finding_level(f, spec->id);
            hc_finding_unit(f, s->fresh->code[t]);
        }
}

/* Into which new unit the land of a face goes. */
static uint32_t face_target(const struct hc_stepping *s, const struct hc_state *before, size_t f)
{
    uint32_t u = before->levels[s->level].face_unit[f];
    if (s->level && before->levels[s->level - 1].face_unit) {
        uint32_t child = before->levels[s->level - 1].face_unit[f];
        if (child != HC_NONE && s->child_target[child] != HC_UNNAMED)
            return s->child_target[child];
    }
    return u == HC_NONE ? HC_NONE : s->largest[u];
}

static void move_faces(struct hc_stepping *s)
{
    const struct hc_state *before = &s->run->result->states[s->index];
    struct hc_state *after = &s->run->result->states[s->index + 1];
    uint32_t base = s->run->input->base, n_levels = (uint32_t)s->run->input->project.n_levels;
    if (!s->run->cover)
        return;
    size_t n = hc_cover_n_faces(s->run->cover);
    for (uint32_t l = base; l < n_levels; l++) {
        uint32_t *faces = after->levels[l].face_unit = hc_alloc(n, sizeof *faces);
        for (size_t f = 0; f < n; f++) {
            uint32_t u = before->levels[l].face_unit[f];
            faces[f] = l == s->level ? face_target(s, before, f) : u == HC_NONE ? HC_NONE : s->old_to_new[l][u];
        }
    }
    hc_state_faces_up(s->run, after, s->level > base ? s->level : base);
}

void hc_step_advance(struct hc_stepping *s)
{
    uint32_t n_levels = (uint32_t)s->run->input->project.n_levels;
    s->old_to_new = hc_calloc(n_levels, sizeof *s->old_to_new);
    s->old_to_new[s->level] = hc_alloc(s->old->count, sizeof **s->old_to_new);
    memset(s->old_to_new[s->level], 0xff, s->old->count * sizeof **s->old_to_new);
    make_targets(s);
    for (uint32_t t = 0; t < s->n_targets; t++)
        if (s->continued[t] != HC_NONE)
            s->old_to_new[s->level][s->continued[t]] = t;
    make_finer(s);
    for (uint32_t l = s->level + 1; l < n_levels; l++)
        make_coarser(s, l);
    hc_state_parents(s->run, s->index + 1);
    pass_kinds_down(s);
    check_series(s);
    move_faces(s);
}

void hc_stepping_release(struct hc_stepping *s)
{
    for (uint32_t l = 0; s->old_to_new && l < s->run->input->project.n_levels; l++)
        hc_free(s->old_to_new[l]);
    hc_free(s->old_to_new);
    hc_free(s->parts);
    hc_free(s->part_at);
    hc_free(s->target_codes);
    hc_free(s->largest);
    hc_free(s->child_target);
    hc_free(s->continued);
    hc_free(s->given);
}

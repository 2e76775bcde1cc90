#include "simulate/consistency/clash.h"

#include <string.h>

/* Tests of one group before giving up: each is a system solved. */
#define MOST_TESTS 20000
/* Steps of one search for a smallest hitting set. */
#define MOST_STEPS 2000000

/* Sets of figures of each of which one is wanted. */
struct targets {
    struct hc_figure_set *sets;
    size_t n, cap, n_steps, n_figures;
};

struct search {
    struct hc_consistency *c;
    size_t n_figures, n_tests;
};

static bool can_hold(struct search *s, const struct hc_figure_set *set)
{
    struct hc_linear rows;
    hc_relations_rows(&s->c->relations, set, &rows);
    enum hc_verdict verdict = hc_linear_check(&rows);
    hc_linear_release(&rows);
    s->n_tests++;
    s->c->undecided = s->c->undecided || verdict == HC_UNDECIDED || s->n_tests == MOST_TESTS;
    return verdict != HC_CANNOT_HOLD;
}

static bool meets(const struct hc_figure_set *a, const struct hc_figure_set *b)
{
    bool any = false;
    for (size_t w = 0; w < HC_MOST_FIGURES / 64; w++)
        any = any || (a->word[w] & b->word[w]) != 0;
    return any;
}

static struct hc_figure_set without(struct hc_figure_set set, const struct hc_figure_set *part)
{
    for (size_t w = 0; w < HC_MOST_FIGURES / 64; w++)
        set.word[w] &= ~part->word[w];
    return set;
}

static void add_target(struct targets *t, struct hc_figure_set set)
{
    HC_GROW(t->sets, t->cap, t->n + 1);
    t->sets[t->n++] = set;
}

/* Completes `set` with at most `more` figures so that it meets every target; `barred` are out of question. Tries
 * figures in their order, so that the first answer is always the same. */
static bool hit(struct targets *t, struct hc_figure_set *set, struct hc_figure_set barred, size_t more)
{
    size_t miss = 0;
    if (++t->n_steps > MOST_STEPS)
        return false;
    while (miss < t->n && meets(set, &t->sets[miss]))
        miss++;
    if (miss == t->n)
        return true;
    for (size_t i = 0; more && i < t->n_figures; i++) {
        if (!hc_figure_set_has(&t->sets[miss], i) || hc_figure_set_has(&barred, i))
            continue;
        hc_figure_set_add(set, i);
        if (hit(t, set, barred, more - 1))
            return true;
        hc_figure_set_remove(set, i);
        hc_figure_set_add(&barred, i);
    }
    return false;
}

/* The smallest set that meets every target. */
static bool smallest_hit(struct search *s, struct targets *t, struct hc_figure_set *set)
{
    t->n_steps = 0;
    t->n_figures = s->n_figures;
    for (size_t size = 0; size <= s->n_figures && t->n_steps <= MOST_STEPS; size++) {
        *set = (struct hc_figure_set){0};
        if (hit(t, set, (struct hc_figure_set){0}, size))
            return true;
    }
    s->c->undecided = true;
    return false;
}

/* Of an inconsistent set a part that is so too, and no more if any figure is taken out. */
static struct hc_figure_set shrink(struct search *s, struct hc_figure_set set)
{
    for (size_t i = 0; i < s->n_figures; i++) {
        if (!hc_figure_set_has(&set, i))
            continue;
        hc_figure_set_remove(&set, i);
        if (can_hold(s, &set))
            hc_figure_set_add(&set, i);
    }
    return set;
}

/* What a consistent part of `all` lacks when it can be grown no more. */
static struct hc_figure_set lacking(struct search *s, const struct hc_figure_set *all, struct hc_figure_set set)
{
    for (size_t i = 0; i < s->n_figures; i++) {
        if (!hc_figure_set_has(all, i) || hc_figure_set_has(&set, i))
            continue;
        hc_figure_set_add(&set, i);
        if (!can_hold(s, &set))
            hc_figure_set_remove(&set, i);
    }
    return without(*all, &set);
}

/* The fewest figures without which the rest can all be true: they meet every inconsistent set. */
static struct hc_figure_set fewest_wrong(struct search *s, const struct hc_figure_set *group)
{
    struct targets t = {0};
    struct hc_figure_set wrong = {0};
    while (s->n_tests < MOST_TESTS && smallest_hit(s, &t, &wrong)) {
        struct hc_figure_set rest = without(*group, &wrong);
        if (can_hold(s, &rest))
            break;
        add_target(&t, shrink(s, rest));
    }
    hc_free(t.sets);
    return wrong;
}

/* The smallest inconsistent part of an inconsistent set: it meets whatever any consistent part lacks. */
static struct hc_figure_set smallest_clash(struct search *s, const struct hc_figure_set *all)
{
    struct targets t = {0};
    struct hc_figure_set set = {0};
    while (s->n_tests < MOST_TESTS && smallest_hit(s, &t, &set)) {
        if (!can_hold(s, &set))
            break;
        add_target(&t, lacking(s, all, set));
    }
    hc_free(t.sets);
    return set;
}

static struct hc_bounds bounds_of(const struct hc_consistency *c, const struct hc_figure_set *others, size_t i,
                                  enum hc_figure_as as)
{
    struct hc_bounds b = {0};
    struct hc_linear rows;
    hc_relations_rows(&c->relations, others, &rows);
    uint32_t var = hc_relations_subject(&c->relations, i, as, others, &rows);
    if (hc_linear_bounds(&rows, var, &b) != HC_CAN_HOLD)
        b = (struct hc_bounds){0};
    hc_linear_release(&rows);
    return b;
}

/* 1 - after / before, each within its bounds by itself: no narrower than what the two together would leave. */
static struct hc_bounds rate_of(const struct hc_bounds *before, const struct hc_bounds *after)
{
    struct hc_bounds b = {0};
    if (!before->low_known || !before->high_known || hc_ratio_sign(before->low) <= 0 || !after->low_known ||
        !after->high_known || hc_ratio_sign(after->low) < 0)
        return b;
    b.low_known = b.high_known = true;
    b.low = hc_ratio_sub(hc_ratio_whole(1), hc_ratio_div(after->high, before->low));
    b.high = hc_ratio_sub(hc_ratio_whole(1), hc_ratio_div(after->low, before->high));
    b.low_in = after->high_in && before->low_in;
    b.high_in = after->low_in && before->high_in;
    return b;
}

/* What a set of figures leaves to another, in its printed unit. */
static struct hc_bounds left_by(const struct hc_consistency *c, const struct hc_figure_set *others, size_t i)
{
    const struct hc_figure *f = &c->relations.project->figures.items[i];
    struct hc_bounds b, before;
    if (f->is_step && f->as == HC_FIGURE_RATE) {
        before = bounds_of(c, others, i, HC_FIGURE_BEFORE);
        b = bounds_of(c, others, i, HC_FIGURE_AFTER);
        b = rate_of(&before, &b);
    } else {
        b = bounds_of(c, others, i, f->is_step && f->as == HC_FIGURE_CHANGE ? HC_FIGURE_CHANGE : HC_FIGURE_AFTER);
    }
    if (b.low_known)
        b.low = hc_ratio_div(b.low, f->factor);
    if (b.high_known)
        b.high = hc_ratio_div(b.high, f->factor);
    return b;
}

/* wrong: the figures set aside, `one` among them. A figure of the clash that can stand in for `one` is as suspect. */
static void add_clash(struct search *s, const struct hc_figure_set *group, struct hc_figure_set wrong, size_t one)
{
    struct hc_consistency *c = s->c;
    struct hc_figure_set all = without(*group, &wrong);
    hc_figure_set_add(&all, one);
    struct hc_figure_set set = smallest_clash(s, &all);
    size_t n = hc_figure_set_count(&set);
    struct hc_clash clash = {.figures = hc_calloc(n, sizeof *clash.figures)};
    for (size_t i = 0; i < s->n_figures; i++) {
        struct hc_figure_set rest = all;
        if (!hc_figure_set_has(&set, i))
            continue;
        struct hc_clashing *figure = &clash.figures[clash.n++];
        hc_figure_set_remove(&rest, i);
        *figure = (struct hc_clashing){.figure = i, .suspect = can_hold(s, &rest)};
        if (figure->suspect)
            figure->others = left_by(c, &rest, i);
    }
    HC_GROW(c->clashes, c->cap_clashes, c->n_clashes + 1);
    c->clashes[c->n_clashes++] = clash;
}

void hc_clash_find(struct hc_consistency *c, const struct hc_figure_set *group)
{
    struct search s = {.c = c, .n_figures = c->relations.project->figures.n};
    if (can_hold(&s, group))
        return;
    struct hc_figure_set wrong = fewest_wrong(&s, group);
    for (size_t i = 0; i < s.n_figures; i++)
        if (hc_figure_set_has(&wrong, i))
            add_clash(&s, group, wrong, i);
}

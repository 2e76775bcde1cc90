#include "cover/simplify/line.h"

#include "base/mem.h"
#include <math.h>
#include <stdlib.h>

/* Vertices still there, as a list, and a heap of them by what they count for now. */
struct worth {
    const int32_t (*xy)[2];
    double stretch;
    size_t *before, *after;
    double *now;
    size_t *heap, *place; /* place: of each vertex in the heap */
    size_t n_heap;
};

static double triangle(const struct worth *w, size_t i)
{
    const int32_t *a = w->xy[w->before[i]], *b = w->xy[i], *c = w->xy[w->after[i]];
    int64_t abx = (int64_t)b[0] - a[0], aby = (int64_t)b[1] - a[1], acx = (int64_t)c[0] - a[0],
            acy = (int64_t)c[1] - a[1];
    return fabs((double)(abx * acy - aby * acx)) / 2 * w->stretch;
}

static bool lighter(const struct worth *w, size_t i, size_t j)
{
    return w->now[i] < w->now[j] || (!(w->now[j] < w->now[i]) && i < j);
}

static void put(struct worth *w, size_t at, size_t vertex)
{
    w->heap[at] = vertex;
    w->place[vertex] = at;
}

static void settle(struct worth *w, size_t at)
{
    size_t vertex = w->heap[at];
    while (at > 0 && lighter(w, vertex, w->heap[(at - 1) / 2])) {
        put(w, at, w->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    for (;;) {
        size_t child = 2 * at + 1;
        if (child + 1 < w->n_heap && lighter(w, w->heap[child + 1], w->heap[child]))
            child++;
        if (child >= w->n_heap || !lighter(w, w->heap[child], vertex))
            break;
        put(w, at, w->heap[child]);
        at = child;
    }
    put(w, at, vertex);
}

static size_t take_lightest(struct worth *w)
{
    size_t vertex = w->heap[0], last = w->heap[--w->n_heap];
    if (w->n_heap) {
        put(w, 0, last);
        settle(w, 0);
    }
    return vertex;
}

static void recount(struct worth *w, size_t i, size_t n)
{
    if (i == 0 || i + 1 == n)
        return;
    w->now[i] = triangle(w, i);
    settle(w, w->place[i]);
}

static void take_out_all(struct worth *w, size_t n, size_t keep, double *worth)
{
    double most = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        w->before[i] = i - 1;
        w->after[i] = i + 1;
        w->now[i] = triangle(w, i);
        put(w, w->n_heap++, i);
        settle(w, w->n_heap - 1);
    }
    while (w->n_heap > keep) {
        size_t i = take_lightest(w);
        most = w->now[i] > most ? w->now[i] : most;
        worth[i] = most;
        w->after[w->before[i]] = w->after[i];
        w->before[w->after[i]] = w->before[i];
        recount(w, w->before[i], n);
        recount(w, w->after[i], n);
    }
    while (w->n_heap)
        worth[take_lightest(w)] = INFINITY;
}

void hc_line_worth(const int32_t (*xy)[2], size_t n, double stretch, double *worth)
{
    struct worth w = {.xy = xy, .stretch = stretch};
    bool closed = n > 3 && xy[0][0] == xy[n - 1][0] && xy[0][1] == xy[n - 1][1];
    for (size_t i = 0; i < n; i++)
        worth[i] = INFINITY;
    if (n < 3)
        return;
    w.before = hc_calloc(n, sizeof *w.before);
    w.after = hc_calloc(n, sizeof *w.after);
    w.now = hc_calloc(n, sizeof *w.now);
    w.heap = hc_calloc(n, sizeof *w.heap);
    w.place = hc_calloc(n, sizeof *w.place);
    take_out_all(&w, n, closed ? 2 : 0, worth);
    hc_free(w.before);
    hc_free(w.after);
    hc_free(w.now);
    hc_free(w.heap);
    hc_free(w.place);
}

static int32_t low_x(const struct hc_segment *s)
{
    return s->ax < s->bx ? s->ax : s->bx;
}

static int32_t high_x(const struct hc_segment *s)
{
    return s->ax < s->bx ? s->bx : s->ax;
}

static int compare_segments(const void *p, const void *q)
{
    const struct hc_segment *a = p, *b = q;
    const int32_t l[] = {low_x(a), a->ax, a->ay, a->bx, a->by}, r[] = {low_x(b), b->ax, b->ay, b->bx, b->by};
    for (int i = 0; i < 5; i++)
        if (l[i] != r[i])
            return l[i] < r[i] ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

/* Exact: coordinates have 31 bits, products 62, their differences 63. */
static int side(int32_t ax, int32_t ay, int32_t bx, int32_t by, int32_t cx, int32_t cy)
{
    int64_t left = ((int64_t)bx - ax) * ((int64_t)cy - ay), right = ((int64_t)by - ay) * ((int64_t)cx - ax);
    return (left > right) - (left < right);
}

static bool between(int32_t a, int32_t b, int32_t c)
{
    return (a <= c && c <= b) || (b <= c && c <= a);
}

static bool on(const struct hc_segment *s, int32_t x, int32_t y)
{
    return side(s->ax, s->ay, s->bx, s->by, x, y) == 0 && between(s->ax, s->bx, x) && between(s->ay, s->by, y);
}

/* Whether two segments that share the point (x, y) have another in common. */
static bool overlap(const struct hc_segment *s, const struct hc_segment *t, int32_t x, int32_t y)
{
    bool at_a = s->ax == x && s->ay == y, at_c = t->ax == x && t->ay == y;
    int32_t sx = at_a ? s->bx : s->ax, sy = at_a ? s->by : s->ay, tx = at_c ? t->bx : t->ax, ty = at_c ? t->by : t->ay;
    return on(s, tx, ty) || on(t, sx, sy);
}

/* A shared point is as it should be where one line goes on, or where ends of lines meet. */
static bool may_share(const struct hc_segment *s, const struct hc_segment *t, bool s_at_a, bool t_at_a)
{
    bool s_end = s_at_a ? s->first : s->last, t_end = t_at_a ? t->first : t->last;
    return (s_end && t_end) || (s->line == t->line && s_at_a != t_at_a && !s_end && !t_end);
}

static bool meet_wrongly(const struct hc_segment *s, const struct hc_segment *t)
{
    for (int i = 0; i < 4; i++) {
        bool s_at_a = i & 1, t_at_a = i & 2;
        int32_t x = s_at_a ? s->ax : s->bx, y = s_at_a ? s->ay : s->by;
        if (x == (t_at_a ? t->ax : t->bx) && y == (t_at_a ? t->ay : t->by))
            return !may_share(s, t, s_at_a, t_at_a) || overlap(s, t, x, y);
    }
    int a = side(s->ax, s->ay, s->bx, s->by, t->ax, t->ay), b = side(s->ax, s->ay, s->bx, s->by, t->bx, t->by);
    int c = side(t->ax, t->ay, t->bx, t->by, s->ax, s->ay), d = side(t->ax, t->ay, t->bx, t->by, s->bx, s->by);
    if (a * b < 0 && c * d < 0)
        return true;
    return on(s, t->ax, t->ay) || on(s, t->bx, t->by) || on(t, s->ax, s->ay) || on(t, s->bx, s->by);
}

static bool beside(const struct hc_segment *s, const struct hc_segment *t)
{
    int32_t s_low = s->ay < s->by ? s->ay : s->by, s_high = s->ay < s->by ? s->by : s->ay;
    int32_t t_low = t->ay < t->by ? t->ay : t->by, t_high = t->ay < t->by ? t->by : t->ay;
    return s_low <= t_high && t_low <= s_high;
}

/* A sweep from west to east: segments are short, so few are abreast. */
void hc_segments_flag(struct hc_segment *segments, size_t n, uint8_t *flag)
{
    if (n)
        qsort(segments, n, sizeof *segments, compare_segments);
    for (size_t i = 0; i < n; i++) {
        int32_t east = high_x(&segments[i]);
        for (size_t j = i + 1; j < n && low_x(&segments[j]) <= east; j++)
            if (beside(&segments[i], &segments[j]) && meet_wrongly(&segments[i], &segments[j]))
                flag[segments[i].line] = flag[segments[j].line] = 1;
    }
}

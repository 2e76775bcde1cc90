/* Names of vertices against a search through all of them. */
#include "cover/build/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka wants some of the above first */
#include <cmocka.h>

static uint64_t next(uint64_t *random)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return *random >> 33;
}

static void check(const struct hc_xy *xy, size_t n, int threads)
{
    uint32_t *first = calloc(n + 1, sizeof *first);
    hc_vertex_names(xy, n, threads, first);
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (!(xy[k].x == xy[i].x && xy[k].y == xy[i].y))
            k++;
        assert_int_equal(first[i], k);
    }
    free(first);
}

/* Few places, many, all different; spread, on a line, in one spot but for a single vertex far away. */
static void smallest_of_equal(void **state)
{
    enum { N = 3000 };
    static struct hc_xy xy[N];
    uint64_t random = 1;
    (void)state;
    for (uint64_t places = 1; places < 1u << 30; places *= 32)
        for (int shape = 0; shape < 3; shape++) {
            for (size_t i = 0; i < N; i++) {
                double at = (double)(next(&random) % places);
                xy[i] = (struct hc_xy){at * 0.01 - 5, shape == 0   ? (double)(next(&random) % 4) - 0.0
                                                      : shape == 1 ? 7
                                                                   : at};
            }
            if (shape == 2)
                xy[N / 2] = (struct hc_xy){1e9, -1e9};
            check(xy, N, 1);
        }
    check(xy, 0, 1);
}

/* Above the size at which each thread names a part of its own; no two equal but those a stretch apart. */
static void same_for_any_threads(void **state)
{
    enum { N = 300000, APART = 170000 };
    struct hc_xy *xy = malloc(N * sizeof *xy);
    uint32_t *first = malloc(N * sizeof *first);
    uint64_t random = 5;
    (void)state;
    for (size_t i = 0; i < N; i++)
        xy[i] = i >= APART && i % 3 ? xy[i - APART]
                                    : (struct hc_xy){(double)i * 1e-3, (double)(next(&random) % 1000) * 1e-3};
    static const int threads[] = {1, 2, 8};
    for (size_t t = 0; t < 3; t++) {
        hc_vertex_names(xy, N, threads[t], first);
        for (size_t i = 0; i < N; i++)
            assert_int_equal(first[i], i >= APART && i % 3 ? i - APART : i);
    }
    free(xy);
    free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(smallest_of_equal), cmocka_unit_test(same_for_any_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

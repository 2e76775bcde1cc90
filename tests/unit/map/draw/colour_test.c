/* Colours as they are seen by those who lack a kind of cones: Machado, Oliveira and Fernandes 2009, severity 1;
 * distances in Oklab (Ottosson 2020), in which about 0.02 is just noticed. */
#include "map/draw/colour.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the four above first */
#include <cmocka.h>

struct lab {
    double l, a, b;
};

static const double sight[4][9] = {
    {1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
};

static double linear(unsigned v)
{
    double c = v / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static struct lab seen(hc_colour c, const double *m)
{
    double in[3] = {linear(c >> 24), linear((c >> 16) & 0xff), linear((c >> 8) & 0xff)}, rgb[3];
    for (int i = 0; i < 3; i++) {
        rgb[i] = m[3 * i] * in[0] + m[3 * i + 1] * in[1] + m[3 * i + 2] * in[2];
        rgb[i] = rgb[i] < 0 ? 0 : rgb[i] > 1 ? 1 : rgb[i];
    }
    double l = cbrt(0.4122214708 * rgb[0] + 0.5363325363 * rgb[1] + 0.0514459929 * rgb[2]);
    double s = cbrt(0.2119034982 * rgb[0] + 0.6806995451 * rgb[1] + 0.1073969566 * rgb[2]);
    double t = cbrt(0.0883024619 * rgb[0] + 0.2817188376 * rgb[1] + 0.6299787005 * rgb[2]);
    return (struct lab){0.2104542553 * l + 0.7936177850 * s - 0.0040720468 * t,
                        1.9779984951 * l - 2.4285922050 * s + 0.4505937099 * t,
                        0.0259040371 * l + 0.7827717662 * s - 0.8086757660 * t};
}

static double distance(hc_colour a, hc_colour b, const double *m)
{
    struct lab x = seen(a, m), y = seen(b, m);
    return sqrt((x.l - y.l) * (x.l - y.l) + (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b));
}

static void tints_differ_for_all_eyes(void **state)
{
    (void)state;
    for (int eye = 0; eye < 4; eye++)
        for (uint32_t i = 0; i < HC_N_TINTS; i++)
            for (uint32_t k = 0; k < i; k++)
                assert_true(distance(hc_tint(i), hc_tint(k), sight[eye]) > (i < 5 ? 0.065 : 0.045));
}

static void steps_darken_for_all_eyes(void **state)
{
    (void)state;
    for (int eye = 0; eye < 4; eye++)
        for (size_t n = 2; n <= 9; n++)
            for (size_t i = 1; i < n; i++) {
                struct lab before = seen(hc_sequence(i - 1, n), sight[eye]), here = seen(hc_sequence(i, n), sight[eye]);
                assert_true(before.l - here.l > 0.3 / (double)n);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tints_differ_for_all_eyes),
        cmocka_unit_test(steps_darken_for_all_eyes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

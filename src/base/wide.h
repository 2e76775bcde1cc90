/* Wide loops: compiled twice, once for processors with AVX2, which is taken where the program runs on one. Both give
 * the same bits: nothing is contracted, and no sum is taken in another order. */
#ifndef HC_BASE_WIDE_H
#define HC_BASE_WIDE_H

/* How the loop is defined: HC_LOOP void f_loop(double *x) { ... }
 * Behind it, HC_WIDE(f, (double *x), (x)) defines f, and HC_WIDE_VALUE(double, f, ...) one that returns something. */
#define HC_LOOP static inline __attribute__((always_inline))

#if defined __x86_64__
#define HC_FOR_AVX2   __attribute__((target("avx2")))
#define HC_HAS_AVX2() __builtin_cpu_supports("avx2")
#else
#define HC_FOR_AVX2
#define HC_HAS_AVX2() 0
#endif

#define HC_WIDE_VALUE(type, f, parameters, arguments)                                                                  \
    HC_FOR_AVX2 static type f##_avx2 parameters                                                                        \
    {                                                                                                                  \
        return f##_loop arguments;                                                                                     \
    }                                                                                                                  \
    static type f parameters                                                                                           \
    {                                                                                                                  \
        return HC_HAS_AVX2() ? f##_avx2 arguments : f##_loop arguments;                                                \
    }

#define HC_WIDE(f, parameters, arguments)                                                                              \
    HC_FOR_AVX2 static void f##_avx2 parameters                                                                        \
    {                                                                                                                  \
        f##_loop arguments;                                                                                            \
    }                                                                                                                  \
    static void f parameters                                                                                           \
    {                                                                                                                  \
        if (HC_HAS_AVX2())                                                                                             \
            f##_avx2 arguments;                                                                                        \
        else                                                                                                           \
            f##_loop arguments;                                                                                        \
    }

#endif

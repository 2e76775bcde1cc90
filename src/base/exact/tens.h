/* Powers of ten that fit 64 bits. */
#ifndef HC_BASE_EXACT_TENS_H
#define HC_BASE_EXACT_TENS_H

#include <stdint.h>

static const int64_t hc_tens[] = {1,
                                  10,
                                  100,
                                  1000,
                                  10000,
                                  100000,
                                  1000000,
                                  10000000,
                                  100000000,
                                  1000000000,
                                  10000000000,
                                  100000000000,
                                  1000000000000,
                                  10000000000000,
                                  100000000000000,
                                  1000000000000000,
                                  10000000000000000,
                                  100000000000000000,
                                  1000000000000000000};

#endif

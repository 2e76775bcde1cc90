#include "map/scene/breaks.h"

#include "base/mem.h"
#include <math.h>

static void quantiles(const double *values, size_t n, size_t k, double *upper)
{
    for (size_t c = 0; c < k; c++)
        upper[c] = values[((c + 1) * n + k - 1) / k - 1];
}

static void equals(const double *values, size_t n, size_t k, double *upper)
{
    for (size_t c = 0; c + 1 < k; c++)
        upper[c] = values[0] + (values[n - 1] - values[0]) * (double)(c + 1) / (double)k;
    upper[k - 1] = values[n - 1];
}

/* Sum of squared distances from the mean of values first..last, of sums from the left. */
static double spread(const double *sum, const double *squares, size_t first, size_t last)
{
    double s = sum[last + 1] - sum[first];
    return fmax(0, squares[last + 1] - squares[first] - s * s / (double)(last - first + 1));
}

/* cost[i]: of the best division of values 0..i into one class more than before; begin[i]: where its last class begins.
 */
static void next_class(const double *sum, const double *squares, size_t n, const double *before, double *cost,
                       size_t *begin)
{
    for (size_t i = 0; i < n; i++) {
        cost[i] = INFINITY;
        begin[i] = 0;
        for (size_t j = i + 1; j-- > 1;) {
            double c = before[j - 1] + spread(sum, squares, j, i);
            if (c < cost[i]) {
                cost[i] = c;
                begin[i] = j;
            }
            if (spread(sum, squares, j, i) > cost[i])
                break; /* a longer last class is only worse */
        }
    }
}

static void naturals(const double *values, size_t n, size_t k, double *upper)
{
    double *sum = hc_calloc(n + 1, sizeof *sum), *squares = hc_calloc(n + 1, sizeof *squares);
    double *before = hc_alloc(n, sizeof *before), *cost = hc_alloc(n, sizeof *cost);
    size_t *begin = hc_calloc(n * k, sizeof *begin);
    for (size_t i = 0; i < n; i++) {
        double v = values[i] - values[n / 2]; /* near zero, so that squares keep their digits */
        sum[i + 1] = sum[i] + v;
        squares[i + 1] = squares[i] + v * v;
    }
    for (size_t i = 0; i < n; i++)
        before[i] = spread(sum, squares, 0, i);
    for (size_t c = 1; c < k; c++) {
        next_class(sum, squares, n, before, cost, begin + c * n);
        double *swap = before;
        before = cost;
        cost = swap;
    }
    for (size_t c = k, last = n - 1; c-- > 0;) {
        upper[c] = values[last];
        size_t first = begin[c * n + last];
        last = first > 0 ? first - 1 : 0;
    }
    hc_free(sum);
    hc_free(squares);
    hc_free(before);
    hc_free(cost);
    hc_free(begin);
}

static double *sample_of(const double *values, size_t n, size_t *n_sample)
{
    enum { MOST = 2000 };
    *n_sample = n < MOST ? n : MOST;
    double *sample = hc_alloc(*n_sample, sizeof *sample);
    for (size_t i = 0; i < *n_sample; i++)
        sample[i] = values[*n_sample > 1 ? i * (n - 1) / (*n_sample - 1) : 0];
    return sample;
}

size_t hc_breaks(const double *values, size_t n, enum hc_classes method, size_t n_classes, double *upper)
{
    size_t n_different = n > 0, k = n_classes < 1 ? 1 : n_classes > HC_MOST_CLASSES ? HC_MOST_CLASSES : n_classes;
    if (!n)
        return 0;
    for (size_t i = 1; i < n && n_different < k; i++)
        n_different += values[i] != values[i - 1];
    if (n_different < k)
        k = n_different;
    if (method == HC_CLASSES_QUANTILE) {
        quantiles(values, n, k, upper);
    } else if (method == HC_CLASSES_EQUAL) {
        equals(values, n, k, upper);
    } else {
        size_t n_sample;
        double *sample = sample_of(values, n, &n_sample);
        naturals(sample, n_sample, k, upper);
        hc_free(sample);
    }
    size_t kept = 0;
    for (size_t c = 0; c < k; c++)
        if (!kept || upper[c] > upper[kept - 1])
            upper[kept++] = upper[c];
    return kept;
}

size_t hc_break_of(const double *upper, size_t n_classes, double value)
{
    size_t c = 0;
    while (c + 1 < n_classes && value > upper[c])
        c++;
    return c;
}

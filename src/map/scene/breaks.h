/* Class breaks for choropleths. */
#ifndef HC_MAP_SCENE_BREAKS_H
#define HC_MAP_SCENE_BREAKS_H

#include <stddef.h>

enum hc_classes { HC_CLASSES_QUANTILE, HC_CLASSES_EQUAL, HC_CLASSES_NATURAL };

#define HC_MOST_CLASSES 9

/* values: n finite ones, sorted. upper: room for n_classes values; becomes the upper bounds of the classes, ascending
 * and each once, the last one the largest value; a class holds what is above the bound before and up to its own. Bounds
 * are values that occur, but for equal intervals. Returns how many classes there are: fewer than asked for where there
 * are not so many different values.
 *
 * natural: the classes with the least sum of squared distances from their means, exactly (Fisher 1958, as Jenks wrote
 * it); above 2,000 values of a sample that keeps the smallest and the largest. */
size_t hc_breaks(const double *values, size_t n, enum hc_classes method, size_t n_classes, double *upper);

/* The class of a value. */
size_t hc_break_of(const double *upper, size_t n_classes, double value);

#endif

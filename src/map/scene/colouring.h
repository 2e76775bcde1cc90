/* Colouring: numbers for units so that neighbours never have the same. */
#ifndef HC_MAP_SCENE_COLOURING_H
#define HC_MAP_SCENE_COLOURING_H

#include "cover/cover.h"

/* few: how many colours are aimed at, 4 or more. colour: n_units elements, from 0. Units are taken as Brelaz does (the
 * one with the most colours around it, then the most neighbours, then the lowest index), each gets, of the colours that
 * no neighbour has, its wish (HC_NONE: none; wish may be NULL), else the one used least. A further colour is only begun
 * where no exchange along a Kempe chain frees one of the first, so that maps of one-part units need four, rarely five.
 * Proper whatever the graph; returns how many colours there are. */
uint32_t hc_colour_units(const struct hc_pairs *pairs, size_t n_units, uint32_t few, const uint32_t *wish,
                         uint32_t *colour);

#endif

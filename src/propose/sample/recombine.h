/* A walk over the legal plans with given counts, by recombination: two new units that touch are merged and divided
 * anew.
 *
 * A step takes an edge between two groups of one parent, each as likely as another; of the two groups together a
 * spanning tree, each as likely as another; and of the tree an edge, each as likely as another. Cut there, the tree
 * falls in two, which become the new groups if both keep all rules and, with chance min(1, C / C'), where C and C'
 * count the edges between groups before and after. Where these steps lead at all (which nobody can promise for tight
 * rules), plans come to be drawn in proportion to the product of the numbers of spanning trees of their groups: compact
 * groups have many. For the chance of a step from a plan with groups A, B to one with A', B' is E(A,B)/C * t(A') t(B')
 * E(A',B') / (t(A+B) (|A+B| - 1)), with t the number of spanning trees and E that of edges between two groups, so the
 * acceptance leaves the flow both ways the same (this is a reversible recombination like that of Cannon, Duchin,
 * Randall and Rule, 2022, in which rejection by the number of edges is needed less often). */
#ifndef HC_PROPOSE_SAMPLE_RECOMBINE_H
#define HC_PROPOSE_SAMPLE_RECOMBINE_H

#include "propose/problem/problem.h"
#include "propose/search/span.h"

struct hc_shuffle {
    const struct hc_problem *p;
    struct hc_random random;
    uint32_t *label; /* group of each unit; any numbers below n; read it, hc_shuffle_load writes it */
    uint64_t steps, moves;
    uint8_t *moved;         /* of each block: whether a step ever changed it */
    uint32_t *from;         /* of each edge: its unit */
    uint32_t *cut, *cut_at; /* edges between groups, each once; where each stands among them */
    size_t n_cut;
    struct hc_span span; /* the two groups being divided */
    uint32_t *side;
    struct hc_scratch scratch;
};

/* Every group of `label` must be in one piece, but for those that are kept or frozen. */
void hc_shuffle_init(struct hc_shuffle *w, const struct hc_problem *p, struct hc_random random);
void hc_shuffle_load(struct hc_shuffle *w, const uint32_t *label);
void hc_shuffle_step(struct hc_shuffle *w);
void hc_shuffle_release(struct hc_shuffle *w);

#endif

/* Doubles as text that reads back as the same double. */
#ifndef HC_BASE_EXACT_SHORTEST_H
#define HC_BASE_EXACT_SHORTEST_H

#define HC_SHORTEST_BYTES 32

/* Writes what printf's %.15g gives if that reads back as the same double, else %.16g or %.17g: the first that does.
 * value is finite; text has HC_SHORTEST_BYTES, a NUL at the end. Returns its length. */
int hc_shortest_put(char *text, double value);

#endif

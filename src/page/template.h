/* The page without its data, as the build put it together (scripts/embed-page). */
#ifndef HC_PAGE_TEMPLATE_H
#define HC_PAGE_TEMPLATE_H

#include <stddef.h>

extern const unsigned char hc_page_template[];
extern const size_t hc_page_template_size;
/* Where the data goes. */
extern const size_t hc_page_template_data;

#endif

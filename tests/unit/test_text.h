/* Putting random texts together in a test. */
#ifndef TEST_TEXT_H
#define TEST_TEXT_H

#include <stdio.h>
#include <string.h>

/* Appends to the NUL-terminated text in a buffer of `size` bytes; what does not fit is cut. */
static inline void test_append(char *text, size_t size, const char *more)
{
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s", more);
}

#endif

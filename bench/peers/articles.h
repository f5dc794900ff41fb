/* Reading the generated articles the cheapest way: the peers are measured, not a JSON parser. C and C++. */
#ifndef BENCH_ARTICLES_H
#define BENCH_ARTICLES_H

#include "measure_queries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value of "key": "..." in a line, its escapes undone in place; "" where absent. Fields must be asked for in their
 * order in the line, starting behind the last one: *line moves. Only \" \\ \n occur (generate_articles.c). */
static inline char *article_field(char **line, const char *key)
{
    static char empty[1];
    char pattern[32];
    snprintf(pattern, sizeof pattern, "\"%s\": \"", key);
    char *from = strstr(*line, pattern);
    if (from == NULL)
        return empty;
    from += strlen(pattern);
    char *start = from, *to = from;
    for (; *from != '"' && *from != '\0'; from++) {
        if (*from == '\\' && from[1] != '\0')
            *to++ = *++from == 'n' ? '\n' : *from;
        else
            *to++ = *from;
    }
    *line = *from == '"' ? from + 1 : from;
    *to = '\0';
    return start;
}

struct article {
    const char *id, *title, *date, *body;
};

/* Takes a line apart, in place. */
static inline struct article article_of(char *line)
{
    struct article article;
    article.id = article_field(&line, "id");
    article.title = article_field(&line, "title");
    article.date = article_field(&line, "date");
    article.body = article_field(&line, "body");
    return article;
}

#endif

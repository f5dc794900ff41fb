/* Quotation marks of one paragraph: which stretches stand between marks. Handles straight, typographic, German, French,
 * CJK and doubled single marks, single marks (apostrophes told apart), nesting, and marks that are never closed. */
#ifndef QUOTE_MARK_H
#define QUOTE_MARK_H

#include "article.h"

struct quoted {
    struct span whole; /* with its marks */
    struct span inner; /* between them */
    bool closed;       /* false: runs to the end of the paragraph, its mark of closing is missing */
    bool single;       /* single marks */
};

struct quote_marks {
    struct quoted *items;
    size_t count, capacity;
};

/* Outermost stretches of text[paragraph), in order. One pass; FX_ENOMEM. */
int quote_marks_scan(struct quote_marks *marks, fx_slice text, struct span paragraph, fx_error *err) FX_CHECK;
void quote_marks_release(struct quote_marks *marks);

#endif

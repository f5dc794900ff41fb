/* The namespaces of terms. A stored term is one byte that names the space, then the term's own bytes. All spaces share
 * one dictionary and one form of posting list in each unit of a segment. */
#ifndef MODEL_TERM_SPACE_H
#define MODEL_TERM_SPACE_H

enum term_space {
    /* Boundaries, as postings of one term each (the space byte alone), so that scopes are checked with positions alone.
     * Positions are those of the first word of each sentence / paragraph / section, and for HEAD the first position
     * after the unit's head (absent where there is none). */
    TERM_MARK_SENTENCE = 0x01,
    TERM_MARK_PARAGRAPH = 0x02,
    TERM_MARK_SECTION = 0x03,
    TERM_MARK_HEAD = 0x04,
    /* The article has sub-headed sections of its own (no positions, UNIT_ARTICLE only). */
    TERM_MARK_SECTIONED = 0x05,

    TERM_AUTHOR = 'a', /* names, as words with positions; folded forms, not stemmed; several names stand apart */
    TERM_DESK = 'd',
    TERM_LANG = 'g',         /* the code, one word */
    TERM_ORGANIZATION = 'o', /* entities under every name and alias */
    TERM_PERSON = 'p',
    TERM_PLACE = 'l',
    TERM_OTHER = 'x',
    TERM_SOURCE = 's',
    TERM_SPEAKER = 'k', /* UNIT_QUOTE only */
    TERM_WORD = 'w',    /* stems of the unit's words */
    TERM_FORM = 'f'     /* dictionary only, no postings: a form that differs from its stem -> its stem; see segment.h */
};

/* Positions between two names of one space in one document. */
enum { NAME_GAP = 8 };

#endif

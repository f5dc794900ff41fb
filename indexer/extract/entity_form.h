/* One way in which an article writes a name, and what its words tell. */
#ifndef ENTITY_FORM_H
#define ENTITY_FORM_H

#include "annotations.h"

#include <stdbool.h>

enum { FORM_KEY_MAX = 256, FORM_NONE = 0x7FFFFFFF };

struct entity_form {
    fx_slice key;     /* small letters, single spaces, without "the" */
    fx_slice display; /* in the article's text, as first written (in capitals only where it always is) */
    uint32_t counts[NAME_KIND_COUNT];
    uint32_t words;
    uint32_t head;    /* the form it is joined to, itself where none */
    uint32_t country; /* 1 + row of the country, 0 none */
    bool shouted;     /* display has no small letters */
    bool ignored, split;
};

/* Writes the key of `name` to `out`; returns its length, 0 where nothing is left. *display: the part of `name` that
 * the key is of; *words: how many. A name of more bytes than FORM_KEY_MAX counts by its beginning. */
size_t entity_form_key(char out[FORM_KEY_MAX], fx_slice name, fx_slice *display, uint32_t *words);

enum name_kind entity_form_kind(const struct entity_form *form);

/* The i-th word of a key, from 0; empty past the end. */
fx_slice entity_form_word(fx_slice key, uint32_t i);
fx_slice entity_form_last_word(fx_slice key);

/* The first letters of the words but "of", "and" and their like; returns their number, at most `capacity`. */
size_t entity_form_acronym(char *out, size_t capacity, fx_slice key);

/* Can one be a fuller form of the other: same last word, and the words before it agree, abbreviated or left out? */
bool entity_form_same_person(fx_slice a, fx_slice b);

#endif

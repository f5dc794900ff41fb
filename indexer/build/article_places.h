/* Where the fields and lexemes of the article at hand stand in the word log, and which range of the log another unit of
 * the article is: its words need not be read again.
 *
 * Only where reading them alone would give the same: the unit's fields must be fields of the article, one after another
 * and with the same gaps and weights; the first may begin and the last may end inside, but not inside a word. A lexer
 * knows nothing of what stands before it, and what stands behind a word can only lengthen it; so words that end before
 * the edge are the same. One thread. */
#ifndef BUILD_ARTICLE_PLACES_H
#define BUILD_ARTICLE_PLACES_H

#include "lexer.h"
#include "unit_fields.h"
#include "word_log.h"

struct placed_lexeme {
    struct span span; /* in the text of its field */
    uint32_t slot;
};

struct placed_field {
    struct unit_field field;
    uint32_t slot, end_slot; /* its words; a gap follows */
    uint32_t first_lexeme, lexeme_count;
    uint32_t first_sentence, sentence_count;
};

struct article_places {
    bool known; /* of the article at hand */
    struct placed_field *fields;
    size_t field_capacity;
    uint32_t field_count;
    struct placed_lexeme *lexemes;
    size_t lexeme_capacity;
    uint32_t lexeme_count;
    uint32_t *sentences; /* slots of the first words of sentences */
    size_t sentence_capacity;
    uint32_t sentence_count;
};

void article_places_init(struct article_places *places);
void article_places_release(struct article_places *places);

/* Forgets the article before. The rest is told in the order of the article. */
void article_places_start(struct article_places *places);
int article_places_begin_field(struct article_places *places, const struct unit_field *field, uint32_t slot) FX_CHECK;
int article_places_add_lexemes(struct article_places *places, const struct lexeme *lexemes, uint32_t count,
                               uint32_t slot) FX_CHECK;
int article_places_add_sentence(struct article_places *places, uint32_t slot) FX_CHECK;
void article_places_end_field(struct article_places *places, uint32_t end_slot);

/* A field of a unit within a field of the article. */
struct field_place {
    const struct placed_field *field;
    struct span span;                  /* in its text */
    uint32_t first_lexeme, end_lexeme; /* in places->lexemes */
    uint32_t slot;                     /* of its first position */
};

/* The range of a unit; false: its words must be read. *first is the field in which it begins. */
bool article_places_find(const struct article_places *places, const struct unit_fields *fields,
                         struct word_range *range, uint32_t *first);

/* The place of the field i of a unit that was found. */
struct field_place article_places_field(const struct article_places *places, const struct unit_fields *fields,
                                        uint32_t first, uint32_t i);

#endif

/* The persons and bodies of one article: every name that stands in it, its fullest form, title, gender, and where it
 * was last mentioned. Names come from the entities of the tagger; runs of capitals stand in where the tagger saw none.
 */
#ifndef SPEAKER_TABLE_H
#define SPEAKER_TABLE_H

#include "annotations.h"
#include "arena.h"
#include "speech_token.h"

enum { SPEAKER_NONE = -1, SPEAKER_RECENT = 16, SPEAKER_MAX = 4096 };

struct speaker_actor {
    fx_slice name;  /* fullest so far, in the article's text or the entity's own */
    fx_slice title; /* may be empty */
    enum name_kind kind;
    uint32_t gender;       /* SPEECH_MALE, SPEECH_FEMALE, 0: not known */
    uint32_t roles;        /* hashes of the role words of titles seen, as a small bit set */
    uint64_t last_mention; /* ordinal of mentions */
    uint32_t mention_count;
    int32_t entity; /* index of its entity; -1 */
    int32_t next;   /* next actor of the same last word; -1 */
    int32_t spoken; /* index among the speakers put out; -1: not yet */
    bool title_from_apposition;
    bool small;   /* its name begins with a small letter, also where it stands at the start of a sentence */
    bool certain; /* known to be a person: the tagger, an honorific, a first name or a role says so */
};

/* A name in the paragraph at hand, as tokens. */
struct speaker_mention {
    uint32_t first, end;
    int32_t actor;
};

struct speaker_table;

int speaker_table_new(struct speaker_table **out, fx_error *err) FX_CHECK;
void speaker_table_free(struct speaker_table *table);

/* Forgets the last article; `entities` must live as long as this one is read. */
int speaker_table_begin(struct speaker_table *table, const struct article *article, const struct entity *entities,
                        uint32_t entity_count, fx_error *err) FX_CHECK;

/* Notes the names of a paragraph: sets tokens[i].mention and the table's mentions. Paragraphs come in order. */
int speaker_table_read(struct speaker_table *table, struct speech_tokens *tokens, fx_error *err) FX_CHECK;

/* Mentions are numbered as they stand in the paragraph; NULL where there is none of this number. */
const struct speaker_mention *speaker_table_mention(const struct speaker_table *table, int32_t mention);

/* The number of the first mention that ends behind token `from`. */
int32_t speaker_table_first_mention(const struct speaker_table *table, uint32_t from);
struct speaker_actor *speaker_table_actor(struct speaker_table *table, int32_t actor);

/* The actor that tokens [first, end) mean where they name a body by nothing but a noun: "Prosecutors"; makes one if
 * need be. `small`: the first word's capital is none of its own. */
int32_t speaker_table_body(struct speaker_table *table, const struct speech_tokens *tokens, uint32_t first,
                           uint32_t end, bool small);

/* The most recent actor with this kind and gender (0: any), a certain one first, whose mention stands before token
 * `before` of the paragraph at hand, or in an earlier paragraph; SPEAKER_NONE. */
int32_t speaker_table_recent(const struct speaker_table *table, enum name_kind kind, uint32_t gender, uint32_t before);

/* The person mentioned most often so far: whom an interview is with. SPEAKER_NONE where there is none. */
int32_t speaker_table_foremost(const struct speaker_table *table);

/* The last mentioned person whose title holds the role word; SPEAKER_NONE. */
int32_t speaker_table_with_role(const struct speaker_table *table, fx_slice role);

/* Marks a title for an actor; one in apposition wins over one before the name, the first over later ones. */
void speaker_table_entitle(struct speaker_table *table, int32_t actor, const struct speech_tokens *tokens,
                           uint32_t first, uint32_t end, bool apposition);

/* The actor becomes a speaker; returns its number among those put out. */
int32_t speaker_table_speak(struct speaker_table *table, int32_t actor);

/* All that spoke, in that order, into the arena. FX_ENOMEM also where memory ran out since speaker_table_begin. */
int speaker_table_finish(struct speaker_table *table, struct arena *arena, const struct speaker **speakers,
                         uint32_t *count, fx_error *err) FX_CHECK;

#endif

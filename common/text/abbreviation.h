/* What a stop behind a word may mean: lists of abbreviations, and of words that tell a sentence's start. */
#ifndef TEXT_ABBREVIATION_H
#define TEXT_ABBREVIATION_H

#include "fx.h"

#include <stdbool.h>

enum abbreviation {
    ABBREVIATION_NONE,   /* no abbreviation: the stop ends a sentence */
    ABBREVIATION_TITLE,  /* "Mr", "vs": the sentence goes on */
    ABBREVIATION_NUMBER, /* "No", "Jan": goes on before a number */
    ABBREVIATION_ENDING, /* "Inc", "U.S", initials: ends only where a word follows that likely starts a sentence */
    ABBREVIATION_TIME    /* "p.m": ends before a capital, but goes on before days and time zones */
};

/* The class of a word that stands before a stop, given without it ("U.S", "Mr"). Case matters ("sat" is no day). */
enum abbreviation abbreviation_find(fx_slice word);

/* A capitalised word that usually begins a sentence and is no part of a name: "The", "He", "But". */
bool abbreviation_is_starter(fx_slice word);

/* What may stand behind a time of day: "Monday", "EST", "Eastern". */
bool abbreviation_follows_time(fx_slice word);

/* A verb of saying, as behind a question: '"Why?" Smith asked'. */
bool abbreviation_is_saying(fx_slice word);

/* A month's name in German, before which a number with a stop is a day: "3. Oktober". */
bool abbreviation_is_german_month(fx_slice word);

#endif

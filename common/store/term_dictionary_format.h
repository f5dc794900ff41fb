/* Flags of a dictionary entry; term_dictionary.h draws the bytes. Private to its writer and reader. */
#ifndef STORE_TERM_DICTIONARY_FORMAT_H
#define STORE_TERM_DICTIONARY_FORMAT_H

enum { ENTRY_INLINED = 0, ENTRY_ONE_BLOCK = 1, ENTRY_LEAVES = 2, ENTRY_FORM = 3, ENTRY_KIND = 3 };
enum { HAS_POSITIONS = 4, HAS_PARENTS = 8, DOCUMENTS_SHIFT = 4, DOCUMENTS_MANY = 15 };

#endif

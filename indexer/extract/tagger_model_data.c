/* The model's bytes become part of the program's read-only data as they are: nothing is copied or decoded at start. */
#include "tagger_model.h"

#ifndef FX_NAMES_MODEL
#define FX_NAMES_MODEL "model/names.model"
#endif

/* The assembler looks for the file in the folders of -I, of which this folder is one. */
__asm__(".section .rodata\n"
        ".balign 64\n"
        "tagger_model_begin:\n"
        ".incbin \"" FX_NAMES_MODEL "\"\n"
        "tagger_model_end:\n"
        ".byte 0\n"
        ".previous\n");

extern const char tagger_model_begin[];
extern const char tagger_model_end[];

const void *tagger_model_bytes(size_t *length)
{
    *length = (size_t)(tagger_model_end - tagger_model_begin);
    return tagger_model_begin;
}

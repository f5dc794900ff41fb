/* Regular English verb forms: say -> says, deny -> denies denied denying, plan -> planned. */
#include "cue.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool vowel(char c)
{
    return c != '\0' && strchr("aeiou", c) != NULL;
}

/* Verbs whose last consonant doubles though the last syllable has one vowel letter are the short ones and those
 * stressed at the end; of the latter only these occur in the tables. */
static bool doubles_last(const char *lemma, size_t n)
{
    static const char *const stressed_at_end[] = {"admit",  "permit", "refer", "prefer", "rebut", "commit",
                                                  "submit", "concur", "infer", "regret", "defer", "confer"};
    if (n < 3 || vowel(lemma[n - 1]) || strchr("wxy", lemma[n - 1]) != NULL || !vowel(lemma[n - 2]))
        return false;
    for (size_t i = 0; i < sizeof stressed_at_end / sizeof *stressed_at_end; i++)
        if (strcmp(lemma, stressed_at_end[i]) == 0)
            return true;
    for (size_t i = 0; i + 2 < n; i++)
        if (vowel(lemma[i]))
            return false;
    return true;
}

static void add_ending(char out[CUE_FORM_MAX], const char *lemma, const char *ending)
{
    size_t n = strlen(lemma);
    bool e_follows = ending[0] == 'e';
    if (lemma[n - 1] == 'e' && (e_follows || (ending[0] == 'i' && n > 2 && !vowel(lemma[n - 2]))))
        n--;
    else if (lemma[n - 1] == 'e' && ending[0] == 'i' && n > 2 && lemma[n - 2] != 'e' && lemma[n - 2] != 'o')
        n--;
    if (e_follows && lemma[n - 1] == 'y' && n > 1 && !vowel(lemma[n - 2]))
        snprintf(out, CUE_FORM_MAX, "%.*si%s", (int)n - 1, lemma, ending);
    else if (n == strlen(lemma) && doubles_last(lemma, n))
        snprintf(out, CUE_FORM_MAX, "%s%c%s", lemma, lemma[n - 1], ending);
    else
        snprintf(out, CUE_FORM_MAX, "%.*s%s", (int)n, lemma, ending);
}

static void third_person(char out[CUE_FORM_MAX], const char *lemma)
{
    size_t n = strlen(lemma);
    if (n > 1 && lemma[n - 1] == 'y' && !vowel(lemma[n - 2]))
        snprintf(out, CUE_FORM_MAX, "%.*sies", (int)n - 1, lemma);
    else if (strchr("sxzo", lemma[n - 1]) != NULL || (n > 2 && lemma[n - 1] == 'h' && strchr("sc", lemma[n - 2])))
        snprintf(out, CUE_FORM_MAX, "%ses", lemma);
    else
        snprintf(out, CUE_FORM_MAX, "%ss", lemma);
}

void cue_make_form(char out[CUE_FORM_MAX], const struct cue *verb, enum cue_form form)
{
    switch (form) {
    case CUE_FORM_THIRD:
        third_person(out, verb->lemma);
        break;
    case CUE_FORM_PAST:
        if (verb->past)
            snprintf(out, CUE_FORM_MAX, "%s", verb->past);
        else
            add_ending(out, verb->lemma, "ed");
        break;
    case CUE_FORM_PARTICIPLE:
        if (verb->participle)
            snprintf(out, CUE_FORM_MAX, "%s", verb->participle);
        else
            cue_make_form(out, verb, CUE_FORM_PAST);
        break;
    case CUE_FORM_ING:
        add_ending(out, verb->lemma, "ing");
        break;
    default:
        snprintf(out, CUE_FORM_MAX, "%s", verb->lemma);
        break;
    }
}

#include "function_words.h"

#include "slice.h"

#include <stdlib.h>

/* English articles, pronouns, prepositions, conjunctions, auxiliaries; in byte order. */
static const char *const words[] = {
    "a",       "about",  "above", "after",      "again",    "against",   "all",     "am",        "an",    "and",
    "any",     "are",    "as",    "at",         "be",       "because",   "been",    "before",    "being", "below",
    "between", "both",   "but",   "by",         "can",      "could",     "did",     "do",        "does",  "doing",
    "down",    "during", "each",  "few",        "for",      "from",      "further", "had",       "has",   "have",
    "having",  "he",     "her",   "here",       "hers",     "herself",   "him",     "himself",   "his",   "how",
    "i",       "if",     "in",    "into",       "is",       "it",        "its",     "itself",    "just",  "me",
    "more",    "most",   "my",    "myself",     "no",       "nor",       "not",     "of",        "off",   "on",
    "once",    "only",   "or",    "other",      "ought",    "our",       "ours",    "ourselves", "out",   "over",
    "own",     "same",   "she",   "should",     "so",       "some",      "such",    "than",      "that",  "the",
    "their",   "theirs", "them",  "themselves", "then",     "there",     "these",   "they",      "this",  "those",
    "through", "to",     "too",   "under",      "until",    "up",        "very",    "was",       "we",    "were",
    "what",    "when",   "where", "which",      "while",    "who",       "whom",    "why",       "will",  "with",
    "would",   "you",    "your",  "yours",      "yourself", "yourselves"};

static int compare(const void *key, const void *row)
{
    const fx_slice *word = key;
    const char *const *listed = row;
    return slice_compare(*word, slice_of(*listed));
}

static bool has_small_letter(fx_slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= 'a' && text.ptr[i] <= 'z')
            return true;
    return false;
}

static bool is_function_word(const struct ast *node, fx_slice text, bool capitals_mean_names)
{
    if (node->kind != AST_WORD || node->exact)
        return false;
    if (bsearch(&node->text, words, sizeof words / sizeof *words, sizeof *words, compare) == NULL)
        return false;
    bool inside = (size_t)node->offset + node->length <= text.len;
    fx_slice typed = inside ? slice_part(text, node->offset, node->offset + node->length) : (fx_slice){NULL, 0};
    return !capitals_mean_names || typed.len < 2 || has_small_letter(typed);
}

struct ast *function_words_drop(struct ast *tree, fx_slice text)
{
    if (tree == NULL || tree->kind != AST_OR)
        return tree;
    bool capitals_mean_names = has_small_letter(text);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < tree->child_count; i++)
        kept += !is_function_word(tree->children[i], text, capitals_mean_names);
    if (kept == 0)
        return tree;
    uint32_t made = 0;
    for (uint32_t i = 0; i < tree->child_count; i++)
        if (!is_function_word(tree->children[i], text, capitals_mean_names))
            tree->children[made++] = tree->children[i];
    tree->child_count = made;
    return made == 1 ? tree->children[0] : tree;
}

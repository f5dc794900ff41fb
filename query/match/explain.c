#include "explain.h"

int explain_word(struct buffer *out, int indent, const struct match_place *place, const struct match_weight *weight,
                 double frequency, uint32_t length, double score)
{
    const struct match_context *context = place->context;
    const struct unit_statistics *statistics = &context->statistics[place->statistics];
    int code = buffer_append_format(out, "%*s%.8f = %.*s: ", indent, "", score, (int)weight->label.len,
                                    weight->label.ptr ? weight->label.ptr : "");
    if (code == FX_OK && weight->boost != 1)
        code = buffer_append_format(out, "boost %.9g * ", weight->boost);
    if (code == FX_OK)
        code = buffer_append_format(out, "idf %.9g", weight->idf);
    if (code == FX_OK && weight->document_frequency > 0)
        code = buffer_append_format(out, " (in %llu of %llu)", (unsigned long long)weight->document_frequency,
                                    (unsigned long long)statistics->documents);
    if (code == FX_OK)
        code = buffer_append_format(out, " * tf %.9g * %.9g / (tf + %.9g * (%.9g + %.9g * length %u / average %.9g))\n",
                                    frequency, context->k1 + 1, context->k1, 1 - context->b, context->b, length,
                                    statistics->average);
    return code;
}

int explain_heading(struct buffer *out, int indent, double score, const char *what)
{
    return buffer_append_format(out, "%*s%.8f = %s\n", indent, "", score, what);
}

int explain_child(struct matcher *child, struct buffer *out, int indent)
{
    return child->operations->explain ? child->operations->explain(child, out, indent) : FX_OK;
}

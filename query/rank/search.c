#include "search.h"

#include "error.h"
#include "hit_values.h"
#include "memory.h"
#include "plan.h"
#include "search_private.h"
#include "word_statistics.h"

#include <string.h>
#include <time.h>

/* ---- setting up ---- */

static enum unit unit_of(enum fx_unit unit)
{
    return unit == FX_UNIT_SECTION ? UNIT_SECTION : unit == FX_UNIT_QUOTE ? UNIT_QUOTE : UNIT_ARTICLE;
}

static bool asks_sections(const struct ast *ast)
{
    if (ast->kind == AST_FIELD && (ast->field == AST_FIELD_HEADING || ast->field == AST_FIELD_SECTION))
        return true;
    for (uint32_t i = 0; i < ast->child_count; i++)
        if (asks_sections(ast->children[i]))
            return true;
    return false;
}

static void add_leaf(struct search *search, uint32_t segment, enum unit unit)
{
    const struct match_segment *in = &search->context.segments[segment];
    const struct segment_info *info = &index_commit(in->index)->segments[in->segment_number];
    if (info->units[unit].documents == 0)
        return;
    search->leaf_segments[search->leaf_count] = segment;
    search->leaves[search->leaf_count++] = (struct search_leaf){
        in->index_number, in->segment_number, info->base, unit, info->units[unit].documents, in->segment};
}

static int make_leaves(struct search *search, enum unit unit, fx_error *err)
{
    uint32_t segments = search->context.segment_count;
    search->leaves = arena_allocate(&search->arena, (2 * segments + 1) * sizeof *search->leaves);
    search->leaf_segments = arena_allocate(&search->arena, (2 * segments + 1) * sizeof *search->leaf_segments);
    if (search->leaves == NULL || search->leaf_segments == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0; i < segments; i++) {
        add_leaf(search, i, unit);
        if (unit == UNIT_SECTION)
            add_leaf(search, i, UNIT_ARTICLE);
    }
    return FX_OK;
}

static int prepare(struct search *search, fx_error *err)
{
    struct searcher *searcher = search->searcher;
    enum unit unit = unit_of(search->options.unit);
    struct match_context *context = &search->context;
    bool sections = unit == UNIT_SECTION || asks_sections(search->query);
    int code = sections ? searcher_prepare_sections(searcher, err) : searcher_prepare(searcher, err);
    if (code != FX_OK)
        return code;
    context->arena = &search->arena;
    context->segments = searcher->segments;
    context->segment_count = searcher->segment_count;
    context->k1 = search->options.k1;
    context->b = search->options.b;
    context->expansion_limit = search->options.expansion_limit ? search->options.expansion_limit : 4096;
    context->faults = searcher->faults;
    for (int i = 0; i < UNIT_COUNT; i++)
        context->statistics[i] = searcher_statistics(searcher, (enum unit)i);
    if (search->options.timeout > 0) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        context->deadline.at = (double)now.tv_sec + (double)now.tv_nsec * 1e-9 + search->options.timeout;
    }
    return make_leaves(search, unit, err);
}

int search_plan_leaf(struct search *search, uint32_t leaf, bool twins, struct matcher **out, fx_error *err)
{
    const struct match_place *place = match_place_new(&search->context, search->leaf_segments[leaf],
                                                      search->leaves[leaf].unit, unit_of(search->options.unit));
    *out = NULL;
    return place ? match_plan(out, place, search->query, twins, err) : error_no_memory(err);
}

/* ---- running ---- */

static const uint64_t *excluded_of(const struct search *search, uint32_t leaf)
{
    const struct match_segment *segment = &search->context.segments[search->leaf_segments[leaf]];
    enum unit unit = search->leaves[leaf].unit;
    if (unit == UNIT_ARTICLE && search->options.unit == FX_UNIT_SECTION)
        return segment->not_one_section;
    return segment->dead[unit];
}

static int run_leaf(struct search *search, const struct search_request *request, struct collector *collector,
                    uint32_t leaf, fx_error *err)
{
    struct matcher *root;
    uint64_t before = collector->count;
    collector->leaf = leaf;
    collector->plain = search->options.exhaustive;
    collector->prune = !collector->plain && request->visit == NULL && search->options.sort == FX_SORT_SCORE;
    collector->documents = search->leaves[leaf].documents;
    collector->excluded = excluded_of(search, leaf);
    collector->matches = NULL;
    if (request->visit != NULL) {
        collector->matches =
            arena_allocate_zeroed(&search->arena, collector->documents / 64 + 1, sizeof *collector->matches);
        if (collector->matches == NULL)
            return error_no_memory(err);
    }
    int code = search_plan_leaf(search, leaf, false, &root, err);
    if (code == FX_OK && root != NULL) {
        /* What the loops know of count and exactness they know of this leaf. */
        uint64_t count = collector->count;
        bool exact = collector->exact;
        collector->count = 0;
        collector->exact = true;
        code = collect(collector, root);
        collector->count += count;
        collector->exact &= exact;
        if (code == FX_OK && search->context.deadline.passed) /* a matcher ended its list for it */
            code = collector_tick(collector, 0);
    }
    match_cursors_close(&search->context);
    if (code == FX_OK && search->context.out_of_memory)
        code = error_no_memory(err);
    if (code == FX_OK && request->visit != NULL)
        code = request->visit(request->payload, &search->leaves[leaf], collector->matches,
                              (uint32_t)(collector->count - before), err);
    return code;
}

static int keep_hits(struct search *search, struct top_hits *top, fx_error *err)
{
    size_t offset = search->options.offset < top->count ? search->options.offset : top->count;
    size_t count = top->count - offset;
    struct search_hit *hits = arena_allocate(&search->arena, (count + 1) * sizeof *hits);
    if (hits == NULL)
        return error_no_memory(err);
    top_hits_sort(top);
    for (size_t i = 0; i < count; i++) {
        struct top_hit *hit = &top->heap[offset + i];
        const struct search_leaf *leaf = &search->leaves[hit->leaf];
        if (!hit->published_known) {
            hit->published = INT64_MIN;
            hit_fetch_published(search, hit);
        }
        hits[i] = (struct search_hit){hit->score,
                                      hit->leaf,
                                      hit->document,
                                      leaf->base + hit_article(search, hit->leaf, hit->document),
                                      hit_ordinal(leaf, hit->document),
                                      hit->published};
    }
    search->result.hits = hits;
    search->result.hit_count = (uint32_t)count;
    return FX_OK;
}

/* In every segment one list holds all of the word? */
static bool is_one_list(const struct search *search, const struct word *word)
{
    for (uint32_t i = 0; i < search->context.segment_count; i++)
        if (word->segments[word->key.unit][i].count > 1)
            return false;
    return true;
}

/* Of a single word the count is known beforehand: its live documents. */
static void know_count(struct search *search)
{
    const struct ast *query = search->query;
    const struct word *word = search->context.words;
    while (query->kind == AST_BOOST)
        query = query->children[0];
    if (query->kind == AST_WORD && search->options.unit != FX_UNIT_SECTION && word != NULL &&
        word->key.kind == AST_WORD && is_one_list(search, word)) {
        search->result.matches = word->document_frequency;
        search->result.exact = true;
    }
}

static int run(struct search *search, const struct search_request *request, fx_error *err)
{
    const fx_search_options *options = &search->options;
    struct top_hits top;
    struct top_source source = {hit_fetch_published, hit_fetch_id, search};
    struct collector collector = {
        .top = &top, .arena = &search->arena, .exact = true, .deadline = &search->context.deadline, .err = err};
    collector.count_all = options->count_exactly != 0 || options->limit == 0;
    size_t wanted = options->limit == 0 ? 0 : (size_t)options->limit + options->offset;
    top_hits_init(&top, wanted, options->sort, &source);
    int code = FX_OK;
    for (uint32_t i = 0; i < search->leaf_count && code == FX_OK; i++)
        code = run_leaf(search, request, &collector, i, err);
    search->result.matches = collector.count;
    search->result.exact = collector.exact;
    if (code == FX_OK && !collector.exact)
        know_count(search);
    if (code == FX_OK)
        code = keep_hits(search, &top, err);
    top_hits_release(&top);
    search->result.damaged = search->context.faults.count;
    search->result.damage = search->context.faults.first;
    return code;
}

int search_run(struct search **out, struct searcher *searcher, const struct search_request *request, fx_error *err)
{
    *out = NULL;
    if (request->query == NULL) /* query_ast, where memory ran out */
        return error_no_memory(err);
    struct search *search = memory_allocate_zeroed(1, sizeof *search);
    if (search == NULL)
        return error_no_memory(err);
    search->searcher = searcher;
    search->query = request->query;
    search->options = *request->options;
    record_init(&search->record);
    int code = prepare(search, err);
    if (code == FX_OK)
        code = run(search, request, err);
    if (code != FX_OK) {
        search_free(search);
        return code;
    }
    *out = search;
    return FX_OK;
}

void search_free(struct search *search)
{
    if (search == NULL)
        return;
    match_cursors_close(&search->context);
    record_release(&search->record);
    arena_release(&search->arena);
    memory_free(search);
}

const struct search_result *search_result(const struct search *search)
{
    return &search->result;
}

const struct search_leaf *search_leaves(const struct search *search, uint32_t *count)
{
    *count = search->leaf_count;
    return search->leaves;
}

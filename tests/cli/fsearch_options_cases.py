"""Options of fsearch: what is asked, narrowed, ordered and counted. LEDGER of sample.py is small enough to count by hand."""
import datetime
import itertools

from sample import corpus, counts, document, hits, ids, ledger, made, records


def _set(box, *arguments, expect=0):
    return set(ids(box, *arguments, "-n", "1000", expect=expect))


# ---- words ----

def words_must_all_occur_and_arguments_are_joined(box):
    ledger(box)
    assert _set(box, "walnut", "fair") == {"w3"} == _set(box, "walnut fair")


def any_takes_one_of_the_words(box):
    ledger(box)
    assert _set(box, "--any", "fair", "press") == {"w3", "w4"}


def exact_takes_words_as_they_are_written(box):
    ledger(box)
    assert _set(box, "price") == {"w2"} and _set(box, "growing") == _set(box, "grower") | {"w6"}
    ids(box, "--exact", "price", expect=1)
    assert _set(box, "--exact", "prices") == {"w2"}


def plain_makes_nothing_special(box):
    ledger(box)
    for query in ("walnut AND (fair", 'title:"fair', "fair^2 -", "NOT fair", "nope:fair", "fair~9 *"):
        run = box.fsearch("--plain", "-F", "jsonl", query, expect=None)
        assert run.status in (0, 1) and run.err == "" or "did you mean" in run.err, (query, run)
    assert _set(box, "--plain", "--any", "(fair) OR: press*") >= {"w3", "w4"}


def a_query_that_begins_with_a_minus_stands_behind_two(box):
    ledger(box)
    assert ids(box, "-n", "20", "--", "-walnut") == ["w6"]
    box.fsearch("-walnut", expect=2)


# ---- limit and offset ----

def ten_hits_are_shown_unless_asked_otherwise(box):
    made(box, "thirty", [{"id": f"t{n:02}", "title": "Topic", "body": "The same words."} for n in range(30)])
    assert len(ids(box, "topic")) == 10
    assert len(ids(box, "topic", "-n", "25")) == len(ids(box, "--limit=25", "topic")) == 25
    assert document(box, "topic", "-n", "0")["hits"] == []
    assert document(box, "topic", "-n", "0")["total"] == 30


def pages_join_to_the_whole(box):
    for place, query in ((corpus, "robot OR ferry OR bank OR harbour"), (ledger, "walnut")):
        place(box)
        for order in ("score", "date", "-date"):
            for unit in ("article", "section", "quote"):
                whole = ids(box, query, "-u", unit, "-s", order, "-n", "1000", expect=None)
                pages = [ids(box, query, "-u", unit, "-s", order, "-n", "3", "-o", str(at), expect=None)
                         for at in range(0, len(whole) + 3, 3)]
                assert list(itertools.chain(*pages)) == whole, (order, unit)


def equal_scores_are_in_order_of_date_then_id_across_pages(box):
    articles = [{"id": f"e{n:02}", "title": "Equal", "body": "Equal words.", "date": f"2024-01-{1 + n % 3:02}"} for n in range(17)]
    made(box, "equal", articles + [{"id": "e99", "title": "Equal", "body": "Equal words."}])
    expected = sorted((one["id"] for one in articles), key=lambda id: (-(int(id[1:]) % 3), id)) + ["e99"]
    assert ids(box, "equal", "-n", "100") == expected
    assert sum((ids(box, "equal", "-n", "4", "-o", str(at)) for at in range(0, 18, 4)), []) == expected


def ranks_count_from_the_offset(box):
    ledger(box)
    assert [hit["rank"] for hit in hits(box, "walnut", "-n", "2", "-o", "2")] == [3, 4]
    assert document(box, "walnut", "-o", "100")["hits"] == [] and document(box, "walnut", "-o", "100")["total"] == 5


# ---- filters ----

def each_filter_is_its_field(box):
    corpus(box)
    everything = _set(box, "--since", "1800") | _set(box, "NOT zzzzqqqq")
    for option, field, value in (("--section", "section", "Business"), ("--desk", "desk", "World"),
                                 ("--heading", "heading", "harbours"), ("--speaker", "speaker", "Choi"),
                                 ("--entity", "entity", "Busan"), ("--source", "source", "Northern Wire")):
        narrowed = _set(box, option, value)
        assert narrowed and narrowed < everything, option
        assert narrowed == _set(box, f'{field}:"{value}"'), option
        assert narrowed == set(ids(box, "NOT zzzzqqqq", option, value, "-n", "1000"))


def values_of_one_filter_are_alternatives_and_filters_must_all_hold(box):
    ledger(box)
    assert _set(box, "walnut", "--desk", "Farming") == {"w1", "w3"}
    assert _set(box, "walnut", "--desk", "Farming", "--desk", "Culture") == {"w1", "w3", "w4"}
    assert _set(box, "walnut", "--desk", "Farming", "--source", "Coast Herald") == {"w3"}
    assert _set(box, "walnut", "--speaker", "Petrova", "--since", "2024") == {"w3"}


def filters_alone_are_a_query(box):
    ledger(box)
    assert _set(box, "--source", "Coast Herald") == {"w3", "w4", "w6"}


def filters_add_nothing_to_scores(box):
    ledger(box)
    plain = {hit["id"]: hit["score"] for hit in hits(box, "walnut")}
    for hit in hits(box, "walnut", "--desk", "Farming", "--source", "Valley Post", "--since", "2020"):
        assert hit["score"] == plain[hit["id"]]


def a_filter_of_what_is_not_there_finds_nothing(box):
    corpus(box)
    for option in ("--section", "--desk", "--heading", "--speaker", "--entity", "--source"):
        for query in ([], ["robot"], ["robot", "--desk" if option != "--desk" else "--source", "Technology"]):
            assert box.fsearch(option, "Nobody Whatsoever", *query, expect=1).out == "", (option, query)


def a_bad_value_never_widens_an_answer(box):
    corpus(box)
    for option in ("--section", "--desk", "--heading", "--speaker", "--entity", "--source", "--since", "--until"):
        for value in ("", " ", "--", "\"", "*", "\u200b", "\x01", "NOT", "a\nb", "(", "zz:zz", "~", "Kim\" OR robot OR \""):
            run = box.fsearch("robot", option, value, "-F", "ids", expect=None)
            assert run.status in (1, 2) and run.out == "", (option, value, run)
    for value in ("2024-13", "2024-02-30", "0", "tomorrowish", "2024-1x", "-7q", "-", "..", "2024..2025"):
        for option in ("--since", "--until"):
            run = box.fsearch("robot", option, value, expect=2)
            assert run.out == "" and option in run.err, run


def a_filter_of_quotes_looks_at_the_quote(box):
    ledger(box)
    found = hits(box, "-u", "quote", "--speaker", "Petrova", "NOT zzzzqqqq")
    assert {hit["speaker"] for hit in found} == {"Ana Petrova"} and {hit["article"] for hit in found} == {"w1", "w3"}


# ---- days ----

def since_and_until_are_inclusive(box):
    ledger(box)
    assert _set(box, "--since", "2023-12-31") == {"w1", "w2", "w3", "w4", "w6"}
    assert _set(box, "--since", "2024-01-01") == {"w2", "w3", "w4", "w6"}
    assert _set(box, "--until", "2023-12-31") == {"w1"}
    assert _set(box, "--until", "2024-01-31") == {"w1", "w2", "w3"}
    assert _set(box, "--since", "2024-01-31", "--until", "2024-02-01") == {"w3", "w4"}
    assert _set(box, "--since", "2024-01-31", "--until", "2024-01-31") == {"w3"}


def months_and_years_are_whole(box):
    ledger(box)
    assert _set(box, "--until", "2023") == {"w1"} and _set(box, "--since", "2024", "--until", "2024") == {"w2", "w3", "w4", "w6"}
    assert _set(box, "--since", "2024-01", "--until", "2024-01") == {"w2", "w3"}
    assert _set(box, "--since", "2024-02", "--until", "2024-02") == {"w4", "w6"}


def an_article_without_a_date_is_in_no_range(box):
    ledger(box)
    assert "w5" not in _set(box, "--since", "0001-01-01") and "w5" not in _set(box, "--until", "9999-12-31")
    assert "w5" in _set(box, "walnut")


def days_relative_to_today_are_understood(box):
    def day(ago):
        return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=ago)).strftime("%Y-%m-%dT00:00:01Z")
    made(box, "recent", [{"id": f"d{ago}", "title": "Recent", "body": "x", "date": day(ago)} for ago in (0, 1, 6, 7, 8, 40)])
    assert _set(box, "--since", "today") == {"d0"}
    assert _set(box, "--since", "yesterday", "--until", "yesterday") == {"d1"}
    assert _set(box, "--since", "-7d") == {"d0", "d1", "d6", "d7"}
    assert _set(box, "--until", "-8d") == {"d8", "d40"}


def an_empty_range_finds_nothing(box):
    ledger(box)
    ids(box, "--since", "2024-02-01", "--until", "2024-01-31", expect=1)


# ---- order ----

def hits_are_sorted_by_score_or_date(box):
    ledger(box)
    scores = [hit["score"] for hit in hits(box, "walnut", "-s", "score")]
    assert scores == sorted(scores, reverse=True)
    assert ids(box, "walnut", "-s", "date") == ["w1", "w2", "w3", "w4", "w5"]
    assert ids(box, "walnut", "-s", "-date") == ["w4", "w3", "w2", "w1", "w5"]
    assert ids(box, "walnut", "--sort=-date") == ids(box, "walnut", "--sort", "-date")


# ---- units ----

def the_unit_is_what_is_ranked(box):
    corpus(box)
    for unit in ("article", "section", "quote"):
        assert {hit["unit"] for hit in hits(box, "-u", unit, "cooperation")} == {unit}
    articles = {hit["id"] for hit in hits(box, "cooperation", "-n", "100")}
    assert {hit["article"] for hit in hits(box, "-u", "quote", "cooperation", "-n", "100")} <= articles


# ---- facets and timeline ----

def facets_count_all_hits_and_not_only_those_shown(box):
    ledger(box)
    for limit in ("0", "1", "10"):
        facet = document(box, "walnut", "--facet", "desk", "-n", limit)["facets"][0]
        assert facet == {"kind": "desk", "counts": [["Farming", 2], ["Business", 1], ["Culture", 1]], "more": 0}, facet


def a_facet_has_a_limit_and_says_what_it_left_out(box):
    ledger(box)
    facet = document(box, "walnut", "--facet", "desk:1")["facets"][0]
    assert facet["counts"] == [["Farming", 2]] and facet["more"] == 2
    assert document(box, "walnut", "--facet", "desk:0")["facets"][0]["more"] == 0


def several_facets_come_each_in_a_record(box):
    ledger(box)
    found = [one for one in records(box, "walnut", "--facet", "speaker", "--facet", "source") if one["type"] == "facet"]
    assert {one["kind"]: counts(one) for one in found} == {
        "speaker": {"Ana Petrova": 2, "Ben Okafor": 1}, "source": {"Valley Post": 2, "Coast Herald": 2}}


def every_facet_agrees_with_its_filter(box):
    corpus(box)
    for kind in ("section", "desk", "speaker", "source"):
        for name, count in document(box, "NOT zzzzqqqq", "--facet", kind + ":6")["facets"][0]["counts"]:
            found = document(box, f"--{kind}", name, "-n", "0", expect=None)
            assert found["total"] >= count, (kind, name, count, found["total"])
            if kind in ("desk", "source"):
                assert found["total"] == count, (kind, name, count, found["total"])


def facets_of_quotes_count_quotes(box):
    ledger(box)
    facet = document(box, "-u", "quote", "NOT zzzzqqqq", "--facet", "speaker")["facets"][0]
    assert counts(facet) == {"Ana Petrova": 2, "Ben Okafor": 1}


def the_timeline_counts_all_hits_by_step(box):
    ledger(box)
    expected = {
        "day": [["2023-12-31", 1], ["2024-01-01", 1], ["2024-01-31", 1], ["2024-02-01", 1], ["", 1]],
        "week": [["2023-W52", 1], ["2024-W01", 1], ["2024-W05", 2], ["", 1]],
        "month": [["2023-12", 1], ["2024-01", 2], ["2024-02", 1], ["", 1]],
        "year": [["2023", 1], ["2024", 3], ["", 1]]}
    for step, steps in expected.items():
        found = document(box, "walnut", "--timeline", step, "-n", "1")["timeline"]
        assert found == {"step": step, "counts": steps}, found


# ---- scoring ----

def k1_and_b_change_scores_as_bm25_says(box):
    made(box, "lengths", [{"id": "short", "title": "x", "body": "apple pie"}, {"id": "long", "title": "x", "body": "apple " + "filler words " * 50},
                          {"id": "many", "title": "x", "body": "apple apple apple " + "filler words " * 50}])
    with_length = {hit["id"]: hit["score"] for hit in hits(box, "apple")}
    without = {hit["id"]: hit["score"] for hit in hits(box, "apple", "--b", "0")}
    assert with_length["short"] > with_length["long"] and without["short"] == without["long"]
    flat = {hit["id"]: hit["score"] for hit in hits(box, "apple", "--k1", "0")}
    assert flat["many"] == flat["short"] == flat["long"]
    assert hits(box, "apple", "--k1", "1.2", "--b", "0.75") == hits(box, "apple")


# ---- quiet ----

def quiet_says_nothing_and_the_status_tells(box):
    corpus(box)
    assert box.fsearch("-q", "robot").out == ""
    run = box.fsearch("-q", "zzzzqqqq", expect=1)
    assert run.out == "" and run.err == "", run


def options_may_stand_behind_the_query_and_long_ones_have_an_equals_sign(box):
    ledger(box)
    assert ids(box, "walnut", "--limit=2") == ids(box, "-n2", "walnut") == ids(box, "--limit", "2", "walnut")


def help_is_short_and_names_every_option(box):
    run = box.fsearch("--help")
    assert len(run.lines()) <= 60 and max(map(len, run.lines())) <= 100
    for option in ("--index --limit --offset --unit --format --any --plain --exact --section --desk --heading --speaker "
                   "--entity --source --since --until --sort --facet --timeline --count --quiet --null --explain --k1 --b "
                   "--color --timeout --header --batch --list --show").split():
        assert option in run.out, option
    assert box.fsearch("-h").out == run.out and box.fsearch("--version").out.startswith("fsearch ")

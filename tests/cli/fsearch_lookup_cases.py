"""fsearch --list and --show: names of the index, and one article, section or quote, whole."""
import csv
import io
import json

from sample import corpus, document, hits, ids, ledger, odd


def _names(box, *arguments, expect=0):
    return [tuple(line.split("\t")) for line in box.fsearch("--list", *arguments, expect=expect).lines()]


def names_are_listed_with_the_number_of_their_articles(box):
    ledger(box)
    assert _names(box, "desks") == [("Business", "2"), ("Culture", "1"), ("Farming", "2")]
    assert _names(box, "sources") == [("Coast Herald", "3"), ("Valley Post", "2")]
    assert _names(box, "speakers") == [("Ana Petrova", "2"), ("Ben Okafor", "1")]


def a_prefix_is_that_of_any_word_of_the_name_whatever_its_case(box):
    ledger(box)
    for prefix in ("Petr", "petr", "PETR", "ana", "Ana Pe"):
        assert _names(box, "speakers", prefix) == [("Ana Petrova", "2")], prefix
    assert _names(box, "sources", "he") == [("Coast Herald", "3")]
    assert _names(box, "speakers", "etrova", expect=1) == []


def sections_are_desks_and_headings(box):
    corpus(box)
    sections = {name for name, _ in _names(box, "sections")}
    assert {name for name, _ in _names(box, "desks")} <= sections and "Made for small harbours" in sections


def entities_are_persons_bodies_and_places(box):
    corpus(box)
    names = {name for name, _ in _names(box, "entities")}
    for kind in ("person", "organization", "place"):
        for name, _ in document(box, "NOT zzzzqqqq", "--facet", f"{kind}:0", "-n", "0")["facets"][0]["counts"]:
            assert name in names, (kind, name)


def listed_counts_are_those_of_the_facet(box):
    corpus(box)
    for what, kind in (("speakers", "speaker"), ("desks", "desk"), ("sources", "source")):
        facet = document(box, "NOT zzzzqqqq", "--facet", f"{kind}:0", "-n", "0")["facets"][0]["counts"]
        assert sorted((name, str(count)) for name, count in facet) == sorted(_names(box, what)), what


def names_end_with_nul_when_asked(box):
    ledger(box)
    assert box.fsearch("--list", "desks", "-0").out == "Business\0Culture\0Farming\0"


def names_are_fields_of_csv_when_asked(box):
    odd(box)
    rows = list(csv.reader(io.StringIO(box.fsearch("-F", "csv", "--list", "sources", "Comma").out, newline="")))
    assert rows == [["Comma, Inc.", "1"]], rows


def names_are_records_in_json_lines(box):
    ledger(box)
    for name in ("json", "jsonl"):
        found = [json.loads(line) for line in box.fsearch("--list", "speakers", "-F", name).lines()]
        assert found == [{"name": "Ana Petrova", "articles": 2}, {"name": "Ben Okafor", "articles": 1}]


def names_of_several_indexes_are_one_list(box):
    first = ledger(box) / "index"
    second = corpus(box) / "index"
    joined = dict(_names(box, "desks", "-i", first, "-i", second))
    assert int(joined["Business"]) == 2 + int(dict(_names(box, "desks", "-i", second))["Business"])
    assert {"Farming", "World"} <= set(joined)


def an_article_is_shown_whole(box):
    place = corpus(box)
    out = box.fsearch("--show", "deny-merger").out
    source = next(one for one in map(json.loads, (place / "corpus/wire.jsonl").read_text().splitlines()) if one["id"] == "deny-merger")
    assert source["title"] in out and source["source"] in out and source["date"][:10] in out
    for paragraph in source["body"].split("\n\n"):
        assert paragraph in out


def an_article_in_json_is_what_analyze_prints(box):
    place = corpus(box)
    analyzed = {one["id"]: one for one in map(json.loads, box.run(
        "sh", "-c", f'cd "{place}" && "{box.program("findex")}" analyze corpus', expect=0).lines())}
    for id in ("deny-merger", "corpus/newspaper/robot-forum.txt", "corpus/plain/hanzi-harbour.txt", "umlaut-cafe"):
        for name in ("json", "jsonl"):
            assert json.loads(box.fsearch("--show", id, "-F", name).out) == analyzed[id], id


def a_section_is_shown_whole(box):
    corpus(box)
    id = "corpus/newspaper/robot-forum.txt"
    whole = json.loads(box.fsearch("--show", id, "-F", "json").out)
    for number, section in enumerate(whole["sections"], 1):
        one = json.loads(box.fsearch("--show", f"{id}#s{number}", "-F", "json").out)
        assert one["heading"] == section["heading"] and one["article"] == id
        assert (one["start"], one["end"]) == (section["start"], section["end"])
        text = whole["text"].encode()[section["start"]:section["end"]].decode().strip()
        assert one["text"] == text
        assert text in box.fsearch("--show", f"{id}#s{number}").out
    box.fsearch("--show", f"{id}#s{len(whole['sections']) + 1}", expect=1)


def a_quote_is_shown_with_its_speaker(box):
    corpus(box)
    id = "corpus/newspaper/robot-forum.txt"
    whole = json.loads(box.fsearch("--show", id, "-F", "json").out)
    assert whole["quotes"]
    for number, quote in enumerate(whole["quotes"]):
        one = json.loads(box.fsearch("--show", f"{id}#q{number}", "-F", "json").out)
        words = whole["text"].encode()[quote["start"]:quote["end"]].decode()
        assert one["quote"] == words and one["article"] == id and one["id"] == f"{id}#q{number}"
        text = box.fsearch("--show", f"{id}#q{number}").out
        assert f"said by {quote['speaker'] or 'somebody unnamed'}" in text
        assert text.endswith(f" ({quote['kind']}, {quote['confidence']:.2f})\n"), text
        assert words.split("\n")[0] in text and (not quote.get("speaker") or quote["speaker"] in text)
    box.fsearch("--show", f"{id}#q{len(whole['quotes'])}", expect=1)


def every_id_that_is_printed_can_be_shown(box):
    corpus(box)
    for unit in ("article", "section", "quote"):
        for id in ids(box, "-u", unit, "cooperation", "-n", "6"):
            run = box.fsearch("--show", id)
            assert run.out and run.err == "", run
    for hit in hits(box, "-u", "quote", "cooperation", "-n", "6"):
        assert json.loads(box.fsearch("--show", hit["id"], "-F", "json").out)["quote"] == hit["quote"]


def an_id_that_is_not_there_is_1(box):
    corpus(box)
    for id in ("nowhere", "deny-merger#s99", "deny-merger#q99", "deny-merger#x1", "deny-merger#q", "deny-merger#q99999999999", "", "#q1"):
        run = box.fsearch("--show", id, expect=1)
        assert run.out == "" and run.err.startswith("fsearch: ") and run.err.count("\n") == 1, run


def ids_with_odd_characters_are_found(box):
    odd(box)
    for id in ("odd\ttab", "odd control", "odd\u202ebidi"):
        assert json.loads(box.fsearch("--show", id, "-F", "json").out)["id"] == id


def an_article_is_shown_from_several_indexes(box):
    first, second = ledger(box) / "index", corpus(box) / "index"
    for id in ("w1", "deny-merger"):
        assert json.loads(box.fsearch("-i", first, "-i", second, "--show", id, "-F", "json").out)["id"] == id

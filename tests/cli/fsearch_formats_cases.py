"""Every output format of fsearch, parsed back."""
import csv
import io
import json
import re
import subprocess

from box import skip
from sample import corpus, counts, document, hits, ids, ledger, odd, records

OPTIONS = [[], ["-u", "section"], ["-u", "quote"], ["-n", "0"], ["-n", "1", "-o", "1"], ["--any"], ["--plain"],
           ["--exact"], ["--section", "Business"], ["--desk", "Business"], ["--heading", "harbours"],
           ["--speaker", "Kim"], ["--entity", "Busan"], ["--source", "Northern Wire"], ["--since", "2024"],
           ["--until", "2024-12-31"], ["-s", "date"], ["-s", "-date"], ["-c"], ["--explain"],
           ["--k1", "0.9", "--b", "0.4"], ["--header"], ["--color", "always"], ["--timeout", "60"],
           *[["--facet", kind] for kind in "section desk speaker entity person organization place source".split()],
           ["--facet", "speaker:2", "--facet", "desk:0"], *[["--timeline", step] for step in ("day", "week", "month", "year")],
           ["--facet", "entity", "--timeline", "month", "-u", "quote", "--explain", "-n", "3"]]


# ---- jsonl ----

def jsonl_begins_with_begin_and_ends_with_end(box):
    corpus(box)
    found = records(box, "robotics cooperation", "--facet", "desk", "--timeline", "year")
    kinds = [one["type"] for one in found]
    assert kinds[0] == "begin" and kinds[-1] == "end"
    order = ["begin", "hit", "facet", "timeline", "end"]
    assert kinds == sorted(kinds, key=order.index), kinds


def the_begin_record_says_what_was_asked_and_understood(box):
    corpus(box)
    begin = records(box, "robotics", "cooperation")[0]
    assert begin == {"type": "begin", "format": 1, "query": "robotics cooperation", "parsed": "(robot AND cooper)",
                     "articles": 40}, begin


def the_end_record_counts(box):
    corpus(box)
    found = records(box, "cooperation", "-n", "3")
    end = found[-1]
    assert end["hits"] == 8 and end["exact"] is True and end["shown"] == 3 and end["elapsed_us"] >= 0, end
    assert len([one for one in found if one["type"] == "hit"]) == 3


def a_hit_of_an_article_has_the_keys_of_the_contract(box):
    corpus(box)
    hit = next(one for one in hits(box, "robotics cooperation") if one["id"].endswith("robot-forum.txt"))
    assert hit["unit"] == "article" and hit["rank"] >= 1 and hit["score"] > 0
    assert hit["path"] == hit["id"] == "corpus/newspaper/robot-forum.txt"
    assert hit["title"].startswith("Two ports, one workshop") and hit["desk"] == "In-Depth"
    assert hit["heading"] == "Made for small harbours" and hit["published"] == "2024-10-21T21:05:00Z"
    assert isinstance(hit["speakers"], list) and hit["snippets"][0]["text"] and hit["snippets"][0]["marks"]
    assert "article" not in hit and "quote" not in hit


def a_hit_of_a_section_names_its_heading_and_article(box):
    corpus(box)
    hit = next(one for one in hits(box, "-u", "section", "robotics cooperation") if "robot-forum" in one["id"])
    assert hit["unit"] == "section" and hit["heading"] == "Made for small harbours"
    assert hit["article"] == "corpus/newspaper/robot-forum.txt" and hit["id"] == hit["article"] + "#s2"


def a_hit_of_a_quote_has_its_words_speaker_and_kind(box):
    corpus(box)
    hit = next(one for one in hits(box, "-u", "quote", "calm cooperation") if one["article"] == "fishing-pact")
    assert hit["unit"] == "quote" and hit["speaker"] == "Leila Haddad" and "cooperation" in hit["quote"]
    assert hit["kind"] in ("direct", "mixed", "indirect") and hit["id"].startswith("fishing-pact#q")


def a_hit_of_a_quote_shows_the_sentence_with_the_verb_and_whoever_is_named(box):
    corpus(box)
    hit = next(one for one in hits(box, "-u", "quote", "calm cooperation") if one["article"] == "fishing-pact")
    evidence = hit["evidence"]
    text = evidence["text"].encode()
    part = lambda place: text[place[0]:place[1]].decode()
    assert part(evidence["quote"]) == hit["quote"]
    assert part(evidence["cue"]) == "praised" and part(evidence["mention"]) in ("Haddad", "Leila Haddad"), evidence
    assert {part(mark) for mark in evidence["marks"]} == {"calm", "cooperation"}
    said = box.fsearch("-u", "quote", "calm cooperation").out
    assert "praised" in said and "Haddad" in said, said


def every_quote_with_evidence_stands_in_it_word_for_word(box):
    corpus(box)
    found = [one for one in records(box, "-u", "quote", "-n", "1000", "--since", "1900") if one["type"] == "hit"]
    shown = [one for one in found if "evidence" in one]
    assert len(shown) * 2 > len(found) > 50
    for one in shown:
        start, end = one["evidence"]["quote"]
        assert one["evidence"]["text"].encode()[start:end].decode() == one["quote"], one


def a_quote_of_nobody_known_has_a_null_speaker(box):
    corpus(box)
    found = records(box, "-u", "quote", "-n", "1000", "--since", "1900")
    unknown = [one for one in found if one["type"] == "hit" and one["speaker"] is None]
    assert unknown


def jsonl_ends_records_with_nul_when_asked(box):
    corpus(box)
    out = box.fsearch("-0", "-F", "jsonl", "robot").out
    parts = out.split("\0")
    assert parts[-1] == "" and [json.loads(part)["type"] for part in parts[:-1]][0] == "begin"


# ---- json ----

def json_is_one_document_with_the_values_of_jsonl(box):
    corpus(box)
    arguments = ["robotics cooperation", "--facet", "speaker:3", "--facet", "place", "--timeline", "month", "--explain"]
    one, lines = document(box, *arguments), records(box, *arguments)
    strip = lambda record: {key: value for key, value in record.items() if key != "type"}
    assert one["hits"] == [strip(line) for line in lines if line["type"] == "hit"]
    assert one["facets"] == [strip(line) for line in lines if line["type"] == "facet"]
    assert one["timeline"] == strip(next(line for line in lines if line["type"] == "timeline"))
    for key in ("format", "query", "parsed", "articles"):
        assert one[key] == lines[0][key]
    assert (one["total"], one["exact"], one["shown"]) == (lines[-1]["hits"], lines[-1]["exact"], lines[-1]["shown"])


def json_of_nothing_found_has_no_hits(box):
    corpus(box)
    one = document(box, "zzzzqqqq", "--facet", "desk", "--timeline", "day", expect=1)
    assert one["hits"] == [] and one["total"] == 0 and one["facets"][0]["counts"] == []
    assert one["timeline"]["counts"] == []


def json_piped_to_jq_works_for_every_option(box):
    if subprocess.run(["sh", "-c", "command -v jq"], capture_output=True).returncode:
        skip("jq is not installed")
    corpus(box)
    texts = []
    for options in OPTIONS:
        run = box.fsearch("-F", "json", *options, "robotics cooperation", expect=None)
        assert run.status in (0, 1), run
        one = json.loads(run.out)
        assert "hits" in one and one["total"] >= len(one["hits"]) and one["shown"] == len(one["hits"]), run
        texts.append(run.out)
    done = subprocess.run(["jq", "-c", ".total"], input="".join(texts).encode(), capture_output=True)
    assert done.returncode == 0 and done.stderr == b"" and len(done.stdout.split()) == len(OPTIONS)


def every_option_gives_valid_jsonl(box):
    corpus(box)
    for options in OPTIONS:
        run = box.fsearch("-F", "jsonl", *options, "robotics cooperation", expect=None)
        found = run.json_lines()
        assert found[0]["type"] == "begin" and found[-1]["type"] == "end", run
        assert run.status == (0 if found[-1]["hits"] else 1), run


def json_is_valid_utf8_whatever_an_article_holds(box):
    odd(box)
    done = subprocess.run([box.program("fsearch"), "-F", "json", "-n", "50", "xylophone", "--facet", "source"],
                          capture_output=True, env=box.environment)
    one = json.loads(done.stdout.decode("utf-8"))
    assert one["total"] == 5 and len(one["hits"]) == 5
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", done.stdout)


def what_was_not_asked_for_is_not_there(box):
    corpus(box)
    one = document(box, "robot")
    assert "facets" not in one and "timeline" not in one and "suggestion" not in one
    assert "explain" not in one["hits"][0]


# ---- tsv, csv ----

def _unescape(field):
    return re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[m.group(1)], field)


def _same_as_jsonl(rows, found):
    assert len(rows) == len(found)
    for row, hit in zip(rows, found):
        assert len(row) == 8, row
        assert int(row[0]) == hit["rank"] and abs(float(row[1]) - hit["score"]) < 1e-5
        assert row[2] == hit.get("published", "")[:10]
        assert row[3:] == [hit.get(key, "") for key in ("id", "source", "desk", "title", "path")], (row, hit)


def tsv_unescaped_holds_what_json_holds(box):
    for place in (odd, corpus):
        place(box)
        query = "xylophone" if place is odd else "robot"
        out = box.fsearch("-F", "tsv", query).out
        assert out.endswith("\n")
        rows = [[_unescape(field) for field in line.split("\t")] for line in out[:-1].split("\n")]
        _same_as_jsonl(rows, hits(box, query))


def csv_read_after_rfc_4180_holds_what_json_holds(box):
    for place in (odd, corpus):
        place(box)
        query = "xylophone" if place is odd else "robot"
        done = subprocess.run([box.program("fsearch"), "-F", "csv", query], capture_output=True, env=box.environment)
        text = done.stdout.decode()
        assert text.endswith("\r\n")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        _same_as_jsonl(rows, hits(box, query))


def a_header_names_the_columns_when_asked(box):
    corpus(box)
    names = ["rank", "score", "day", "id", "source", "desk", "title", "path"]
    assert box.fsearch("-F", "tsv", "--header", "robot").lines()[0].split("\t") == names
    assert box.fsearch("-F", "csv", "--header", "robot").lines()[0].split(",") == names
    assert box.fsearch("-F", "tsv", "robot").lines()[0].split("\t") != names


def tsv_of_quotes_has_the_same_columns(box):
    corpus(box)
    for line in box.fsearch("-F", "tsv", "-u", "quote", "cooperation").lines():
        assert len(line.split("\t")) == 8 and "#q" in line.split("\t")[3]


# ---- trec, ids, paths ----

def trec_has_six_columns_and_falling_scores(box):
    corpus(box)
    found = hits(box, "cooperation")
    lines = [line.split(" ") for line in box.fsearch("-F", "trec", "cooperation").lines()]
    assert [line[:4] for line in lines] == [["0", "Q0", hit["id"], str(hit["rank"])] for hit in found]
    assert all(len(line) == 6 and line[5] == "fsearch" for line in lines)
    scores = [float(line[4]) for line in lines]
    assert scores == sorted(scores, reverse=True)


def trec_keeps_its_columns_when_an_id_has_spaces(box):
    odd(box)
    for line in box.fsearch("-F", "trec", "xylophone").lines():
        assert len(line.split()) == 6, line


def ids_are_one_a_line_or_ended_by_nul(box):
    corpus(box)
    found = [hit["id"] for hit in hits(box, "cooperation")]
    assert box.fsearch("-F", "ids", "cooperation").lines() == found
    assert box.fsearch("-0", "-F", "ids", "cooperation").out == "".join(one + "\0" for one in found)
    odd(box)
    assert "odd\ttab\0" in box.fsearch("-0", "-F", "ids", "xylophone").out


def paths_are_files_that_xargs_can_open(box):
    place = corpus(box)
    found = [hit["path"] for hit in hits(box, "robotics cooperation")]
    assert box.fsearch("-F", "paths", "robotics cooperation").lines() == found
    out = box.fsearch("-0", "-F", "paths", "robotics cooperation").out
    assert out == "".join(one + "\0" for one in found)
    assert all((place / one).exists() for one in found)


def the_line_formats_say_nothing_where_nothing_is_found(box):
    corpus(box)
    for name in ("text", "tsv", "csv", "trec", "ids", "paths", "kwic"):
        assert box.fsearch("-F", name, "zzzzqqqq", expect=1).out == "", name


# ---- kwic ----

def kwic_aligns_the_matches_in_a_column(box):
    corpus(box)
    lines = box.fsearch("-F", "kwic", "cooperation", "-n", "20").lines()
    assert len(lines) >= 8
    columns = {line.index("[") for line in lines}
    assert len(columns) == 1, lines
    for line in lines:
        match = re.search(r"\[(.*?)\]", line).group(1)
        assert match.lower().startswith("coop"), line
        assert re.match(r"\d{4}-\d\d-\d\d  |            ", line), line
        assert len(line) <= 80, line


def kwic_marks_a_phrase_as_one(box):
    corpus(box)
    lines = box.fsearch("-F", "kwic", '"robotics cooperation"').lines()
    assert lines and all(re.search(r"\[robotics cooperation\]", line, re.I) for line in lines), lines


def kwic_shows_every_match_of_a_hit(box):
    ledger(box)
    lines = box.fsearch("-F", "kwic", "walnut", "--source", "Valley Post").lines()
    assert len(lines) == 5, lines  # w1: title, body; w2: title, body twice


# ---- counts in every format ----

def a_count_is_a_number_alone_or_the_end_record(box):
    corpus(box)
    for name in ("text", "tsv", "csv", "trec", "ids", "paths", "kwic"):
        assert box.fsearch("-c", "-F", name, "cooperation").out == "8\n", name
    assert box.fsearch("-c", "-0", "cooperation").out == "8\0"
    one = document(box, "-c", "cooperation")
    assert one["total"] == 8 and one["hits"] == [] and one["exact"] is True
    assert box.fsearch("-c", "zzzzqqqq", expect=1).out == "0\n"


def text_shows_facets_and_timeline_like_json(box):
    corpus(box)
    facet = counts(document(box, "cooperation", "--facet", "desk:0")["facets"][0])
    out = box.fsearch("cooperation", "--facet", "desk:0", "--timeline", "year").out
    shown = dict((name, int(number)) for number, name in re.findall(r"^ +(\d+)  (\S.*)$", out, re.M))
    assert facet.items() <= shown.items(), (facet, shown)
    for year, count in document(box, "cooperation", "--timeline", "year")["timeline"]["counts"]:
        assert re.search(rf"^{year} +{count}$", out, re.M), out


def ids_of_all_formats_agree(box):
    corpus(box)
    found = ids(box, "robot")
    assert found == [line.split("\t")[3] for line in box.fsearch("-F", "tsv", "robot").lines()]
    assert found == [line.split(" ")[2] for line in box.fsearch("-F", "trec", "robot").lines()]
    assert found == [hit["id"] for hit in document(box, "robot")["hits"]]
    text = box.fsearch("robot").out
    assert [text.index("    " + one + "\n") for one in found] == sorted(text.index("    " + one + "\n") for one in found)

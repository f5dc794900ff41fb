"""Scores that add up, several indexes that answer as one, and snippets whose marks lie on the matched words."""
import json
import math
import re
import shutil

from sample import LEDGER, corpus, document, documents, hits, ids, ledger, made, records


# ---- explanations ----

NUMBER = r"-?[0-9.]+(?:e[-+]?\d+)?"


def _tree(text):
    """[(value, text, children)] of an explanation, by its indentation."""
    root, stack = [], [(-1, None)]
    stack[0] = (-1, root)
    for line in text.rstrip("\n").split("\n"):
        depth = len(line) - len(line.lstrip())
        match = re.match(rf"\s*({NUMBER}) = (.*)$", line)
        assert match, line
        while stack[-1][0] >= depth:
            stack.pop()
        node = (float(match.group(1)), match.group(2), [])
        stack[-1][1].append(node)
        stack.append((depth, node[2]))
    return root


def _formula(text):
    """The value of '[boost B *] idf X (in D of N) * tf F * K / (tf + k1 * (1-b + b * length L / average A))', None for another kind."""
    boost = re.search(rf"boost ({NUMBER}) \*", text)
    match = re.search(rf"idf ({NUMBER}).*? \* tf ({NUMBER}) \* ({NUMBER}) / \(tf \+ ({NUMBER}) \* \(({NUMBER}) \+ ({NUMBER}) \* "
                      rf"length ({NUMBER}) / average ({NUMBER})\)\)", text)
    if not match:
        return None
    idf, tf, k, k1, one_b, b, length, average = map(float, match.groups())
    return (float(boost.group(1)) if boost else 1) * idf * tf * k / (tf + k1 * (one_b + b * length / average))


def _adds_up(node):
    value, text, children = node
    near = lambda a, b: abs(a - b) <= 1e-4 * max(1, abs(a))
    if text.startswith("sum of"):
        assert children and near(value, sum(child[0] for child in children)), node
    elif _formula(text) is not None:
        assert near(value, _formula(text)), (node, _formula(text))
        idf = re.search(rf"idf ({NUMBER}) \(in (\d+) of (\d+)\)", text)
        if idf:
            df, n = int(idf.group(2)), int(idf.group(3))
            assert near(float(idf.group(1)), math.log(1 + (n - df + 0.5) / (df + 0.5))), node
    for child in children:
        _adds_up(child)


def explanations_add_up_to_the_score(box):
    corpus(box)
    queries = ["robot", "robotics cooperation", "robot OR ferry OR bank", '"robotics cooperation"', "robot*", "robott~1", "robot^3",
               "robot NEAR/20 cooperation", "title:robot", "robot NOT ferry", "(robot OR harbour) (cooperation OR ferry)",
               "robot desk:technology", "harbour said:cooperation", "cooperation WITHIN speaker:choi", "=robots", "robot date:2025"]
    for unit in ("article", "section", "quote"):
        for options in ([], ["--k1", "0.8", "--b", "0.3"]):
            for query, answer in zip(queries, documents(box, queries, "-u", unit, "--explain", *options, "-n", "4")):
                assert answer["hits"] or unit != "article", query
                for hit in answer["hits"]:
                    tree = _tree(hit["explain"])
                    assert len(tree) == 1 and abs(tree[0][0] - hit["score"]) < 1e-6 * max(1, hit["score"]), (query, unit, hit)
                    _adds_up(tree[0])


def an_explanation_in_text_is_the_one_of_json(box):
    corpus(box)
    out = box.fsearch("robotics cooperation", "--explain", "-n", "1").out
    for line in document(box, "robotics cooperation", "--explain", "-n", "1")["hits"][0]["explain"].rstrip("\n").split("\n"):
        assert "    " + line + "\n" in out, (line, out)


# ---- several indexes ----

def _parts(box):
    """The sample corpus and the ledger cut in three indexes, and one of all."""
    place = corpus(box)
    articles = box.findex("dump", "-i", place / "index").lines() + [json.dumps(one) for one in LEDGER]
    box.write("all.jsonl", "".join(one + "\n" for one in articles))
    box.findex("update", "-i", "all", "all.jsonl")
    for part in range(3):
        box.write(f"part{part}.jsonl", "".join(one + "\n" for one in articles[part::3]))
        box.findex("update", "-i", f"part{part}", f"part{part}.jsonl")
    return [option for part in range(3) for option in ("-i", f"part{part}")]


def several_indexes_answer_with_the_scores_of_one_index_of_all(box):
    parts = _parts(box)
    queries = ["robotics cooperation", "walnut", "robot OR ferry OR walnut", '"robotics cooperation"', "speaker:choi", "coop*", "walnutt~1",
               "date:2024", "robot NOT ferry", "title:robot^2 OR harbour", "cooperation WITHIN speaker:choi"]
    for unit in ("article", "section", "quote"):
        for order in ("score", "-date"):
            arguments = ["-u", unit, "-s", order, "-n", "100", "--facet", "desk:0", "--facet", "speaker:0",
                         "--facet", "entity:0", "--timeline", "month", "--explain"]
            whole, several = documents(box, queries, "-i", "all", *arguments), documents(box, queries, *parts, *arguments)
            for query, one, other in zip(queries, whole, several):
                for answer in (one, other):
                    answer.pop("elapsed_us")
                    for hit in answer["hits"]:
                        hit.pop("path", None)
                        hit["explain"] = hit.get("explain", "0").split()[0]  # one of several words: a sum or that word
                assert one == other, (query, unit, order)


def pages_and_counts_of_several_indexes_are_those_of_one(box):
    parts = _parts(box)
    whole = ids(box, "-i", "all", "NOT zzzzqqqq", "-n", "100")
    assert len(whole) == 46
    pages = [ids(box, *parts, "NOT zzzzqqqq", "-n", "7", "-o", str(at)) for at in range(0, 46, 7)]
    assert sum(pages, []) == whole
    assert box.fsearch(*parts, "-c", "NOT zzzzqqqq").out == "46\n"
    assert records(box, *parts, "walnut")[0]["articles"] == 46


def an_index_given_twice_is_searched_and_not_lost(box):
    place = ledger(box)
    once = set(ids(box, "-i", place / "index", "walnut"))
    assert set(ids(box, "-i", place / "index", "-i", place / "index", "walnut")) == once


# ---- snippets ----

def _marked(hit):
    return [snippet["text"].encode()[start:end].decode() for snippet in hit.get("snippets", []) for start, end in snippet["marks"]]


def marks_lie_on_the_matched_words(box):
    corpus(box)
    for query, pattern in (("robotics cooperation", "robot|cooper"), ("robot*", "robot"), ("harbour OR ferry", "harbour|ferr"),
                           ('"robotics cooperation"', "robotics|cooperation"), ("=robots", "^robots$"), ("robots NEAR/9 same", "robot|same"),
                           ("cooperation WITHIN speaker:choi", "cooper"), ("\ub85c\ubd07", "\ub85c|\ubd07"),
                           ("\u673a\u5668\u4eba", "\u673a|\u5668|\u4eba"), ("said:robot", "robot"), ("robot~1", "robot"),
                           ("robot desk:technology", "robot"), ("robot speaker:choi", "robot"), ("robot entity:halden", "robot"),
                           ('robot source:"northern wire"', "robot")):
        for unit in ("article", "section", "quote"):
            found = hits(box, query, "-u", unit, "-n", "50", expect=None)
            assert found or unit != "article", query
            for hit in found:
                words = _marked(hit)
                assert all(re.search("(?i)" + pattern, word) for word in words), (query, unit, words)
                assert words or "title" in hit, (query, hit)
        assert any(_marked(hit) for hit in hits(box, query, "-n", "50")), query


def marks_of_words_without_spaces_cover_them_whole(box):
    corpus(box)
    for query, words in (("\u673a\u5668\u4eba", {"\u673a\u5668\u4eba"}), ("\u673a\u5668", {"\u673a\u5668"}), ("\u4eba", {"\u4eba"}),
                         ('"\u673a\u5668\u4eba \u5408\u4f5c"', {"\u673a\u5668\u4eba\u5408\u4f5c"}), ("\ub85c\ubd07", {"\ub85c\ubd07"}),
                         ("\u673a\u5668 OR \u5668\u4eba", {"\u673a\u5668\u4eba"}), ("\u673a\u5668 NEAR/3 \u5408\u4f5c", {"\u673a\u5668", "\u5408\u4f5c"}),
                         ("\u673a\u5668\u4eba WITHIN SENTENCE", {"\u673a\u5668\u4eba"})):
        found = hits(box, query)
        assert found and set(word for hit in found for word in _marked(hit)) == words, (query, found)
    assert "[\u673a\u5668\u4eba]" in box.fsearch("-F", "kwic", "\u673a\u5668\u4eba").out


def marks_are_in_order_apart_and_on_character_borders(box):
    corpus(box)
    for query in ("NOT zzzzqqqq", "robot OR the OR a OR of OR cooperation", "\u673a\u5668\u4eba", "\ub85c\ubd07", "\u6e2f"):
        for hit in hits(box, query, "-n", "50", expect=None):
            for snippet in hit["snippets"]:
                end = 0
                for mark in snippet["marks"]:
                    assert end <= mark[0] < mark[1] <= len(snippet["text"].encode()), snippet
                    snippet["text"].encode()[mark[0]:mark[1]].decode()  # whole characters
                    end = mark[1]


def a_snippet_is_a_piece_of_the_article_and_says_where_it_was_cut(box):
    corpus(box)
    for hit in hits(box, "robot OR ferry OR cooperation OR bank", "-n", "50"):
        whole = json.loads(box.fsearch("--show", hit["id"], "-F", "json").out)
        text = whole.get("text", "")
        for snippet in hit["snippets"]:
            fields = [paragraph for paragraph in text.split("\n\n")] + [whole.get("title", ""), whole.get("deck", ""), *whole.get("captions", [])]
            home = next((field for field in fields if snippet["text"] in field), None)
            assert home is not None, (hit["id"], snippet)
            at = home.index(snippet["text"])
            assert bool(snippet.get("cut_before")) == bool(home[:at].strip()), (snippet, home)
            assert bool(snippet.get("cut_after")) == bool(home[at + len(snippet["text"]):].strip()), (snippet, home)


def a_snippet_keeps_whole_sentences_where_it_can(box):
    long = "Filler sentence of no interest at all stands here. " * 30
    made(box, "sentences", [{"id": "s", "title": "x", "body": long + "The zeppelin landed on the meadow at noon. " + long}])
    snippet = hits(box, "zeppelin")[0]["snippets"][0]
    assert snippet["text"].startswith("The zeppelin") and snippet["text"].rstrip().endswith("."), snippet
    assert snippet["cut_before"] and snippet["cut_after"] and len(snippet["text"]) < 400


def a_snippet_of_an_endless_sentence_is_short_and_holds_the_match(box):
    made(box, "endless", [{"id": "s", "title": "x", "body": "word " * 5000 + "zeppelin " + "word " * 5000},
                          {"id": "c", "title": "x", "body": "\u4e2d" * 3000 + "\u98de\u8247" + "\u6587" * 3000}])
    for query in ("zeppelin", "\u98de\u8247"):
        snippet = hits(box, query)[0]["snippets"][0]
        assert snippet["marks"] and len(snippet["text"].encode()) < 1200, len(snippet["text"])


def a_quote_hit_says_the_words_that_were_spoken(box):
    corpus(box)
    for hit in hits(box, "-u", "quote", "NOT zzzzqqqq", "-n", "200"):
        whole = json.loads(box.fsearch("--show", hit["article"], "-F", "json").out) if hit["rank"] <= 15 else None
        if whole:
            assert hit["quote"] in whole["text"] and hit["speaker"] in [one["name"] for one in whole["speakers"]] + [None]


def the_answer_is_the_same_after_the_index_is_copied(box):
    place = corpus(box)
    shutil.copytree(place / "index", box.path("copy"))
    one, other = document(box, "robot OR ferry"), document(box, "-i", "copy", "robot OR ferry")
    assert one["hits"] == other["hits"]

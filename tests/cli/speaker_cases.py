"""Who says what, from the article to the query: speakers are found under every part of their name, and their words also
where the sentence names them by less."""
import json

STORIES = [
    {"id": "fair", "title": "Robots at the fair", "date": "2024-05-01", "body":
     "Kim Tae-ri, founder and CEO of Norland's Deep Arms, opened the fair. \"Robotics needs ports,\" Kim said.\n\n"
     "Robotics would come to every harbour, he added.\n\nThe company wants to build robotics halls.\n\n"
     "\"We doubt it,\" said Ines Falk, mayor of Tolm."},
    {"id": "hall", "title": "A hall", "date": "2024-05-02", "body":
     "\"Robotics is a fad,\" said Kim Dong-hyun, a pilot in Tolm.\n\nUnder the theme \"Robotics for All,\" the hall opened."},
    {"id": "none", "title": "Robotics", "date": "2024-05-03", "body": "Robotics grew. Nobody said anything about Kim."},
]


def _index(box):
    box.jsonl("news.jsonl", STORIES)
    box.findex("update", "news.jsonl")


def _hits(box, *arguments):
    return [line for line in box.fsearch("-F", "jsonl", "-s", "date", *arguments, expect=None).json_lines()
            if line["type"] == "hit"]


def a_part_of_a_name_finds_all_who_have_it(box):
    _index(box)
    assert {hit["id"] for hit in _hits(box, "speaker:kim")} == {"fair", "hall"}
    assert [hit["id"] for hit in _hits(box, "speaker:tae-ri")] == ["fair"]


def a_whole_name_finds_only_its_bearer(box):
    _index(box)
    assert [hit["id"] for hit in _hits(box, 'speaker:"Kim Tae-ri"')] == ["fair"]
    assert [hit["id"] for hit in _hits(box, 'robotics WITHIN speaker:"Kim Dong-hyun"')] == ["hall"]


def words_count_as_hers_or_his_where_the_sentence_says_less_than_the_name(box):
    _index(box)
    hits = _hits(box, "-u", "quote", 'robotics WITHIN speaker:"Kim Tae-ri"')
    assert {hit["quote"].strip(",") for hit in hits} == {"Robotics needs ports", "Robotics would come to every harbour"}
    assert {hit["speaker"] for hit in hits} == {"Kim Tae-ri"}
    assert {hit["speaker_title"] for hit in hits} == {"founder and CEO of Norland's Deep Arms"}


def slogans_are_nobodys_words(box):
    _index(box)
    assert all("for All" not in hit["quote"] for hit in _hits(box, "-u", "quote", "robotics"))


def speakers_are_counted_over_the_hits(box):
    _index(box)
    lines = box.fsearch("-F", "jsonl", "-u", "quote", "-n", "0", "--facet", "speaker", "robotics").json_lines()
    counts = dict(next(line["counts"] for line in lines if line["type"] == "facet"))
    assert counts["Kim Tae-ri"] == 2 and counts["Kim Dong-hyun"] == 1, counts


def each_attribution_tells_its_evidence(box):
    box.jsonl("news.jsonl", STORIES)
    article = box.findex("analyze", "news.jsonl").json_lines()[0]
    text = article["text"].encode()

    def words(pair):
        return text[pair[0]:pair[1]].decode()
    quotes = {words([quote["start"], quote["end"]]): quote for quote in article["quotes"]}
    direct = quotes["Robotics needs ports,"]
    assert (direct["kind"], direct["speaker"], words(direct["mention"]), words(direct["cue"]), direct["rule"]) == \
        ("direct", "Kim Tae-ri", "Kim", "said", "verb-after-quote")
    assert 0.9 < direct["confidence"] <= 1
    assert quotes["We doubt it,"]["rule"] == "verb-before-speaker"
    assert all(quote["rule"] and 0 < quote["confidence"] <= 1 for quote in article["quotes"])
    assert {"name": "Ines Falk", "title": "mayor of Tolm"} in article["speakers"], json.dumps(article["speakers"])

"""findex update: what is new is added, what changed is replaced, what is the same costs nothing."""
import json
import os

from box import article, articles
from sample import corpus


def an_update_adds_the_articles_of_a_file(box):
    box.jsonl("news.jsonl", articles(10))
    run = box.findex("update", "news.jsonl")
    assert run.out.startswith("10 added"), run.out
    assert box.stats()["articles"] == 10
    box.verify()


def a_second_update_over_the_same_file_changes_nothing(box):
    box.jsonl("news.jsonl", articles(10))
    box.findex("update", "news.jsonl")
    commit = box.stats()["commit"]
    run = box.findex("update", "-v", "news.jsonl")
    assert "0 added, 0 replaced" in run.out, run.out
    assert box.stats()["commit"] == commit


def a_touched_file_with_the_same_bytes_is_not_read_as_articles(box):
    path = box.jsonl("news.jsonl", articles(10))
    box.findex("update", "news.jsonl")
    os.utime(path, (1, 1))
    assert "0 added, 0 replaced, 0 unchanged" in box.findex("update", "news.jsonl").out
    run = box.findex("update", "-v", "news.jsonl")
    assert "0 files read, 1 passed over" in run.out, run.out


def lines_added_at_the_end_of_a_file_are_read_alone(box):
    box.jsonl("news.jsonl", articles(10))
    box.findex("update", "news.jsonl")
    with open(box.path("news.jsonl"), "a") as file:
        file.write(json.dumps(article(10)) + "\n")
    assert box.findex("update", "news.jsonl").out.startswith("1 added, 0 replaced, 0 unchanged")
    assert len(box.dump()) == 11
    box.verify()


def a_last_line_without_a_newline_may_be_continued(box):
    box.write("news.jsonl", json.dumps(article(0)))
    box.findex("update", "news.jsonl")
    box.write("news.jsonl", json.dumps(article(0)) + "\n" + json.dumps(article(1)) + "\n")
    assert box.findex("update", "news.jsonl").out.startswith("1 added, 0 replaced, 1 unchanged")


def a_changed_line_replaces_its_article_and_leaves_the_others(box):
    box.jsonl("news.jsonl", articles(10))
    box.findex("update", "news.jsonl")
    changed = articles(10)
    changed[4]["body"] = "Quite another story about zeppelins."
    box.jsonl("news.jsonl", changed)
    assert box.findex("update", "news.jsonl").out.startswith("0 added, 1 replaced, 9 unchanged")
    assert "zeppelins" in box.dump()["a4"]["body"]
    assert box.stats()["articles"] == 10
    box.verify()


def of_an_id_that_comes_twice_the_last_wins(box):
    many = [article(n % 7, words=f"version{n}") for n in range(3000)]
    box.jsonl("news.jsonl", many)
    box.findex("update", "-j", "4", "news.jsonl")
    found = box.dump()
    assert len(found) == 7, len(found)
    for n in range(2993, 3000):
        assert f"version{n} " in found[f"a{n % 7}"]["body"], n
    box.verify()


def of_an_id_that_comes_twice_the_last_wins_across_chunks_and_runs(box):
    filler = "lorem ipsum dolor " * 400
    many = [article(n % 5 if n % 100 == 0 else n + 10, words=f"version{n} {filler}") for n in range(2500)]
    box.jsonl("news.jsonl", many)
    box.findex("update", "-j", "3", "--memory", "32M", "news.jsonl")
    found = box.dump()
    last = {}
    for n, one in enumerate(many):
        last[one["id"]] = n
    assert set(found) == set(last)
    for name, n in last.items():
        assert f"version{n} " in found[name]["body"], (name, n)
    box.verify()


def an_id_that_goes_away_and_comes_back_unchanged_stays(box):
    box.jsonl("news.jsonl", [article(1)])
    box.findex("update", "news.jsonl")
    box.jsonl("more.jsonl", [article(1, words="other"), ])
    box.findex("update", "more.jsonl")
    assert "other" in box.dump()["a1"]["body"]
    box.jsonl("news.jsonl", [article(1, words="other"), article(1)])
    box.findex("update", "news.jsonl")
    assert "robot trade" in box.dump()["a1"]["body"]
    assert box.stats()["articles"] == 1


def standard_input_is_read_as_json_lines(box):
    text = "".join(json.dumps(one) + "\n" for one in articles(5))
    assert box.findex("update", "-", input=text).out.startswith("5 added")
    assert box.findex("update", "-", input=text).out.startswith("0 added, 0 replaced, 5 unchanged")


def a_directory_is_walked(box):
    box.jsonl("tree/a/one.jsonl", articles(3))
    box.jsonl("tree/b/two.jsonl", articles(3, start=3))
    assert box.findex("update", "tree").out.startswith("6 added")
    box.jsonl("tree/b/three.jsonl", articles(1, start=6))
    run = box.findex("update", "-v", "tree")
    assert run.out.startswith("1 added") and "1 files read, 2 passed over" in run.out, run.out


def a_small_update_adds_one_segment(box):
    box.jsonl("news.jsonl", articles(4000))
    box.findex("update", "-j", "4", "news.jsonl")
    assert box.stats()["segments"] == 1


def many_small_updates_keep_few_segments(box):
    for n in range(40):
        box.jsonl("news.jsonl", articles(5, start=5 * n))
        box.findex("update", "-q", "news.jsonl")
    stats = box.stats()
    assert stats["articles"] == 200 and stats["segments"] < 20, stats
    box.verify()


def a_small_memory_gives_the_same_articles(box):
    filler = "alpha beta gamma delta epsilon " * 200
    box.jsonl("news.jsonl", [article(n, words=filler + str(n)) for n in range(3000)])
    box.findex("update", "--memory", "32M", "news.jsonl")
    assert box.stats()["articles"] == 3000
    box.verify()


def quiet_says_nothing_and_one_line_is_the_rule(box):
    box.jsonl("news.jsonl", articles(3))
    run = box.findex("update", "-q", "news.jsonl")
    assert run.out == "" and run.err == ""
    box.jsonl("more.jsonl", articles(3, start=3))
    run = box.findex("update", "more.jsonl")
    assert len(run.lines()) == 1 and run.err == ""


def an_article_without_an_id_is_called_by_its_line(box):
    box.write("news.jsonl", '{"title": "One"}\n{"title": "Two", "url": "https://example.org/2"}\n')
    box.findex("update", "news.jsonl")
    assert set(box.dump()) == {"news.jsonl#1", "https://example.org/2"}


def removed_articles_are_gone(box):
    box.jsonl("news.jsonl", articles(10))
    box.findex("update", "news.jsonl")
    assert box.findex("remove", "a3", "a4").out == "2 removed\n"
    assert set(box.dump()) == {f"a{n}" for n in range(10)} - {"a3", "a4"}
    run = box.findex("remove", "a3", "a5", expect=3)
    assert "a3" in run.err and "1 removed" in run.out
    box.verify()


def compacting_drops_what_is_dead_and_keeps_the_rest(box):
    box.jsonl("news.jsonl", articles(200))
    box.findex("update", "news.jsonl")
    box.findex("remove", *[f"a{n}" for n in range(100)], "-q")
    before = box.dump()
    box.findex("compact")
    stats = box.stats()
    assert stats["articles"] == 100 and stats["dead_articles"] == 0 and stats["segments"] == 1, stats
    assert box.dump() == before
    box.verify()


def what_dump_prints_update_reads_back(box):
    box.jsonl("news.jsonl", [article(n, section="World", source="The Times", author="Jane Doe", lang="en",
                                     deck="A deck", url=f"https://example.org/{n}") for n in range(50)])
    box.findex("update", "news.jsonl")
    first = box.findex("dump").out
    box.findex("update", "-i", "copy", "-", input=first)
    assert box.findex("dump", "-i", "copy").out == first


def an_index_made_of_a_dump_gives_the_same_answers(box):
    whole = corpus(box).joinpath("index")
    dumped = box.findex("dump", "-i", whole).out
    box.findex("update", "-i", "copy", "-", input=dumped)
    assert sorted(box.findex("dump", "-i", "copy").lines()) == sorted(dumped.splitlines())
    for unit in ("article", "section", "quote"):
        for query in ("robot", "NOT zzzz", "ferry OR harbour OR said", "heading:harbours", "photo", "speaker:choi",
                      "the WITHIN SECTION", "cooperation WITHIN heading:made"):
            arguments = ("-F", "tsv", "-u", unit, "-n", "1000", "--facet", "section", "--", query)
            run = box.fsearch("-i", whole, *arguments, expect=None)
            assert box.fsearch("-i", "copy", *arguments, expect=None).out == run.out, (unit, query)


def an_updated_index_is_found_by_a_search(box):
    box.jsonl("news.jsonl", articles(10))
    box.findex("update", "news.jsonl")
    assert box.fsearch("-F", "ids", "story7").out == "a7\n"
    box.findex("remove", "a7")
    assert box.fsearch("-F", "ids", "story7", expect=1).out == ""

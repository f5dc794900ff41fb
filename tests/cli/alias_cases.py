"""The alias file: names that the user merges, splits or ignores (findex(1), ALIASES)."""
import json

STORIES = [
    {"id": "both", "title": "A harbour", "body": "Ines Falk opened the harbour of Tolm. \"It is deep,\" Ines Falk said.\n\n"
     "\"It is not,\" said Agnes Falkenberg. The pilots left.", "date": "2024-03-01"},
    {"id": "other", "title": "A bridge", "body": "\"The bridge is long,\" said John Adler of Tolm.", "date": "2024-03-02"},
]


def _index(box, aliases=None):
    box.jsonl("news.jsonl", STORIES)
    if aliases is not None:
        box.write("index/ALIASES", aliases)
    return box.findex("update", "news.jsonl")


def _speakers(box):
    return {line.split("\t")[0] for line in box.fsearch("--list", "speakers").lines()}


def _ids(box, query):
    return box.fsearch("-F", "ids", "-s", "date", query, expect=None).lines()


def merged_names_are_one_and_shown_as_the_first(box):
    _index(box, 'merge "Ines Falk" = "Agnes Falkenberg"\n')
    assert _ids(box, 'speaker:"Ines Falk"') == ["both"]
    assert _ids(box, "speaker:Falkenberg") == ["both"], "the other name still finds her"
    hits = box.fsearch("-u", "quote", "-F", "jsonl", "deep OR not").json_lines()
    assert {hit["speaker"] for hit in hits if hit["type"] == "hit"} == {"Ines Falk"}


def ignored_names_are_none(box):
    _index(box, 'ignore "Tolm"\nignore "John Adler"\n')
    assert _ids(box, "place:Tolm") == [] and _ids(box, "speaker:Adler") == []
    assert _ids(box, "long WITHIN QUOTE") == ["other"], "the quotation stays, without a speaker"


def split_names_are_not_joined(box):
    story = {"id": "x", "title": "Notes", "body": "Maria Lopez came to town. Lopez said that it was late."}
    box.jsonl("news.jsonl", [story])
    assert box.findex("analyze", "news.jsonl").json_lines()[0]["quotes"][0]["speaker"] == "Maria Lopez"
    box.write("names", 'split "Lopez"\n')
    quote = box.findex("analyze", "--aliases", "names", "news.jsonl").json_lines()[0]["quotes"][0]
    assert quote["speaker"] != "Maria Lopez", quote


def a_changed_file_applies_to_articles_that_have_not_changed(box):
    _index(box)
    assert _ids(box, "speaker:Falkenberg") == ["both"]
    box.write("index/ALIASES", 'merge "Ines Falk" = "Agnes Falkenberg"\n')
    run = box.findex("update", "news.jsonl")
    assert run.out.startswith("0 added, 1 replaced"), run.out
    hits = box.fsearch("-u", "quote", "-F", "jsonl", "deep OR not").json_lines()
    assert {hit["speaker"] for hit in hits if hit["type"] == "hit"} == {"Ines Falk"}
    box.verify()
    assert box.findex("update", "news.jsonl").out.startswith("0 added, 0 replaced")


def a_file_that_is_gone_applies_too(box):
    _index(box, 'ignore "John Adler"\n')
    before = box.dump()
    assert _ids(box, "speaker:Adler") == []
    box.path("index/ALIASES").unlink()
    assert box.findex("update", "news.jsonl").out.startswith("0 added, 1 replaced")
    assert _ids(box, "speaker:Adler") == ["other"]
    assert box.dump() == before, "what is stored of the articles has not changed"


def it_applies_without_any_path_to_read(box):
    """Articles from standard input have no file to be read again."""
    lines = "".join(json.dumps(story) + "\n" for story in STORIES)
    box.findex("update", "-", input=lines)
    box.write("index/ALIASES", 'ignore "John Adler"\n')
    box.findex("update", "-", input="")
    assert _ids(box, "speaker:Adler") == []
    assert box.findex("update", "-", input=lines).out.startswith("0 added, 0 replaced, 2 unchanged")


def an_article_renamed_is_purged_with_its_file(box):
    box.write("tree/a.txt", "A harbour\n\n\"It is deep,\" Ines Falk said.\n")
    box.write("tree/b.txt", "A bridge\n\n\"It is long,\" John Adler said.\n")
    box.findex("update", "tree")
    box.write("index/ALIASES", 'ignore "John Adler"\n')
    box.findex("update", "tree")
    box.path("tree/b.txt").unlink()
    box.findex("update", "--purge=all", "tree")
    assert list(box.dump()) == ["tree/a.txt"]


def a_bad_line_is_named_and_changes_nothing(box):
    _index(box)
    for line, word in (("join \"A\" = \"B\"", "begins with"), ("merge \"A\"", "wants ="), ("ignore Tolm", "quotation"),
                       ('merge "A" = "B', "not closed"), ('ignore ""', "empty")):
        box.write("index/ALIASES", f"# names\n\n{line}\n")
        run = box.findex("update", "news.jsonl", expect=2)
        assert "ALIASES:3: " in run.err and word in run.err, run.err
        assert run.out == "", run.out
        assert _ids(box, "speaker:Falkenberg") == ["both"]
    box.write("index/ALIASES", 'ignore "Tolm"\nmerge "Tolm" = "Port"\n')
    assert "ALIASES:2: " in box.findex("update", "news.jsonl", expect=2).err


def well_known_names_of_countries_need_no_alias(box):
    box.jsonl("news.jsonl", [
        {"id": "short", "title": "Talks", "body": "Diplomats met in South Korea on Monday to talk about ships."},
        {"id": "formal", "title": "Ships", "body": "Ships left the Republic of Korea on Monday with rice."},
        {"id": "people", "title": "Rice", "body": "The South Koreans ate rice on Monday."},
    ])
    box.findex("update", "news.jsonl")
    for query in ('place:"South Korea"', 'place:"Republic of Korea"'):
        assert sorted(_ids(box, query)) == ["formal", "short"], (query, _ids(box, query))

"""The query language, one construct a test, on articles small enough to know the answers by hand."""
import json

from sample import corpus, made

GARDEN = [
    {"id": "g1", "title": "Red tulips in the north", "author": "Ida Voss", "source": "Garden Weekly", "section": "Plants", "lang": "en",
     "date": "2024-03-10T10:00:00Z",
     "body": "Tulips bloom in early spring. The gardener planted red bulbs.\n\nFrost came late.\n\n"
             "\"The bulbs need water and patience,\" said Maria Lindgren, head of the Tulip Society of Uppsala."},
    {"id": "g2", "title": "Roses", "author": "Tom Berg", "source": "Garden Weekly", "section": "Plants", "date": "2024-04-20T10:00:00Z",
     "body": "Roses want sun. Red roses want more sun than white ones.\n\nWater them at night. Patience helps.\n\n"
             "\"Nobody should plant roses in the shade,\" said Peter Lindgren."},
    {"id": "g3", "title": "Gardening tools", "source": "Tool Post", "section": "Trade", "date": "2025-01-05T10:00:00Z",
     "body": "A spade and a gardening glove. The color of the handle is red.\n\nBulb planters are new in Uppsala this spring."},
    {"id": "g4", "title": "Markets", "source": "Tool Post", "section": "Trade",
     "body": "Bulb prices rose early this year, traders said.\n\nSpring was cold."},
]


def _ask(box, **expected):
    """QUERY -> ids, through one batch."""
    queries = list(expected.pop("answers").items())
    made(box, "garden", GARDEN)
    run = box.fsearch("--batch", "-", "-F", "jsonl", *expected.pop("options", []), expect=None,
                      input="".join(query + "\n" for query, _ in queries))
    records = run.json_lines()
    for number, (query, answer) in enumerate(queries, 1):
        mine = [one for one in records if one["q"] == number]
        assert mine and mine[0]["type"] == "begin", (query, mine)
        found = {one.get("article", one["id"]) for one in mine if one["type"] == "hit"}
        assert found == set(answer.split()), (query, found, answer, mine[0]["parsed"])


def words_are_stemmed_and_and_ed_and_case_does_not_matter(box):
    _ask(box, answers={"bulb": "g1 g3 g4", "BULBS spring": "g1 g3 g4", "bulbs frost": "g1", "gardens": "g1 g3",
                       "r\u00f3ses": "g2 g4", "water AND patience": "g1 g2", "tulip": "g1"})


def or_binds_weaker_than_and(box):
    _ask(box, answers={"frost OR sun": "g1 g2", "frost OR sun spade": "g1", "(frost OR spade) red": "g1 g3", "frost or sun": ""})


def not_and_minus_exclude(box):
    _ask(box, answers={"red NOT roses": "g1 g3", "red -roses": "g1 g3", "NOT red": "g4", "bulb -(frost OR traders)": "g3"})


def a_phrase_is_in_order_and_within_a_paragraph(box):
    _ask(box, answers={'"early spring"': "g1", '"spring early"': "", '"red roses"': "g2", '"bulbs frost"': "", '"water patience"': "",
                       '"water patience"~1': "g1", '"red sun"~3': "g2", '"red sun"~1': ""})


def phrases_are_found_however_long_the_article_and_often_the_words(box):
    """33,000 positions and more, and more than 32 of each word in an article, are looked at in other ways than few."""
    far = " ".join(["filler"] * 40000)
    box.jsonl("long.jsonl", [
        {"id": "far", "title": "Far", "body": f"The red gate. {far} Behind it a green gate stood."},
        {"id": "apart", "title": "Apart", "body": f"The green lamp. {far} Behind it a gate stood."},
        {"id": "often", "title": "Often", "body": "Green walls, gate. " * 60 + "It was a green gate, a green gate with a lamp."},
        {"id": "never", "title": "Never", "body": "Green walls, gate. " * 60},
    ])
    box.findex("update", "-q", "long.jsonl")
    for query, answer in {'"green gate"': "far often", '"red gate"': "far", '"green lamp"': "apart", '"a green gate"': "far often",
                          '"gate with a lamp"': "often", '"gate green"': "never often"}.items():
        assert set(box.fsearch("-F", "ids", query, expect=None).lines()) == set(answer.split()), query
    run = box.fsearch("-F", "jsonl", "-n", "1", '"green gate" -far')
    marked = [hit for hit in run.json_lines() if hit["type"] == "hit"]
    assert [hit["id"] for hit in marked] == ["often"]


def near_is_in_any_order_and_adj_in_this_one(box):
    _ask(box, answers={"spring NEAR/2 early": "g1", "early NEAR/1 spring": "g1", "spring ADJ/3 early": "", "early ADJ/3 spring": "g1",
                       "water NEAR/3 patience": "g1 g2", "prices NEAR/2 traders": "", "prices NEAR traders": "g4",
                       '"red bulbs" NEAR/9 frost': "g1"})


def prefixes_fuzzy_and_exact_words(box):
    _ask(box, answers={"garden*": "g1 g3", "tul*": "g1", "colour~1": "g3", "colour~": "g3", "gardning~1": "g3", "xroses~2": "g2 g4",
                       "=bulbs": "g1", "=bulb": "g3 g4", "=roses": "g2", "plantr*": ""})


def boosts_change_scores_and_nothing_else(box):
    made(box, "garden", GARDEN)
    def scores(query):
        return {one["id"]: one["score"] for one in box.fsearch("-F", "jsonl", query).json_lines() if one["type"] == "hit"}
    plain, boosted = scores("frost OR spade"), scores("frost OR spade^3")
    assert plain["g1"] == boosted["g1"] and abs(boosted["g3"] - 3 * plain["g3"]) < 1e-9


def fields_of_the_article(box):
    _ask(box, answers={"title:red": "g1", "title:(roses OR tools)": "g2 g3", 'title:"red tulips"': "g1", "desk:plants": "g1 g2",
                       "section:trade": "g3 g4", 'source:"garden weekly"': "g1 g2", "source:tool": "g3 g4", "author:voss": "g1",
                       "id:g2": "g2", "lang:en": "g1", "lang:de": "", "title:red source:tool": ""})


def dates_are_days_months_years_and_ranges(box):
    _ask(box, answers={"date:2024-03-10": "g1", "date:2024-03": "g1", "date:2024": "g1 g2", "date:2024-03-10..2024-04-20": "g1 g2",
                       "date:2024-04..": "g2 g3", "date:..2024-03-10": "g1", "date:2024-03-11..2024-04-19": "",
                       "red date:2025": "g3", "date:..today": "g1 g2 g3", "NOT date:1900..": "g4"})


def speakers_are_found_by_any_part_of_the_name(box):
    _ask(box, answers={"speaker:lindgren": "g1 g2", 'speaker:"Maria Lindgren"': "g1", "speaker:maria": "g1", "speaker:voss": "",
                       'speaker:(maria OR peter)': "g1 g2"})


def said_looks_into_speech_alone(box):
    _ask(box, answers={"said:patience": "g1", "said:shade": "g2", "said:frost": "", "said:(bulbs water)": "g1",
                       "said:water roses": ""})


def entities_are_those_named(box):
    _ask(box, answers={"entity:uppsala": "g1 g3", "entity:lindgren": "g1 g2", 'person:"Maria Lindgren"': "g1"})


def within_a_scope_all_of_it_is_inside_one(box):
    _ask(box, answers={"(red bulbs) WITHIN SENTENCE": "g1", "(spring red) WITHIN SENTENCE": "", "(spring red) WITHIN PARAGRAPH": "g1",
                       "(frost red) WITHIN PARAGRAPH": "", "(frost red) WITHIN SECTION": "g1", "red WITHIN TITLE": "g1",
                       "(water patience) WITHIN QUOTE": "g1", "(water night) WITHIN QUOTE": "",
                       "patience WITHIN speaker:lindgren": "g1", "patience WITHIN speaker:peter": "",
                       'shade WITHIN speaker:"Peter Lindgren"': "g2"})


def a_heading_scopes_its_section(box):
    corpus(box)
    for query, found in (("heading:harbours", 1), ("shortest WITHIN heading:harbours", 1), ("gearbox WITHIN heading:harbours", 0),
                         ("gearbox WITHIN heading:neighbours", 1), ('section:"Made for small harbours"', 1),
                         ("(gearbox shortest) WITHIN SECTION", 0), ("gearbox shortest", 1)):
        run = box.fsearch("-c", query, expect=None)
        assert run.out.strip() == str(found), (query, run)


def scopes_and_fields_hold_for_sections_and_quotes(box):
    for unit, answers in (("section", {"red": "g1 g2 g3", "speaker:maria": "g1", "date:2024 red": "g1 g2"}),
                          ("quote", {"patience": "g1", "speaker:lindgren": "g1 g2", "shade speaker:peter": "g2", "shade speaker:maria": ""})):
        _ask(box, answers=answers, options=["-u", unit])


def everything_nests(box):
    _ask(box, answers={'((red OR white) NEAR/4 sun) AND NOT (title:tools OR desk:trade)': "g2",
                       '("early spring" OR (water patience) WITHIN SENTENCE) speaker:lindgren': "g1",
                       '(tul* OR =roses)^2 date:2024 -author:berg': "g1"})


def lower_case_operators_are_words(box):
    made(box, "garden", GARDEN)
    assert json.loads(box.fsearch("-F", "json", "red or white", expect=None).out)["parsed"] != \
        json.loads(box.fsearch("-F", "json", "red OR white").out)["parsed"]


def mistakes_are_2_with_nothing_printed(box):
    made(box, "garden", GARDEN)
    for query in ("nope:x", "date:2024-99", "date:soon", '"open', "(open", "open)", "AND x", "x OR", "NOT", "title:", "x WITHIN", "x WITHIN NOWHERE",
                  "x NEAR/0x y", "x~3", "x^", "x^-1", '"a b"~x', "x NEAR", "speaker:", 'speaker:""', "()", "="):
        run = box.fsearch("--", query, expect=None)
        assert run.status == 2 and run.out == "" and run.err.startswith("fsearch: "), (query, run)

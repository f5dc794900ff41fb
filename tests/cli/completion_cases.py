"""Completion on the command line: the scripts of contrib/completions, run by their shell."""
import pathlib
import re
import shutil

from box import skip
from sample import ROOT, corpus, ledger, made
from shells import SCRIPTS, bash as _bash, fish as _fish, zsh as _zsh


def names_of_speakers_are_completed_after_their_field(box):
    ledger(box)
    assert _bash(box, "speaker", ":", "Pe") == ['\\"Ana\\ Petrova\\"']
    assert _bash(box, "speaker", ":", '"Ana Pe') == ['\\"Ana\\ Petrova\\"']
    assert len(_bash(box, "speaker", ":")) == 2 and _bash(box, "speaker", ":", "Zz") == []
    assert _bash(box, "'speaker:Pe") == ['speaker:"Ana Petrova"']


def a_completed_name_is_a_query_that_finds(box):
    ledger(box)
    for words, before in ((("speaker", ":", "Pe"), "speaker:"), (("source", ":", "coast"), "source:"), (("desk", ":", "Fa"), "desk:"),
                          (("--speaker", "Pe"), "--speaker "), (("--source", "coa"), "--source ")):
        for offered in _bash(box, *words):
            run = box.run("sh", "-c", f'"$0" -F ids {before}{offered}', box.program("fsearch"), expect=0)
            assert set(run.lines()) <= {"w1", "w2", "w3", "w4", "w6"}, run


def names_of_every_field_and_option_come_from_the_index(box):
    corpus(box)
    assert '\\"Choi\\ Dae-sung\\"' in _bash(box, "speaker", ":", "Ch")
    assert "Choi\\ Dae-sung" in _bash(box, "--speaker", "Ch")
    assert '\\"Made\\ for\\ small\\ harbours\\"' in _bash(box, "heading", ":", "Made")
    assert "Business" in _bash(box, "desk", ":", "Bus") and "Business" in _bash(box, "--desk", "Bus")
    assert "Busan" in _bash(box, "place", ":", "Busa")
    assert '\\"Northern\\ Wire\\"' in _bash(box, "source", ":", "No")


def the_index_named_on_the_line_is_asked(box):
    place = ledger(box)
    box.environment["FSEARCH_INDEX"] = "/nowhere"
    assert _bash(box, "-i", str(place / "index"), "speaker", ":", "Pe") == ['\\"Ana\\ Petrova\\"']
    assert _bash(box, "speaker", ":", "Pe") == []


def a_hostile_name_cannot_run_a_command(box):
    made(box, "hostile", [{"id": "h", "title": "x", "source": "Evil $(touch owned) `touch owned` ' \" ; touch owned", "body": "y"}])
    offered = _bash(box, "source", ":", "Ev") + _bash(box, "--source", "Ev")
    assert len(offered) == 2
    box.run("sh", "-c", f"echo source:{offered[0]} --source {offered[1]}", expect=0)
    quoted = _bash(box, "'source:Ev")
    box.run("sh", "-c", f"echo '{quoted[0]}'", expect=0)
    assert not box.path("owned").exists()


def options_and_their_values_are_completed(box):
    ledger(box)
    assert _bash(box, "--ti") == ["--timeline", "--timeout"] and _bash(box, "--li") == ["--limit", "--list"]
    assert _bash(box, "-u", "se") == ["section"] == _bash(box, "--unit", "=", "se")
    assert _bash(box, "-F", "js") == ["json", "jsonl"] and _bash(box, "-s", "-d") == ["-date"]
    assert _bash(box, "--facet", "sp") == ["speaker"] and _bash(box, "--timeline", "m") == ["month"]
    assert _bash(box, "--list", "s") == ["speakers", "sections", "sources"] and _bash(box, "--color", "al") == ["always"]
    assert _bash(box, "-n", "") == []


def fields_and_operators_are_completed(box):
    ledger(box)
    assert _bash(box, "spea") == ["speaker:"] and _bash(box, "WI") == ["WITHIN"]
    assert set(_bash(box, "s")) == {"section:", "speaker:", "said:", "source:"}


def every_option_is_known_to_every_script(box):
    texts = {"fsearch": [box.fsearch("--help").out],
             "findex": [box.findex("help", name).out for name in "update remove analyze stats verify compact dump".split()]}
    for program, helps in texts.items():
        options = set(re.findall(r"(?<![\w-])--([a-z0-9-]*[a-z0-9])(?![\w-])", " ".join(helps)))
        assert len(options) > (25 if program == "fsearch" else 10), options
        for name in (f"_{program}", f"{program}.fish", f"{program}.bash"):
            text = (SCRIPTS / name).read_text()
            if name == "fsearch.bash":
                assert "fsearch --help" in text  # it asks the program itself
                continue
            for option in options - {"help", "version"}:
                assert re.search(rf"--{option}(?![\w-])|-l {option}(?![\w-])", text), (name, option)


# ---- fish ----

def fish_offers_names_behind_fields_and_options(box):
    ledger(box)
    assert _fish(box, "fsearch speaker:Pe") == ['speaker:"Ana Petrova"'] == _fish(box, 'fsearch speaker:"Pe')
    assert _fish(box, "fsearch 'shells WITHIN speaker:Pe") == ['shells WITHIN speaker:"Ana Petrova"']
    assert _fish(box, "fsearch -- -speaker:Pe") == ['-speaker:"Ana Petrova"']
    assert _fish(box, "fsearch --speaker Pe") == ["Ana Petrova"] and _fish(box, "fsearch --speaker=An") == ["--speaker=Ana Petrova"]
    assert _fish(box, "fsearch desk:Fa") == ["desk:Farming"] and _fish(box, "fsearch --desk Fa") == ["Farming"]
    assert _fish(box, "fsearch section:Fa") == ["section:Farming"] and _fish(box, "fsearch source:Co") == ['source:"Coast Herald"']
    assert _fish(box, "fsearch speaker:Zz") == []
    corpus(box)
    assert 'heading:"Made for small harbours"' in _fish(box, "fsearch heading:Made") and "place:Busan" in _fish(box, "fsearch place:Busa")


def fish_offers_options_values_fields_and_operators(box):
    ledger(box)
    assert _fish(box, "fsearch --ti") == ["--timeline", "--timeout"] and _fish(box, "fsearch -u se") == ["section"]
    assert _fish(box, "fsearch -F js") == ["json", "jsonl"] and _fish(box, "fsearch --list so") == ["sources"]
    assert _fish(box, "fsearch spea") == ["speaker:"] and _fish(box, "fsearch walnut WI") == ["WITHIN"]
    assert "update" in _fish(box, "findex u") and _fish(box, "findex update --pu") == ["--purge", "--purge=all"]
    assert _fish(box, "findex stats -F j") == ["json"] and _fish(box, "findex help dum") == ["dump"]


def fish_asks_the_index_named_on_the_line(box):
    place = ledger(box)
    box.environment["FSEARCH_INDEX"] = "/nowhere"
    assert _fish(box, f"fsearch -i {place}/index speaker:Pe") == ['speaker:"Ana Petrova"']
    assert _fish(box, f"fsearch --index={place}/index --speaker Pe") == ["Ana Petrova"]
    assert _fish(box, "fsearch speaker:Pe") == []


# ---- zsh ----

def zsh_completes_names_behind_fields_and_options(box):
    ledger(box)
    typed = {"fsearch speaker:Pe": r'fsearch speaker:\"Ana\ Petrova\" ', r'fsearch speaker:\"Ana\ Pe': r'fsearch speaker:\"Ana\ Petrova\" ',
             "fsearch 'shells WITHIN speaker:Pe": "fsearch 'shells WITHIN speaker:\"Ana Petrova\"' ",
             'fsearch "speaker:Pe': r'fsearch "speaker:\"Ana Petrova\"" ', "fsearch -- -speaker:Pe": r'fsearch -- -speaker:\"Ana\ Petrova\" ',
             "fsearch --speaker Pe": r"fsearch --speaker Ana\ Petrova ", "fsearch --speaker=Pe": r"fsearch --speaker=Ana\ Petrova ",
             "fsearch desk:Fa": "fsearch desk:Farming ", "fsearch --source coa": r"fsearch --source Coast\ Herald ",
             "fsearch section:Fa": "fsearch section:Farming ", "fsearch speaker:Zz": "fsearch speaker:Zz"}
    completed = dict(zip(typed, _zsh(box, *typed)))
    assert completed == typed, {line: completed[line] for line in typed if completed[line] != typed[line]}
    for line in typed.values():
        if "Zz" not in line:
            found = box.run("zsh", "-f", "-c", line.replace("fsearch ", "fsearch -F ids ", 1), expect=0).lines()
            assert ("w5" if "-- -" in line else "w1" if "source" not in line else "w3") in found, (line, found)


def zsh_offers_all_that_fits(box):
    corpus(box)
    lines = ["fsearch speaker:Ch", "fsearch heading:Made", "fsearch place:Busa", "fsearch --speaker Ch"]
    offered = _zsh(box, *lines, offers=True)
    assert r'\"Choi\ Dae-sung\"' in offered[0] and len(offered[0]) > 1 and r'\"Made\ for\ small\ harbours\"' in offered[1]
    assert "Busan" in offered[2] and r"Choi\ Dae-sung" in offered[3]


def zsh_completes_options_values_fields_and_operators(box):
    ledger(box)
    typed = {"fsearch --timel": "fsearch --timeline=", "fsearch -u se": "fsearch -u section ", "fsearch --unit=se": "fsearch --unit=section ",
             "fsearch --list so": "fsearch --list sources ", "fsearch --since y": "fsearch --since yesterday ",
             "fsearch spea": "fsearch speaker:", "fsearch walnut WI": "fsearch walnut WITHIN ", "findex up": "findex update ",
             "findex update --pu": "findex update --purge=", "findex update --purge=": "findex update --purge=all ",
             "findex stats -F j": "findex stats -F json ", "findex help dum": "findex help dump "}
    completed = dict(zip(typed, _zsh(box, *typed)))
    assert completed == typed, {line: completed[line] for line in typed if completed[line] != typed[line]}


def zsh_asks_the_index_named_on_the_line(box):
    place = ledger(box)
    box.environment["FSEARCH_INDEX"] = "/nowhere"
    named = f"fsearch -i {place}/index speaker:"
    assert _zsh(box, named + "Pe", "fsearch speaker:Pe") == [named + r'\"Ana\ Petrova\" ', "fsearch speaker:Pe"]


def a_hostile_name_cannot_run_a_command_of_zsh(box):
    made(box, "hostile", [{"id": "h", "title": "x", "source": "Evil $(touch owned) `touch owned` ' \" ; touch owned", "body": "y"}])
    completed = _zsh(box, "fsearch source:Ev", "fsearch --source Ev", "fsearch 'source:Ev", 'fsearch "source:Ev')
    for line in completed:
        assert "touch" in line
        assert box.run("zsh", "-f", "-c", line.replace("fsearch ", "fsearch -F ids ", 1), expect=0).lines() == ["h"], line
    assert not box.path("owned").exists()


def findex_commands_and_options_are_completed(box):
    assert _bash(box, "up", command="findex") == ["update"] and _bash(box, "co", command="findex") == ["compact"]
    assert "--purge=all" in _bash(box, "update", "--pu", command="findex")


def the_scripts_are_read_by_their_shells(box):
    checked = 0
    for shell, names in (("bash", ("fsearch.bash", "findex.bash")), ("zsh", ("_fsearch", "_findex")),
                         ("fish", ("fsearch.fish", "findex.fish"))):
        for name in names:
            if shutil.which(shell):
                assert box.run(shell, "-n", SCRIPTS / name, expect=0).err == ""
                checked += 1
    if checked == 0:
        skip("no shell to read them")


def completion_files_are_those_that_are_installed(box):
    installed = (ROOT / "cmake/Install.cmake").read_text()
    for path in pathlib.Path(SCRIPTS).iterdir():
        assert path.name in installed, path

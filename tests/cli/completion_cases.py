"""Completion on the command line: the scripts of contrib/completions, run by their shell."""
import os
import pathlib
import shlex
import shutil

from box import skip
from sample import ROOT, corpus, ledger, made

SCRIPTS = ROOT / "contrib/completions"


def _bash(box, *words, command="fsearch"):
    """What bash would offer for these words, the last being completed, cut as readline cuts them."""
    if not shutil.which("bash"):
        skip("bash is not installed")
    box.environment["PATH"] = f"{box.binaries}{os.pathsep}{os.environ['PATH']}"
    script = (f"compopt() {{ :; }}; source {shlex.quote(str(SCRIPTS / command))}.bash\n"
              f"COMP_WORDS=({' '.join(shlex.quote(word) for word in (command, *words))}); COMP_CWORD={len(words)}\n"
              f"_{command}; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    run = box.run("bash", "--norc", "-c", script, expect=0)
    assert run.err == "", run
    return [line for line in run.lines() if line]


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


def every_option_of_the_program_is_known_to_every_script(box):
    options = {word.split("=")[0].rstrip(",") for line in box.fsearch("--help").lines() for word in line.split()[:4] if word.startswith("--") and len(word) > 2}
    assert len(options) > 25
    for name in ("_fsearch", "fsearch.fish"):
        text = (SCRIPTS / name).read_text()
        for option in options:
            bare = option[2:]
            assert f"--{bare}" in text or f"-l {bare} " in text or f",--{bare}}}" in text, (name, option)


def findex_commands_and_options_are_completed(box):
    assert _bash(box, "up", command="findex") == ["update"] and _bash(box, "co", command="findex") == ["compact"]
    assert "--purge=all" in _bash(box, "update", "--pu", command="findex")


def the_scripts_are_read_by_their_shells(box):
    checked = 0
    for shell, names in (("bash", ("fsearch.bash", "findex.bash")), ("zsh", ("_fsearch",)), ("fish", ("fsearch.fish",))):
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

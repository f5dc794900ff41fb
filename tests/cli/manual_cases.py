"""The manual pages: well formed, complete, and their examples run."""
import json
import re
import shutil
import subprocess

from box import skip
from sample import ROOT, corpus

PAGES = ["fsearch.1", "findex.1", "fsearch-query.7"]


def _source(page):
    text = (ROOT / "docs/man" / page).read_text()
    return re.sub(r"\\f[BRI]|\\&", "", text).replace("\\-", "-").replace("\\(dq", '"').replace("\\(aq", "'").replace("\\e", "\\")


def _examples(page):
    """The lines of the EXAMPLES section."""
    section = _source(page).split(".SH EXAMPLES", 1)[1].split(".SH", 1)[0]
    lines = [line for line in section.splitlines() if line.strip() and not line.startswith(".")]
    assert lines, page
    return lines


def _session(text):
    """The commands of an indented block of a terminal session, each with what it printed."""
    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.M):
        command, printed = None, []
        for line in (line[4:] for line in block.splitlines()):
            if line.startswith("$ "):
                if command:
                    yield command, "\n".join(printed).strip("\n")
                command, printed = line[2:], []
            else:
                printed.append(line.rstrip())
        if command:
            yield command, "\n".join(printed).strip("\n")


def the_pages_are_formatted_without_a_warning(box):
    if not shutil.which("groff"):
        skip("groff is not installed")
    for page in PAGES:
        for device in ("utf8", "ps"):
            run = box.run("groff", "-ww", "-man", "-T", device, ROOT / "docs/man" / page, expect=0)
            assert run.err == "", run
    if shutil.which("man"):
        for page in PAGES:
            done = subprocess.run(["man", "--warnings", "-l", str(ROOT / "docs/man" / page)], capture_output=True, text=True,
                                  env=dict(box.environment, MANPAGER="cat", MAN_DISABLE_SECCOMP="1", LC_ALL="C.UTF-8"))
            if "command not found" not in done.stderr and done.returncode == 0 and len(done.stdout) > 500:
                assert done.stderr == "", done.stderr


def every_option_has_its_entry(box):
    for program in ("fsearch", "findex"):
        page = _source(program + ".1")
        texts = [box.fsearch("--help").out] if program == "fsearch" else \
            [box.findex("help", name).out for name in ("update", "remove", "analyze", "stats", "verify", "compact", "dump")]
        for option in set(re.findall(r"(?<![\w-])--[a-z0-9]+", " ".join(texts))) - {"--help", "--version"}:
            assert option in page, (program, option)


def every_exit_status_is_told(box):
    for page, statuses in (("fsearch.1", (0, 1, 2, 3, 4, 5, 7, 8)), ("findex.1", (0, 2, 3, 4, 5, 6, 7, 8, 9))):
        section = _source(page).split(".SH EXIT STATUS", 1)[1].split(".SH", 1)[0]
        for status in statuses:
            assert re.search(rf"(^|[ ;]){status}\s\w", section, re.M), (page, status)


def the_examples_of_fsearch_print_what_the_page_says(box):
    box.directory = corpus(box)
    if not shutil.which("jq"):
        skip("jq is not installed")
    box.environment["PATH"] = f"{box.binaries}:{box.environment['PATH']}"
    page = "\n".join("    " + line for line in _source("fsearch.1").split(".SH EXAMPLES", 1)[1].split(".nf\n", 1)[1].split(".fi", 1)[0].splitlines())
    examples = list(_session(page + "\n"))
    assert len(examples) >= 5
    for command, printed in examples:
        run = box.run("bash", "-c", command + " 2>&1", expect=None)
        assert run.out.strip("\n") == printed, (command, run.out, printed)


def the_examples_of_findex_run(box):
    if not shutil.which("jq"):
        skip("jq is not installed")
    place = corpus(box)
    box.environment["PATH"] = f"{box.binaries}:{box.environment['PATH']}"
    box.environment["FSEARCH_INDEX"] = str(box.path("mine"))
    shutil.copytree(place / "corpus", box.path("news"))
    shutil.copy(place / "corpus/newspaper/robot-forum.txt", box.path("article.txt"))
    box.run("sh", "-c", f'gzip -c "{place}/corpus/wire.jsonl" > archive.jsonl.gz', expect=0)
    for line in _examples("findex.1"):
        run = box.run("bash", "-c", "set -o pipefail; " + line.replace("/srv/news", "news"), expect=0)
        assert run.err == "", run
    assert box.fsearch("-c", "robotics cooperation", "-i", "mine").out.strip() != "0"
    found = box.run("bash", "-c", "findex analyze article.txt | jq -c '.quotes[] | {speaker, kind}'", expect=0).json_lines()
    assert {"speaker": "Choi Dae-sung", "kind": "direct"} in found, found


def the_examples_of_the_readme_print_what_it_says(box):
    box.directory = corpus(box)
    if not shutil.which("jq"):
        skip("jq is not installed")
    box.environment["PATH"] = f"{box.binaries}:{box.environment['PATH']}"
    examples = list(_session((ROOT / "README.md").read_text()))
    assert len(examples) >= 5
    for command, printed in examples:
        run = box.run("bash", "-c", command + " 2>&1", expect=None)
        assert "\n".join(line.rstrip() for line in run.lines()).strip("\n") == printed, (command, run.out, printed)


def the_queries_of_the_query_page_are_understood(box):
    corpus(box)
    for line in _examples("fsearch-query.7"):
        run = box.fsearch("-F", "json", "--", line, expect=None)
        assert run.status in (0, 1) and json.loads(run.out)["parsed"], run
    for one, other in (("robotics NEAR cooperation", "robotics NEAR/10 cooperation"), ("robotics ADJ cooperation", "robotics ADJ/0 cooperation"),
                       ("robotcs~", "robotcs~1")):
        parsed = [json.loads(box.fsearch("-F", "json", "--", query, expect=None).out)["parsed"] for query in (one, other)]
        assert parsed[0] == parsed[1], parsed
    page = _source("fsearch-query.7")
    entries = re.findall(r"^\.TP\n\.(?:B|BR|BI) (.+)$", page, re.M)
    tried = 0
    for entry in entries:
        for query in re.sub(r'" ?, ?"', "\n", entry).replace('", ', "\n").replace(' ", " ', "\n").split("\n"):
            query = query.strip().strip('"') if query.count('"') % 2 else query.strip()
            if "WITHIN SENTENCE" in query or not query:
                continue
            for one in re.split(r'" ", "|" , "| ", " ', query):
                run = box.fsearch("-F", "json", "--", one, expect=None)
                tried += 1
                assert run.status in (0, 1), (entry, run)
    assert tried > 15, tried


def every_field_of_the_language_is_in_the_page(box):
    page = _source("fsearch-query.7")
    for field in "title desk heading section speaker said entity person organization place source author date lang id".split():
        assert field + ":" in page, field
    for word in ("SENTENCE", "PARAGRAPH", "SECTION", "TITLE", "QUOTE", "NEAR", "ADJ", "OR", "AND", "NOT", "WITHIN"):
        assert word in page, word

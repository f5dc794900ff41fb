"""Completion asked of the shells themselves."""
import os
import pty
import select
import shlex
import shutil
import signal
import time

from box import skip
from sample import ROOT

SCRIPTS = ROOT / "contrib/completions"


def need(box, shell):
    if not shutil.which(shell):
        skip(f"{shell} is not installed")
    box.environment["PATH"] = f"{box.binaries}{os.pathsep}{os.environ['PATH']}"


def bash(box, *words, command="fsearch"):
    """What bash would offer for these words, the last being completed, cut as readline cuts them."""
    need(box, "bash")
    script = (f"compopt() {{ :; }}; source {shlex.quote(str(SCRIPTS / command))}.bash\n"
              f"COMP_WORDS=({' '.join(shlex.quote(word) for word in (command, *words))}); COMP_CWORD={len(words)}\n"
              f"_{command}; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    run = box.run("bash", "--norc", "-c", script, expect=0)
    assert run.err == "", run
    return [line for line in run.lines() if line]


def fish(box, line):
    """What fish would offer for a line, without the descriptions."""
    need(box, "fish")
    script = "".join(f"source {shlex.quote(str(SCRIPTS / name))}.fish; " for name in ("fsearch", "findex"))
    box.environment["FISH_LINE"] = line
    run = box.run("fish", "--no-config", "-c", script + "complete -C $FISH_LINE", expect=0)
    assert run.err == "", run
    return [offered.split("\t")[0] for offered in run.lines()]


ZSH = """bindkey -e; PS1= PS2=; unsetopt beep autolist automenu promptsp; LISTMAX=-1
fpath=(%s $fpath); autoload -Uz compinit; compinit -u -D
tell-line() { print -rn -- "<LINE>$BUFFER</LINE>"; }; zle -N tell-line; bindkey '^T' tell-line; bindkey '^I' complete-word
%s
zle-line-init() { print -rn -- "<READY>"; }; zle -N zle-line-init
"""  # ready when the editor has the terminal: keys typed before it go to the terminal's own line discipline
# All that is added is told before it is added: what a list would show.
ZSH_OFFERS = """compadd() { local -a shown; builtin compadd -O shown "$@"; local one
    for one in "${shown[@]}"; do print -rn -- "<OFFER>$one</OFFER>"; done; builtin compadd "$@" }"""


def zsh(box, *lines, offers=False):
    """Types each line and a Tab into a zsh on a pseudo-terminal: the lines it makes of them, or what it offers for each."""
    need(box, "zsh")
    box.write("zdot/.zshrc", ZSH % (shlex.quote(str(SCRIPTS)), ZSH_OFFERS if offers else ""))
    child, master = pty.fork()
    if child == 0:
        try:
            os.chdir(box.directory)
            os.execvpe("zsh", ["zsh", "-i"], {**box.environment, "ZDOTDIR": str(box.path("zdot")), "TERM": "dumb", "COLUMNS": "999"})
        finally:
            os._exit(126)
    try:
        _read_until(master, b"<READY>")
        return [_complete(master, line, offers) for line in lines]
    finally:
        os.close(master)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _complete(master, line, offers):
    os.write(master, line.encode() + b"\t\x14\x15")  # the editor takes one key after the other: no need to wait
    seen = _read_until(master, b"</LINE>").decode()
    if offers:
        return sorted({part.split("</OFFER>")[0] for part in seen.split("<OFFER>")[1:]})
    return seen.rsplit("<LINE>", 1)[1].split("</LINE>")[0]


def _read_until(master, mark):
    seen, until = b"", time.monotonic() + 60
    while mark not in seen:
        assert time.monotonic() < until, seen
        if select.select([master], [], [], 1)[0]:
            seen += os.read(master, 65536)
    return seen

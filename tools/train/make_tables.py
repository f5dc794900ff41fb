#!/usr/bin/env python3
"""Makes sentences as news agencies print them besides prose: datelines, bylines, headlines in capitals, results, tables and
score cards of sport, with the names of the lexicon.  The open sets hold next to none of them.  Nothing here is taken from
a text: the patterns are the common ones of the trade.  Usage: make_tables.py --lexicon FILE > tables.tsv
"""
import argparse
import random
import re

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
SPORTS = "SOCCER TENNIS CRICKET GOLF RUGBY BASKETBALL BASEBALL CYCLING ATHLETICS BOXING HOCKEY".split()
# {Team}, {Land} and so on are names, with their kind; {N} and the like are not.  {Team^} is in capitals.
PATTERNS = """
{City^} {DATE}
{City^}, {Land} {DATE}
{City}, {Land}
{City} {DATE}
{City^} ({Agency}) - The government said on {DAY} it would hold talks with {Land}.
{City^}, {MONTH} {N} ({Agency}) - {Land} and {Land} agreed on {DAY} to end the dispute.
{Person}
{Person}
By {Person}
By {Person}, {Agency}
{Person} in {City}
{Team} {N} {Team} {N}
{Team} {N} {Team} {N}
{Team} {N} {Team} {N}
{Team} {N} ({Last} {N}, {Last} {N}) {Team} {N} ({Last} {N})
{Team} {N} ({Last} {N}). Halftime 1-0. Attendance {BIG}
{Land} {N} {Land} {N}
{Land} beat {Land} {SCORE} (halftime {SCORE}) in their {Contest} match on {DAY}.
{Team} beat {Team} {SCORE} on {DAY}.
{Team} v {Team}
{Team} vs {Team}
{Land} v {Land}
{Team} {N} {N} {N} {N} {N} {N} {N}
{Team} {N} {N} {N} {N} {N} {N} {N}
{Team} {N} {N} {N} {N} {N} {N} {N}
{Land} {N} {N} {N} {N} {N} {N} {N}
{Usteam} {N} {N} .{BIG} {N}
{Usteam^} {N} {N} .{BIG} {N}
{Usteam^} AT {Usteam^}
{Usteam^} at {Usteam^}
{Usteam} {N} {Usteam} {N}
{Usteam} {N}, {Usteam} {N}
{N}. {Person} ({Land}) {TIME}
{N}. {Person} ({Land}) {TIME}
{N}. {Person} ({Land}) {Team} {TIME}
{N} {Person} ({Land}) {N} {N} {N} {N}
{N} - {Person} ({Land}) beat {Person} ({Land}) {SET} {SET}
{Person} ({Land}) beat {N} - {Person} ({Land}) {SET} {SET}
{Person} ({Land}) beat {Person} ({Land}) {SET} {SET}
{Last} ({Land}) beat {Last} ({Land}) {SET} {SET}
Scorers: {Land} - {Person} ({N}th minute), {Person} ({N}th). {Land} - {Person} ({N}th)
Scorers: {Person} ({N}th minute), {Person} ({N}th)
{Team}: {Last} {N}, {Last} {N}
{Team} - {Person}, {Person}, {Person}, {Person}
{Land}: {Person}, {Person}, {Person}, {Person}
{N} - {Person}, {N} - {Person}, {N} - {Person}
{Initial} {Last} c {Last} b {Last} {N}
{Initial} {Last} lbw b {Last} {N}
{Initial} {Last} not out {N}
{Initial} {Last} b {Last} {N}
Bowling: {Last} {N}-{N}-{N}-{N}, {Last} {N}-{N}-{N}-{N}, {Last} {N}-{N}-{N}-{N}
Bowling (to date): {Last} {N}-{N}-{N}-{N}, {Last} {N}-{N}-{N}-{N}
{Land} {N} all out ({Initial} {Last} {N}, {Initial} {Last} {N})
{Team} {N} and {N} for {N}
At {City}: {Team} {N} ({Person} {N}), {Team} {N}
In {City}: {Land} {N} {Land} {N}
{City}: {Team} {N}, {Team} {N}
Leading goalscorers: {N} - {Person} ({Team})
{Person} ({Team}) {N}
{Person}, {Team}, {N}
{SPORT} - {Land^} BEAT {Land^} IN {Contest^} QUALIFIER.
{SPORT} - {Team^} BEAT {Team^} {SCORE}.
{SPORT} - {Last^} WINS {City^} TITLE.
{SPORT} - {Last^} OUT OF {Contest^}.
{SPORT} - {Land^} RECALL {Last^} FOR {Land^} TEST.
{SPORT} - {People^} FIRST DIVISION RESULTS / STANDINGS.
{SPORT} - {People^} LEAGUE SUMMARIES.
{SPORT} - RESULTS AT {City^} TOURNAMENT.
{SPORT} - FRIDAY'S RESULTS IN {People^} CHAMPIONSHIP.
{Land^} SAYS TALKS WITH {Land^} TO RESUME.
{People^} MINISTER MEETS {People^} LEADER IN {City^}.
{Last^} SAYS {Land^} MUST ACT NOW.
{Land^}: {People^} STOCKS END HIGHER ON RATE HOPES.
{Company^} POSTS SHARP RISE IN NET PROFIT.
{Company} - year to {MONTH} {N}
{Company} said on {DAY} it had agreed to buy {Company} for ${N} million.
Shares in {Company} rose {N} percent, while {Company} lost {N} percent.
{Person}, chief executive of {Company}, said the company would cut {BIG} jobs.
{Company} names {Person} chief financial officer.
Results of {People} first division soccer matches on {DAY}:
Result of an {People} premier league match on {DAY}:
Standings in the {People} league after matches on {DAY} (tabulate under played, won, drawn, lost, goals for, against, points):
Results from the {City} Open tennis tournament on {DAY} (prefix number denotes seeding):
Leading results in the {City} marathon on {DAY}:
Playing {DAY}: {Team} v {Team}, {Team} v {Team}, {Team} v {Team}
{Team} coach {Person} said his side deserved to win in {City}.
{Land} coach {Person} named a squad of {N} for the match against {Land} in {City}.
{Team} striker {Person} scored twice against {Team} on {DAY}.
{City} side {Team} lost {SCORE} at home to {Team}.
{Usteam} beat {Usteam} {SCORE} behind {Person}, who scored {N} points.
{Person} pitched seven innings as the {Usnick} beat the {Usnick} {SCORE}.
The {Usnick} have won {N} of their last {N} games against {Usteam}.
In {City}, {Person} homered twice as the {City} {Usnick} defeated the {Usnick}.
"""
KINDS = {"Team": "ORG", "Usteam": "ORG", "Usnick": "ORG", "Land": "LOC", "City": "LOC", "Agency": "ORG",
         "Person": "PER", "Last": "PER", "Initial": None, "Contest": "MISC", "People": "MISC", "Company": "ORG"}


class Names:
    """Picks what stands for the names of a pattern."""

    kinds = KINDS

    def __init__(self, path, rng):
        self.rng, self.lists = rng, {}
        for line in open(path, encoding="utf-8"):
            kind, _, name = line.rstrip("\n").partition("\t")
            if name.isascii() and not re.search(r"[()/,&]", name) and name[0].isupper():
                self.lists.setdefault(kind, []).append(name)
        self.lists["contest"] = ["World Cup", "UEFA Cup", "FA Cup", "Champions League", "Davis Cup", "European Cup",
                                 "Asian Cup", "Olympic", "Masters", "Grand Prix", "U.S. Open", "French Open"]
        self.nations = [n for n in self.lists["country"] if len(n) > 3 and " of " not in n and n.count(" ") < 2]
        self.clubs = [t for t in self.lists["team"] if t.count(" ") < 2]
        self.nicks = [t.split()[-1] for t in self.clubs if t.count(" ") == 1 and t.endswith("s")]

        self.towns = [t.rsplit(" ", 1)[0] for t in self.clubs if t.count(" ") >= 1 and t.endswith("s")]

    def pick(self, name):
        rng, one = self.rng, lambda kind: self.rng.choice(self.lists[kind])
        if name == "Team":
            return rng.choice(self.clubs) if rng.random() < 0.6 else one("city")
        if name == "Usteam":
            return rng.choice(self.towns)
        if name == "Usnick":
            return rng.choice(self.nicks)
        if name == "Land":
            return rng.choice(self.nations)
        if name == "Person":
            return (one("first") if rng.random() < 0.85 else rng.choice("ABCDEGHJKMPRST") + ".") + " " + one("last")
        if name == "Company":
            ending = rng.choice(["Inc", "Corp", "Ltd", "Group", "Plc", "Co", "Holdings", "Industries", "Bank", "AG", "SA"])
            middle = rng.choice(["", " " + one("organization-word").split()[0].rstrip(".")])
            return one(rng.choice(["last", "city"])) + middle + " " + ending
        return one({"City": "city", "Last": "last", "Agency": "organization", "Contest": "contest",
                    "People": "demonym"}[name])

    def plain(self, name):
        rng = self.rng
        return {"N": lambda: str(rng.randint(1, 90)), "BIG": lambda: str(rng.randint(100, 45000)),
                "SCORE": lambda: "%d-%d" % (rng.randint(0, 6), rng.randint(0, 6)),
                "SET": lambda: "%d-%d" % (rng.randint(6, 7), rng.randint(0, 5)), "DAY": lambda: rng.choice(DAYS),
                "MONTH": lambda: rng.choice(MONTHS), "SPORT": lambda: rng.choice(SPORTS),
                "DATE": lambda: "%d-%02d-%02d" % (rng.randint(1990, 2022), rng.randint(1, 12), rng.randint(1, 28)),
                "TIME": lambda: "%d:%02d.%02d" % (rng.randint(0, 4), rng.randint(0, 59), rng.randint(0, 99)),
                "Initial": lambda: rng.choice("ABCDEGHJKMPRST") + "."}[name]()


def fill(pattern, names):
    text, found = "", []
    for part in re.split(r"(\{\w+\^?\})", pattern):
        if not part.startswith("{"):
            text += part
            continue
        name = part[1:-1].rstrip("^")
        kind = names.kinds.get(name)
        word = names.pick(name) if kind else names.plain(name)
        start = len(text)
        text += word.upper() if "^" in part else word
        if kind:
            found.append((start, len(text), kind))
        if name == "Initial":  # stands before a surname: one name
            found.append((start, None, "PER"))
    return text, join_initials(found)


def join_initials(found):
    out, pending = [], None
    for start, end, kind in found:
        if end is None:
            pending = start
            continue
        out.append((start if pending is None else pending, end, kind))
        pending = None
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--lexicon", required=True)
    p.add_argument("--articles", type=int, default=220)
    args = p.parse_args()
    rng = random.Random(1996)
    names = Names(args.lexicon, rng)
    patterns = [line for line in PATTERNS.strip().split("\n")]
    for _ in range(args.articles):
        print("\f tables m")
        few = rng.sample(patterns, 7)
        for _ in range(20):
            text, found = fill(rng.choice(few), names)
            print("\t".join([text] + ["%d:%d:%s" % m for m in found]))


if __name__ == "__main__":
    main()

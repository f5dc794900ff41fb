#!/usr/bin/env python3
"""Makes sentences of news prose about names that no set has: made of the lexicon's names, of words for offices, fields of
work and kinds of bodies.  They show where a name ends: before an office ("Acme Energy Chairman Ann Lee"), at "and" between two
names, before its acronym; and that a body is named by its words however strange the place or person in front.  Nothing
here is taken from a text.  Usage: make_sentences.py --lexicon FILE > sentences.tsv
"""
import argparse
import random

import make_tables

ROLES = """president chairman chief director manager editor spokesman spokeswoman professor judge coach captain minister
ambassador secretary commissioner governor mayor analyst economist lawyer researcher activist""".split()


def listed(text):
    return [item.strip() for item in text.replace("\n", " ").split(";")]


TITLES = listed("""President; Chairman; Chief Executive; CEO; Director; Executive Director; Managing Director; Editor; Joint Editor;
Spokesman; Spokeswoman; Professor; Justice; Judge; Chief Justice; Coach; Head Coach; Captain; Minister; Deputy Minister;
Prime Minister; Foreign Minister; Finance Minister; Interior Minister; Defense Minister; Ambassador; Secretary;
Secretary General; General Secretary; Secretary-General; Commissioner; Governor; Mayor; Senator; Chief; Police Chief;
Commander; General; Colonel; Emperor; King; Queen; Prince; Princess; Crown Prince; Imam; Sheikh; Bishop; Archbishop; Pope;
Lord; Sir; Sister; Father; Reverend; Rabbi; Counselor; Vice President; Vice Chairman; Member of Parliament;
Superintendent; Inspector; Attorney General; Chancellor; Premier; Lieutenant; Major; Admiral; Brigadier; Principal;
Vice Chancellor; Dean; Manager; President-elect""")
TOPICS = listed("""Foreign Affairs; Health; Education; Finance; Trade; Commerce; Agriculture; Energy; Environment; Transport; Justice;
Defence; Defense; Labour; Tourism; Culture; Science; Technology; Communications; Fisheries; Water;
Justice and Home Affairs; Commerce and Industry; Science and Technology; Food and Agriculture; Health and Welfare;
Banking and Finance; Human Rights; Economic Development; Public Works; Civil Aviation; Immigration; Planning; Security;
Oil and Gas; Nuclear Energy; Statistics; Sports; Football; Cricket; Athletics; Women; Youth; Teachers; Farmers; Workers;
Journalists; Engineers; Wildlife; Children; Peace; Climate; Meteorology; Medicine; Law; Arts; Music; Engineering;
Economics; Space; Maritime; Shipping; Railways; Steel; Chemicals; Investment; Development; Export; Import; Insurance;
Securities; Telecommunications; Media""")
HEADS = listed("""University; College; Institute; Institution; Academy; Hospital; Foundation; Society; Association; Federation; Union;
Alliance; Council; Committee; Commission; Board; Agency; Authority; Bureau; Office; Chamber; Organization; Organisation;
Movement; Front; Network; Center; Centre; Forum; Trust; Fund; Corporation; Group; Party; Congress; League; Confederation;
Club; Service; Department; Ministry; Directorate; Institute""")
FIRSTS = """National International Royal Federal Central General United World Global Regional State Public Independent
Democratic Free""".split()
SCHOOLS = listed("""University of %s; %s University; %s College; %s Institute of Technology; %s School of Economics;
%s Medical School""")
PAPERS = """Times Post Herald Tribune News Daily Star Guardian Observer Gazette Chronicle Standard Journal Mirror Echo Mail
Independent""".split()
FIRMS = """Airways Airlines Bank Motors Steel Energy Oil Telecom Insurance Mining Industries Holdings Group Media Foods Power
Capital Securities Life Pharma""".split()
SITES = listed("""Street; Road; Avenue; Square; Park; Bridge; Airport; International Airport; Stadium; Hospital; Port; River; Lake;
Island; Islands; Mountains; Valley; Bay; Beach; National Park; Palace; Museum; Hotel; Prison; District; Province; County;
State; Region; Forest; Desert; Peninsula; Highway; Station; Dam; Mosque; Cathedral; Temple; Monastery; Gulf; Wildlife Refuge; Nature Reserve; Forest Reserve;
Restaurant; Library; Trail; Mine; Canal; Cemetery; Castle; Tower; Gardens; Theatre; Market; Shopping Mall; Plaza; Golf Club;
Country Club; Zoo; Power Plant; Airfield; Air Base; Refugee Camp; Border Crossing; Church; Fort; Art Museum; Railway Station;
Falls; Hills; Canyon; Coast; Village; Town; City; Municipality; Sanctuary; Monument""")
POSITIONS = listed("""Midfielder; Striker; Defender; Goalkeeper; Winger; Forward; Batsman; Bowler; Guard; Quarterback; Pitcher;
Analyst; Economist; Trader; Dealer; Lawyer; Prosecutor; Defendant; Researcher; Activist; Farmer; Driver; Singer; Actor; Actress;
Author; Historian; Architect; Student; Teacher; Nurse; Doctor; Businessman; Opposition leader; Rebel leader; Team captain;
Compatriot; Champion; World champion; Teammate; Photographer; Journalist; Engineer; Scientist; Organiser; Resident""")
EVENTS = listed("""Summit; Meeting; Ministers' Meeting; Leaders' Meeting; Conference; Festival; Film Festival; Cup; Championship;
Games; Award; Prize; Treaty; Agreement; Accord; Act; Protocol; Convention; Week; Marathon; Expo; Declaration; Plan""")
KINDS_OF_BODIES = listed("""rights group; opposition party; ruling party; news agency; newspaper; magazine; daily; broadcaster; airline;
carrier; carmaker; chipmaker; drugmaker; retailer; lender; bank; startup; start-up; firm; company; app; website; online platform;
travel platform; social media platform; messaging app; search engine; technology giant; internet company; telecoms operator;
oil company; mining company; state company; power utility; rebel group; militant group; guerrilla group; think tank; charity;
watchdog; non-governmental organisation; trade union; labour federation; football club; brand; fashion house; record label;
film studio; publisher; parent company; subsidiary; supplier; consultancy; brokerage; shipping line; grocery chain;
restaurant chain; exchange; developer; insurer; manufacturer; network; producer; auction house""")
SOUNDS = ("b d f g h j k l m n p r s t v w y z ch sh th kh br dr kr tr st ng mb".split(),
          "a e i o u a e i o ai ao ou ia ei".split(), "n m l r s t k d h ng x".split())
SYLLABLES = "ba co de fi ga lo mi no ra si ta ve zo tech net tel pro lux max dia".split()
# As in make_tables.py.  {Acronym} is that of the body named last.
PATTERNS = """
{Body} {Title} {Person} said on {DAY} that the talks had failed.
{Body} {Title} {Person}, who was in {City}, declined to comment.
{Company} {Title} {Person} told reporters the firm would expand in {Land}.
{Company} {Title} {Person} said.
according to {Company} {Title} {Person}.
said {Body} {Title} {Last}.
The {Body} ({Acronym}) said {N} people had been killed.
The {Body} ({Acronym}), based in {City}, was founded in {YEAR}.
{Company} and {Company} have agreed to merge.
officials of the {Body} and the {Body} met in {City}.
{Land} and {Land} signed an agreement in {City} on {DAY}.
{City} and {City} were hit by heavy rain.
between {City} and {City}
between {Land} and {Land}
{Person} and {Person} were arrested in {City}.
{Last} and {Last} said they would appeal.
{Title} {Person} and {Title} {Person} attended the ceremony.
{Position} {Person} said on {DAY} that it was over.
{Position} {Person} was in {City} with {Last}.
{Position} {Last} scored twice for {Team}.
{Title} {Last} said the government would not give in.
{Title} {Last}, speaking in {City}, accused {Land} of interfering.
{Title} {Given} was born in {City} in {YEAR}.
during the reign of {Title} {Given}
{People} Ambassador to {Land} {Person} met reporters on {DAY}.
{Land}'s Ambassador to {Land} {Person} said.
{People} {Title} to {Land} {Person}
Mayor of {City} {Person} said.
{Title} of {Land} {Person} urged calm.
{Title} of the {Body} {Person} said.
{Title} of {University} {Person}
at the {Event} in {City} on {DAY}
The {YEAR} {Event} took place in {City}.
{Land} and {Land} signed the {Event} in {YEAR}.
{Person} won the {Event}.
{People} {Title} {Person} arrived in {City} on {DAY}.
{People} {Title} {Last} said.
the {People} government, {People} officials and {People} troops
{Land} {Title} {Person}
{Land}'s {Title} {Person} said.
{Last} said he would meet {Last} next week.
"We are ready," {Last} said.
{Last}, {N}, was sentenced to {N} years in prison by a court in {City}.
{Person}, {N}, of {City}, {Land}
{Person}, the {role} of {University}, said prices would fall.
{Person}, a former {role} at the {University} in {City}
{Person}, {role} of the {Body}, welcomed the decision.
{Person}, {role} of {Company}
studied at the {University} and at {University}
{Paper} reported on {DAY} that {Company} had been sold.
according to the {Paper}.
The {Paper} quoted {Person} as saying that {Land} would pay.
told the {Paper}
{Company} shares fell {N} percent in {City}.
{Company} said it would buy {Company}.
employees of {Company} in {City}
{Company}'s {Title} {Person}
{Last}'s lawyer, {Person}, said.
the {Site} in {City}
near the {Site}
the road from {City} to {City} through the {Site}
a clash near {City} in the {Site}
{City}, {Land}
in {City}, capital of {Land}, and in {City}
the {City}-based {Body}
the {City} - based {Company}
{Group} criticised {Land} over its treatment of prisoners.
the {Body} of {Land}
members of the {Group}, {Group} and {Group}
{Letters} said {N} people had died.
{Letters} officials and {Letters} troops entered {City}.
a statement by {Letters}
"{Letters} is ready to talk," {Person} said.
the {Body}'s {Title} {Person}
{Last} joined {Company} in {YEAR} and moved to {City} in {YEAR}.
{Team} beat {Team} in {City} on {DAY}.
{Team} coach {Person}
{Person} ({Team}) and {Person} ({Team})
{Last} scored for {Team}.
the {kind} {Strange} said on {DAY} that it would close.
{People} {kind} {Strange} said on {DAY} it had sold its {City} unit.
Data from {People} {kind} {Strange} shows that prices fell.
{Strange}, a {kind} based in {City}, denied the report.
{Strange}, the country's largest {kind}, said it expected to grow.
{Strange}, which has offices in {City} and {City}, declined to comment.
{Strange} said it would appeal against the fine.
{Strange} reported a loss for {YEAR}.
according to {Strange}, a {kind} in {City}
{Person}, vice president of {Strange}, said it had no plans in {Land}.
{Person} of {Strange} said the {kind} had not been told.
{Strange}'s spokesman, {Person}, said.
a {kind} called {Strange}
the {kind}, {Strange}, was founded in {YEAR}
"{Strange} needs no licence," its lawyer {Person} said.
{Person} joined {Strange} in {YEAR}.
sued {Strange} and {Strange} in a court in {City}
{Stranger}, a {role} from {City}, said he was not surprised.
{Stranger}, {N}, was arrested in {City} on {DAY}.
a {role} named {Stranger}
{Stranger} was born in {City} in {YEAR}.
{Stranger} said his family had left {City}.
"We had no choice," said {Stranger}, who fled to {Land}.
{Stranger}'s wife, {Person}, said.
in the town of {Spot}
the village of {Spot} near {City}
in {Spot}, a town in {Land}
residents of {Spot} and {Spot} said
the road to {Spot} was closed
{Spot} district of {City}
was killed in {Spot} on {DAY}
the port of {Spot} in {Land}
{Spot}, {Land}
{City} and {Spot} were hit by heavy rain.
thousands of people marched in {Spot} on {DAY}.
the mayor of {Spot}, {Person}, said.
troops entered {Spot} from {Land}.
{Title} {Stranger} met {Person} in {City}.
{Stranger} said on {DAY} he would not stand again.
{Stranger} told reporters he had met {Last}.
{Given} {Stranger} said he would appeal.
{Stranger} and {Last} were freed on bail.
"It is over," {Stranger} said.
{Stranger} scored twice for {Team}.
""".strip().split("\n")


class Names(make_tables.Names):
    kinds = dict(make_tables.KINDS, Body="ORG", University="ORG", Paper="ORG", Site="LOC", Group="ORG", Given="PER",
                 Letters="ORG", Acronym="ORG", Event="MISC", Strange="ORG", Stranger="PER", Spot="LOC")
    acronym = ""

    def one(self, *kinds):
        return self.rng.choice(self.lists[self.rng.choice(kinds)])

    def body(self):
        """"National Fisheries Board", "Ministry of Water", "Royal Society for Peace" and the like."""
        first, topic, head = (self.rng.choice(words) for words in (FIRSTS, TOPICS, HEADS))
        made = self.rng.choice([first + " " + topic + " " + head, head + " of " + topic, topic + " " + head,
                                self.one("city") + " " + topic + " " + head, first + " " + head + " of " + topic,
                                first + " " + head + " for " + topic])
        self.acronym = "".join(word[0] for word in made.split() if word[0].isupper())
        return made

    def firm(self):
        """A family, a place or a made-up word, with or without a line of business."""
        made_up = "".join(self.rng.choice(SYLLABLES) for _ in range(self.rng.randint(2, 3))).capitalize()
        first = self.rng.choice([self.one("last"), self.one("last"), self.one("city"), made_up])
        return first + " " + self.rng.choice(FIRMS) if self.rng.random() < 0.6 else first

    def family_first(self):
        """A name as in East Asia: "Kim Jae-hwan"."""
        given = self.one("first")
        if self.rng.random() < 0.5:
            given += "-" + self.one("first").lower()
        return self.one("last") + " " + given

    def strange(self):
        """A word that no list holds."""
        starts, vowels, ends = SOUNDS
        made = ""
        for _ in range(self.rng.choice((1, 2, 2, 2, 3, 3))):
            made += self.rng.choice(starts) + self.rng.choice(vowels)
            made += self.rng.choice(ends) if self.rng.random() < 0.3 else ""
        return made.capitalize()

    def event(self):
        first = self.rng.choice([self.one("city"), self.one("country"), self.one("demonym"), self.one("last"),
                                 self.pick("Letters"), self.rng.choice(FIRSTS)])
        topic = " " + self.rng.choice(TOPICS).split(" and ")[0] if self.rng.random() < 0.6 else ""
        return first + topic + " " + self.rng.choice(EVENTS)

    def pick(self, name):
        rng = self.rng
        if name in ("Strange", "Stranger", "Spot"):
            return self.strange()
        if name == "Event":
            return self.event()
        if name == "Person" and rng.random() < 0.2:
            return self.family_first()
        if name == "Body":
            return self.body()
        if name == "Acronym":
            return self.acronym
        if name == "Letters":
            return "".join(rng.choice("ABCDEFGHIKLMNOPRSTUW") for _ in range(rng.randint(3, 5)))
        if name == "University":
            return rng.choice(SCHOOLS) % self.one("city", "city", "last")
        if name == "Paper":
            return self.one("city") + " " + rng.choice(PAPERS)
        if name == "Site":
            return self.one("last", "city", "region") + " " + rng.choice(SITES)
        if name == "Group":
            first = rng.choice(FIRSTS + [self.one("last"), self.one("city")])
            return first + " " + rng.choice(TOPICS).split(" and ")[0] + " " + rng.choice(HEADS)
        if name == "Given":
            return self.one("first")
        if name == "Company" and rng.random() < 0.6:
            return self.firm()
        return super().pick(name)

    def plain(self, name):
        if name == "Title":
            return self.rng.choice(TITLES)
        if name == "kind":
            return self.rng.choice(KINDS_OF_BODIES)
        if name == "Position":
            return self.rng.choice(POSITIONS)
        if name == "role":
            return self.rng.choice(ROLES)
        if name == "YEAR":
            return str(self.rng.randint(1900, 2022))
        return super().plain(name)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--lexicon", required=True)
    p.add_argument("--articles", type=int, default=300)
    args = p.parse_args()
    names = Names(args.lexicon, random.Random(1998))
    for _ in range(args.articles):
        print("\f sentences m")
        for _ in range(20):
            text, found = make_tables.fill(names.rng.choice(PATTERNS), names)
            print("\t".join([text] + ["%d:%d:%s" % m for m in found]))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes country_table.c for the build: each country's usual name and the other names that news give it.

From Debian's iso-codes (iso_3166-1.json) and unicode-cldr-core (en.xml), and the list below.
Usage: generate_country_names.py ISO_3166_1.json EN.xml FILE
"""
import json
import re
import sys
import xml.etree.ElementTree as tree

MORE = {  # what neither package knows, by ISO 3166-1 code
    "US": ["U.S.", "US", "U.S.A.", "USA", "America", "the States"], "GB": ["U.K.", "UK", "Britain", "Great Britain"],
    "KR": ["ROK", "R.O.K.", "Republic of Korea"], "KP": ["DPRK", "D.P.R.K."],
    "CN": ["PRC", "P.R.C.", "Mainland China"], "AE": ["UAE", "U.A.E.", "Emirates"], "CD": ["DRC", "D.R.C.", "DR Congo",
    "D.R. Congo", "Zaire", "Congo-Kinshasa"], "CG": ["Congo-Brazzaville", "Republic of the Congo"], "RU": ["Russia"],
    "CI": ["Ivory Coast"], "MM": ["Burma"], "CZ": ["Czech Republic"], "SZ": ["Swaziland"], "CV": ["Cape Verde"],
    "TL": ["East Timor"], "MK": ["Macedonia"], "NL": ["Holland"], "VA": ["Vatican", "Holy See"], "TR": ["Turkey"],
    "SA": ["Kingdom of Saudi Arabia", "KSA"], "NZ": ["NZ", "Aotearoa"], "BA": ["Bosnia-Herzegovina", "Bosnia and Herzegovina"],
    "TT": ["Trinidad"], "AG": ["Antigua"], "PS": ["Palestine"], "ZA": ["RSA"], "CF": ["CAR"], "PG": ["PNG"],
    "SY": ["Syria"], "LA": ["Laos"], "VN": ["Viet Nam"], "BN": ["Brunei"], "TZ": ["Tanzania"], "MD": ["Moldova"],
}


def turned(name):
    """"Korea, Republic of" -> "Republic of Korea"; None where a comma stays."""
    if name.count(",") == 1 and re.search(r"(of|of the)$", name):
        head, tail = name.split(", ")
        return tail + " " + head
    return name if "," not in name else None


def rows(iso, cldr):
    usual, names = {}, {}
    for item in tree.parse(cldr).getroot().find("localeDisplayNames/territories"):
        code = item.get("type")
        if len(code) == 2 and code.isalpha():
            if item.get("alt") is None:
                usual[code] = item.text.replace(" & ", " and ").replace("’", "'")
            elif item.get("alt") != "biot":
                names.setdefault(code, []).append(item.text.replace("’", "'"))
    for row in json.load(open(iso, encoding="utf-8"))["3166-1"]:
        code = row["alpha_2"]
        found = [row.get("common_name"), row["name"], row.get("official_name")]
        names[code] = [turned(n) for n in found if n] + names.get(code, []) + MORE.get(code, [])
        first = usual.get(code) or row.get("common_name") or row["name"]
        first = re.sub(r"^Hong Kong SAR.*", "Hong Kong", re.sub(r"^Macao SAR.*", "Macau", first))
        first = {"MM": "Myanmar", "CD": "Democratic Republic of the Congo", "CG": "Congo", "PS": "Palestine"}.get(code, first)
        others = []
        for name in names[code]:
            if name and name != first and name not in others and (len(name) > 2 or code in MORE):
                others.append(name)
        if code not in ("AQ", "BV", "HM", "TF", "UM", "GS"):
            yield [first] + others


def main():
    iso, cldr, path = sys.argv[1:]
    out = ["/* Written by tools/generate_country_names.py from iso-codes (LGPL 2.1+) and unicode-cldr-core (Unicode licence).",
           " * Names of one country, the usual one first, divided by |. */", '#include "country_names.h"', "",
           "const char *const country_names_table[] = {"]
    taken = set()
    for row in sorted(rows(iso, cldr)):
        row = [n for n in row if n.lower() not in taken]
        taken |= {n.lower() for n in row}
        text = '    "' + "|".join(row) + '",'
        out.append(text if len(text.encode()) <= 120 else "    /* long */ " + text.strip())
    out += ["    NULL,", "};", ""]
    text = "\n".join(out).replace("    /* long */ ", "    ")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


if __name__ == "__main__":
    main()

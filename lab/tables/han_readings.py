#!/usr/bin/env python3
"""Makes src/Chaffinch/Detecting/Shared/han-readings.res from the Unicode Character Database (Unihan; Debian: package unicode-data).

usage: han_readings.py UNIHAN_READINGS.txt[.bz2] UNIHAN_OTHERMAPPINGS.txt[.bz2] UNIHAN_VARIANTS.txt[.bz2] OUT

A line is a syllable without tone (v for u with diaeresis), a tab, and the characters of GB 2312 and Big5 that are read so
(kMandarin, kHanyuPinlu, kXHC1983, kTGHZ2013). The first line holds the common characters: GB 2312, level 1, and
their traditional forms (kTraditionalVariant).
"""
import bz2
import collections
import re
import sys
import unicodedata

TONES = "\u0300\u0301\u0304\u030c"
FIELDS = ("kMandarin", "kHanyuPinlu", "kXHC1983", "kTGHZ2013")
LAST_COMMON_ROW = 55


def rows(path):
    opener = bz2.open if path.endswith(".bz2") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, field, value = line.rstrip("\n").split("\t")
                yield chr(int(code[2:], 16)), field, value


def main(readings_path, mappings_path, variants_path, out_path):
    wanted, common = set(), set()
    for char, field, value in rows(mappings_path):
        if field in ("kGB0", "kBigFive") and "\u4e00" <= char <= "\u9fff":
            wanted.add(char)
        if field == "kGB0" and 1600 < int(value) < (LAST_COMMON_ROW + 1) * 100:
            common.add(char)
    for char, field, value in rows(variants_path):
        if field == "kTraditionalVariant" and char in common:
            common.update(set(chr(int(code[2:], 16)) for code in value.split()) & wanted)
    table = collections.defaultdict(set)
    for char, field, value in rows(readings_path):
        if field in FIELDS and char in wanted:
            for word in re.findall(r"[a-z\u00e0-\u01dc\u0300-\u036f\u1e00-\u1eff]+", value.lower()):
                plain = "".join(c for c in unicodedata.normalize("NFD", word) if c not in TONES)
                table[unicodedata.normalize("NFC", plain).replace("\u00fc", "v")].add(char)
    with open(out_path, "w", encoding="utf-8", newline="\n") as out:
        out.write("common\t" + "".join(sorted(common)) + "\n")
        for syllable in sorted(table):
            if syllable.isascii() and len(syllable) <= 6:
                out.write(syllable + "\t" + "".join(sorted(table[syllable])) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""Writes the character tables of the CJK scripts.

usage: cjk.py ENCODINGS.res CORPUS ZH_MORE OUT_HAN OUT_FREQUENCY
ENCODINGS.res is made by encodings.py, CORPUS by language_corpus.py, ZH_MORE is a file with more Chinese text.

OUT_HAN: for U+4E00 to U+9FFF a nibble (low one first): 1 the character is in GB 2312 and not in Big5 (simplified), 2 in Big5 and
not in GB 2312 (traditional), 4 in JIS X 0208 and in neither of them (Japanese).
OUT_FREQUENCY: nibbles for Chinese and then for Japanese over U+4E00 to U+9FFF, then for Korean over U+AC00 to U+D7A3: how rare the
character is, 0 (one in 32 or more) to 15 (one in a million or less), in steps of a bit.
"""
import collections, glob, math, struct, sys

res = open(sys.argv[1], "rb").read()
words = struct.unpack(f"<{(len(res) - (19782 + 7) // 8) // 2}H", res[: len(res) - (19782 + 7) // 8])
big5, gb, jis = words[27 * 128:], words[27 * 128 + 19782 + 23940:], words[27 * 128 + 19782 + 23940 * 2:]
HAN, HANGUL = range(0x4E00, 0xA000), range(0xAC00, 0xD7A4)
G = {gb[(lead - 0x81) * 190 + trail - 0x41] for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF)}
G1 = {gb[(lead - 0x81) * 190 + trail - 0x41] for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)}
B = {big5[(lead - 0x81) * 157 + trail - (0x40 if trail < 0x7F else 0x62)]
     for lead in range(0xA4, 0xFA) for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)] if lead < 0xC6 or lead > 0xC8 or (lead == 0xC6 and trail < 0x7F)}
B1 = {big5[(lead - 0x81) * 157 + trail - (0x40 if trail < 0x7F else 0x62)]
      for lead in range(0xA4, 0xC7) for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)] if lead < 0xC6 or trail < 0x7F}
J = {jis[i] for i in range(94 * 15, 94 * 84)}
J1 = {jis[i] for i in range(94 * 15, 94 * 47)}
K1 = {words[27 * 128 + 19782 + (lead - 0x81) * 190 + trail - 0x41] for lead in range(0xB0, 0xC9) for trail in range(0xA1, 0xFF)}


def text(*names):
    return "".join(open(f"{sys.argv[2]}/{n}.txt", encoding="utf-8").read() for n in names)


def pack(values):
    values = list(values)
    values += [0] * (len(values) & 1)
    return bytes(a | b << 4 for a, b in zip(values[::2], values[1::2]))


def rarity(source, span, common, known):
    counts = collections.Counter(c for c in source if ord(c) in span)
    total = sum(counts.values())
    for p in span:
        n = counts.get(chr(p), 0)
        share = (n + (0.5 if p in common else 0.05 if p in known else 0.002)) / (total + 3000)
        yield max(0, min(15, round(-math.log2(share)) - 5))


simplified = pack((1 if p in G and p not in B else 0) | (2 if p in B and p not in G else 0) | (4 if p in J and p not in G and p not in B else 0)
                  for p in HAN)
open(sys.argv[4], "wb").write(simplified)
zh = text("zh-hans", "zh-hant", "yue") + open(sys.argv[3], encoding="utf-8").read()[:400_000] + text("zh-hant") * 2
with open(sys.argv[5], "wb") as f:
    f.write(pack(rarity(zh, HAN, G1 | B1, G | B)))
    f.write(pack(rarity(text("ja"), HAN, J1, J)))
    f.write(pack(rarity(text("ko"), HANGUL, K1, K1)))

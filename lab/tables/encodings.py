#!/usr/bin/env python3
"""Writes src/Chaffinch/Reading/encodings.res from the index facts of the WHATWG Encoding Standard.

usage: encodings.py encoding-indexes.js OUT
The input is lib/encoding-indexes.js of the npm package text-encoding 0.7.0 (the standard's index files as one object).
All numbers are little-endian 16-bit. Order: 27 single-byte tables of 128, big5, euc-kr, gb18030, jis0208, jis0212,
gb18030 ranges (pointer, code point), then one bit for each big5 pointer whose code point lies in plane 2.
0 stands for an unassigned pointer.
"""
import json, struct, sys

SINGLE = """ibm866 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-10 iso-8859-13 iso-8859-14
iso-8859-15 iso-8859-16 koi8-r koi8-u macintosh windows-874 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254
windows-1255 windows-1256 windows-1257 windows-1258 x-mac-cyrillic""".split()

# The standard took over these from GB 18030-2022; the package is older.
GB_2022 = {0xA6D9: 0xFE10, 0xA6DA: 0xFE12, 0xA6DB: 0xFE11, 0xA6DC: 0xFE13, 0xA6DD: 0xFE14, 0xA6DE: 0xFE15, 0xA6DF: 0xFE16,
           0xA6EC: 0xFE17, 0xA6ED: 0xFE18, 0xA6F3: 0xFE19, 0xFE59: 0x9FB4, 0xFE61: 0x9FB5, 0xFE66: 0x9FB6, 0xFE67: 0x9FB7,
           0xFE6D: 0x9FB8, 0xFE7E: 0x9FB9, 0xFE90: 0x9FBA, 0xFEA0: 0x9FBB}
LENGTHS = [("big5", 19782), ("euc-kr", 23940), ("gb18030", 23940), ("jis0208", 11280), ("jis0212", 8836)]


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    start = text.index('global["encoding-indexes"] =') + len('global["encoding-indexes"] =')
    index, _ = json.JSONDecoder().raw_decode(text[start:].lstrip())
    for code, point in GB_2022.items():
        lead, trail = code >> 8, code & 255
        index["gb18030"][(lead - 0x81) * 190 + trail - (0x40 if trail < 0x7F else 0x41)] = point
    out = bytearray()
    for name in SINGLE:
        assert len(index[name]) == 128, name
        out += struct.pack("<128H", *[p or 0 for p in index[name]])
    for name, length in LENGTHS:
        points = (index[name] + [None] * length)[:length]
        assert len(index[name]) <= length, (name, len(index[name]))
        out += struct.pack(f"<{length}H", *[(p or 0) & 0xFFFF for p in points])
        assert all((p or 0) < 0x10000 or (name == "big5" and p >> 16 == 2) for p in points)
    ranges = index["gb18030-ranges"]
    assert len(ranges) == 207
    for pointer, point in ranges:
        out += struct.pack("<2H", *((pointer, point) if point < 0x10000 else (0xFFFF, 0)))
    bits = bytearray((19782 + 7) // 8)
    for i, p in enumerate(index["big5"]):
        if p and p >= 0x10000:
            bits[i >> 3] |= 1 << (i & 7)
    out += bits
    open(sys.argv[2], "wb").write(out)
    print(len(out), "bytes")


main()

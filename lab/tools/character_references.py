"""Writes src/Chaffinch/Text/character-references.res from the standard's list of named character references.

The list is the one of the HTML standard (entities.json), which Python carries as html.entities.html5.
Layout: count (u16), then for each name in byte order: bytes shared with the name before (u8), further bytes (u8),
those bytes, number of UTF-16 code units (u8), the units (u16 each). Little endian.
"""
import html.entities
import pathlib
import struct

names = sorted((name.encode(), value) for name, value in html.entities.html5.items())
out = bytearray(struct.pack("<H", len(names)))
before = b""
for name, value in names:
    shared = 0
    while shared < min(len(before), len(name)) and before[shared] == name[shared]:
        shared += 1
    units = value.encode("utf-16-le")
    out += bytes([shared, len(name) - shared]) + name[shared:] + bytes([len(units) // 2]) + units
    before = name
target = pathlib.Path(__file__).parents[2] / "src/Chaffinch/Text/character-references.res"
target.write_bytes(out)
print(len(names), "names,", len(out), "bytes")

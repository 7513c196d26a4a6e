#!/usr/bin/env python3
"""Writes lines of words drawn by how often they are used, from counts of words and pairs as on-screen keyboards have them (Onboard's .lm files).

Usage: sample_counts.py MODEL LANGUAGE LINES > FILE, for lab train-spun --more FILE. A word is followed by one that the counts
know behind it half of the time, by any other word else: such lines teach how usual words are.
"""
import random
import sys
from bisect import bisect
from collections import defaultdict
from itertools import accumulate

SPECIAL = ("<unk>", "<s>", "</s>", "<num>")


def main():
    path, language, lines = sys.argv[1], sys.argv[2], int(sys.argv[3])
    words, counts, pairs, order = [], [], defaultdict(lambda: ([], [])), 0
    for line in open(path, encoding="utf-8"):
        if line.startswith("\\"):
            order = int(line[1]) if line[1].isdigit() else 0
            continue
        cells = line.split()
        if order and len(cells) > order and cells[0].isdigit():
            if any(c in SPECIAL for c in cells[1:]):
                continue
            if order == 1 and cells[1].replace("'", "").isalpha():
                words.append(cells[1])
                counts.append(int(cells[0]))
            elif order == 2:
                pairs[cells[1]][0].append(cells[2])
                pairs[cells[1]][1].append(int(cells[0]))
    sums = list(accumulate(counts))
    pairs = {word: (after, list(accumulate(weights))) for word, (after, weights) in pairs.items()}
    rng = random.Random(7)
    for _ in range(lines):
        line, word = [], None
        while len(line) < 18:
            if word in pairs and rng.random() < 0.5:
                after, weights = pairs[word]
                word = after[min(len(after) - 1, bisect(weights, rng.random() * weights[-1]))]
            else:
                word = words[min(len(words) - 1, bisect(sums, rng.random() * sums[-1]))]
            line.append(word)
        print(f"{language}\t{' '.join(line)}.")


main()

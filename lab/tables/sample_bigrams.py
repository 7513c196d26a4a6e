#!/usr/bin/env python3
"""Writes lines of words drawn from the bigrams of a sphinx language model (binary trie form, as pocketsphinx-en-us has it).

Usage: sample_bigrams.py MODEL LANGUAGE LINES > FILE, for lab train-spun --more FILE. Each pair of neighbours in a line is one
that the model has seen: so the lines teach which words stand together, and nothing else.
"""
import random
import struct
import sys
from bisect import bisect
from itertools import accumulate

BINS = 1 << 16


def bits_for(value):
    return max(1, value.bit_length())


def read(path):
    data = open(path, "rb").read()
    at = len("Trie Language Model")
    order = data[at]
    at += 1
    counts = struct.unpack_from(f"<{order}I", data, at)
    at += 4 * order + 4
    probabilities = struct.unpack_from(f"<{BINS}f", data, at)
    at += 4 * BINS * (2 * (order - 2) + 1)
    unigrams = list(struct.iter_unpack("<ffI", data[at:at + 12 * (counts[0] + 1)]))
    at += 12 * (counts[0] + 1)
    word_bits = bits_for(counts[0])
    next_bits = bits_for(counts[2]) if order > 2 else 0
    total = word_bits + 32 + next_bits
    size = ((1 + counts[1]) * total + 7) // 8 + 8
    bigrams = data[at:at + size]
    # The words stand last: their length, then each with a zero byte.
    tail = data[at + size:]
    longest = ((1 + counts[2]) * (word_bits + 16) + 7) // 8 + 8
    (length,) = struct.unpack_from("<I", tail, longest)
    words = tail[longest + 4:longest + 4 + length].decode().split("\0")[:counts[0]]

    def entry(index):
        bit = index * total
        value = int.from_bytes(bigrams[bit >> 3:(bit >> 3) + 12], "little") >> (bit & 7)
        word = value & ((1 << word_bits) - 1)
        both = value >> word_bits & 0xFFFFFFFF
        return word, probabilities[both >> 16]

    return words, unigrams, entry


def main():
    path, language, lines = sys.argv[1], sys.argv[2], int(sys.argv[3])
    words, unigrams, entry = read(path)
    base = 1.0001

    # The trie stands backwards: below a word are those that stand before it.
    after = [([], []) for _ in words]
    for word in range(len(words)):
        for i in range(unigrams[word][2], unigrams[word + 1][2]):
            before, probability = entry(i)
            after[before][0].append(word)
            after[before][1].append(base ** probability)
    after = [(found, list(accumulate(weights))) for found, weights in after]

    start = words.index("<s>")
    rng = random.Random(7)
    for _ in range(lines):
        line, word = [], start
        while len(line) < 24:
            nexts, sums = after[word]
            if not nexts or sums[-1] <= 0:
                break
            word = nexts[min(len(nexts) - 1, bisect(sums, rng.random() * sums[-1]))]
            if words[word] == "</s>":
                break
            line.append(words[word])
        if len(line) > 7:
            print(f"{language}\t{' '.join(line).capitalize()}.")


main()

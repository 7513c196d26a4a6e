using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees readings in brackets that a copying kit strews after single Han characters of ordinary prose.</summary>
internal sealed class Gloss : Detector
{
    private const int MinGlosses = 3;
    private const int MinProseHan = 12;

    /// <summary>Glosses in ten thousand Han characters of prose below which a reader's help is likelier.</summary>
    private const int MinPerTenThousand = 30;

    /// <summary>Above this a text is spelt out for learners.</summary>
    private const int MaxPerTenThousand = 3500;

    /// <summary>A page that quotes so many single characters, and as many as it gives readings of, speaks of characters.</summary>
    private const int MinQuotedCharacters = 5;

    /// <summary>Characters that one pair of brackets reads together.</summary>
    private const int LongestWord = 4;

    private static readonly SearchValues<char> Openers = SearchValues.Create("(（[［〔");

    private static readonly SearchValues<char> Closers = SearchValues.Create(")）]］〕");

    private static readonly Signal Decoy = new("gloss", "gloss", "A reading in brackets after one common Han character, irregularly strewn over prose.");

    public override string Name => "gloss";

    public override string What => "Pinyin in brackets (with or without tone, doubled, or with blanks inside) after single common characters, at random places of ordinary prose.";

    public override string Why => "Kits that copy articles insert them so that copies differ; nobody helps a reader with common characters, and nobody does so here and there.";

    public override string LeavesAlone => "Language lessons (words of several syllables, definitions, every character), columns that quote characters, dictionaries and word lists, readings of rare characters and names, abbreviations.";

    public override string Example => "石桥修好(hao)以后，村民们又能走近路去集(ji)市，老人说这(zhè)座桥有一百年了。";

    public override string Source => "Own reading of polluted pages (three forms on mirror kits); readings: Unicode Character Database, kMandarin and kin.";

    public override ImmutableArray<Signal> Signals { get; } = [Decoy];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        ReadOnlySpan<byte> classes = MemoryMarshal.AsBytes(page.Classes);
        if (!page.Page.Text.AsSpan().ContainsAny(Openers) || !classes.Contains((byte)CharClass.Han))
        {
            return;
        }

        if ((page.Mask & CharClasses.Bit(CharClass.Han)) == 0)
        {
            return;
        }

        var found = new SpanList();
        try
        {
            var count = default(Counts);
            foreach (ref readonly Block block in page.Page.Blocks)
            {
                Read(page, block, ref found, ref count);
            }

            if (!IsStrewn(count) || Quotation.CountOfCharacters(page.Page.Text) >= Math.Max(MinQuotedCharacters, count.Glosses))
            {
                return;
            }

            float strength = Math.Min(1f, 0.6f + (0.04f * count.Glosses));
            foreach (TextSpan span in found.Items)
            {
                sink.Add(Decoy, span, strength, new("{quote} is one of {a} readings in brackets after common characters", count.Glosses, Quote: span));
            }
        }
        finally
        {
            found.Dispose();
        }
    }

    private static bool IsStrewn(in Counts count)
    {
        long rate = count.Glosses * 10_000L / Math.Max(1, count.ProseHan);
        return count.Glosses >= MinGlosses
            && rate is >= MinPerTenThousand and <= MaxPerTenThousand
            && count.Common * 10 >= count.Glosses * 7
            && count.Words * 3 < count.Glosses
            && count.Loose * 2 < count.Glosses
            && count.Latin * 8L < count.ProseHan;
    }

    private static void Read(SegmentedPage page, in Block block, ref SpanList found, ref Counts count)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        int han = ClassBits.Count(page.PaddedClasses, block.Span.Start, block.Span.End, CharClass.Han);

        // A line of printed tags is no lesson.
        count.Latin += han == 0 && text[block.Span.Start] == '<' ? 0 : ClassBits.Count(page.PaddedClasses, block.Span.Start, block.Span.End, CharClass.Latin);
        if (han < MinProseHan)
        {
            return;
        }

        count.ProseHan += han;
        for (int at = block.Span.Start + 1; at < block.Span.End;)
        {
            int next = text[at..block.Span.End].IndexOfAny(Openers);
            if (next < 0)
            {
                return;
            }

            at += next;
            int end = at;
            bool loose = false;
            if (classes[at - 1] == CharClass.Han)
            {
                end = ReadBrackets(text, at, block, ref count, out loose);
            }

            if (end > at)
            {
                found.Add(new(at, end));
                count.Glosses += loose ? 0 : 1;
                count.Loose += loose ? 1 : 0;
                count.Common += !loose && HanReadings.IsCommon(text[at - 1]) ? 1 : 0;
                count.Latin -= end - at;
            }

            at = Math.Max(end, at + 1);
        }
    }

    /// <summary>End of the brackets at <paramref name="at"/> that give readings of the character before them; <paramref name="at"/> where they do not.</summary>
    private static int ReadBrackets(ReadOnlySpan<char> text, int at, in Block block, ref Counts count, out bool loose)
    {
        const int MaxInside = 26;
        char han = text[at - 1];
        int end = block.Span.End;
        Span<char> syllable = stackalloc char[HanReadings.MaxSyllable];
        int done = at;
        loose = false;
        while (done < end && Openers.Contains(text[done]))
        {
            int close = text.Slice(done + 1, Math.Min(MaxInside, end - done - 1)).IndexOfAny(Closers);
            if (close <= 0)
            {
                return done;
            }

            ReadOnlySpan<char> inside = text.Slice(done + 1, close);
            int length = HanReadings.Plain(inside, syllable);
            if (length > 0 && HanReadings.IsSyllable(syllable[..length]) && !HanReadings.Has(syllable[..length], han))
            {
                // A reading of the character that stood here before a conversion, or of none: it counts once others are sure.
                loose = true;
            }
            else if (done == at && ReadsWord(text[Math.Max(block.Span.Start, at - LongestWord)..at], inside))
            {
                // A word's reading is what lessons give too: it counts once single ones are sure.
                loose = true;
            }
            else if (length == 0 || !HanReadings.Has(syllable[..length], han))
            {
                // Latin letters with tone marks that are not this character's reading: a word's pinyin, a lesson.
                count.Words += length != 0 || HasTone(inside) ? 1 : 0;
                return done;
            }

            done += close + 2;
        }

        return done;
    }

    /// <summary>True where the syllables inside, parted by blanks, read the last characters of a word one by one.</summary>
    private static bool ReadsWord(ReadOnlySpan<char> before, ReadOnlySpan<char> inside)
    {
        Span<char> syllable = stackalloc char[HanReadings.MaxSyllable];
        inside = inside.Trim();
        int syllables = inside.Count(' ') + 1;
        if (syllables is < 2 or > LongestWord || before.Length < syllables)
        {
            return false;
        }

        int at = before.Length - syllables;
        foreach (Range part in inside.Split(' '))
        {
            int length = HanReadings.Plain(inside[part], syllable);
            if (length == 0 || !HanReadings.Has(syllable[..length], before[at++]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasTone(ReadOnlySpan<char> inside) => inside.IndexOfAnyInRange('\u00E0', '\u01DC') >= 0;

    private struct Counts
    {
        public int Glosses;
        public int Common;
        public int Words;
        public int Loose;
        public int Latin;
        public int ProseHan;
    }
}

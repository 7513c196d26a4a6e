using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees runs of unlike symbols and the short markers that kits set between planted fragments.</summary>
internal sealed class SymbolRun : Detector
{
    private const int MinSymbols = 8;
    private const int MinDatedSymbols = 3;
    private const int MinFamilies = 3;
    private const int MaxFillers = 2;

    /// <summary>A page made of symbol runs to this share (in percent of its characters) is about symbols.</summary>
    private const int MaxSharePercent = 20;

    private static readonly Signal Run = new("symbol-run", "symbol-run", "A run of eight or more symbols, most of them different, from three or more families (three symbols after a date).");

    private static readonly Signal Bullet = new("symbol-run", "lone-bullet", "The only line of the page that a bullet opens, on a page that has symbol runs or dated markers.");

    private static readonly Signal Behind = new("symbol-run", "behind-marker", "One of the next lines behind a date joined to mixed symbols: no accusation, but room for one.");

    private static readonly Signal Marker = new("symbol-run", "marker", "A numeric date joined to symbols before a fragment, the same date wherever the page does so, or a line between lines of text that is nothing but unlike signs with a number, a date or an id.");

    public override string Name => "symbol-run";

    public override string What => "A run of mathematical, box and ornament characters that says nothing, or a date joined to such characters in front of a fragment.";

    public override string Why => "Kits strew them so that copies of one text hash differently; no writer sets eight unlike symbols from unlike families in a row.";

    public override string LeavesAlone => "Ornament rows, scene breaks and frames (few different symbols), formulas (letters and digits between them), drawings, "
        + "lists of symbols (one family, or a page full of them), dated rows whose dates differ, ratings, cards, chess, music, weather, keys.";

    public override string Example => "2001-02-03 ∞∧∑◆♀▲※→←№㊣ and then a fragment of some other text";

    public override string Source => "Own reading of polluted pages (symbol runs and date stamps of the news splice kit).";

    public override ImmutableArray<Signal> Signals { get; } = [Run, Marker, Behind, Bullet];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        if ((page.Mask & CharClasses.Bit(CharClass.Symbol)) == 0)
        {
            return;
        }

        if (IsAboutSymbols(page))
        {
            return;
        }

        // One day for all dated markers, or none is stated: rows with dates of their own are a list.
        bool oneDay = HasOneDay(page);
        int before = sink.Count;
        Span<int> lines = stackalloc int[MarkerLines.MaxLines];
        lines = lines[..MarkerLines.Find(page, Marker, sink, lines)];
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            ref readonly Block block = ref blocks[b];
            if ((block.Traits & (BlockTraits.Code | BlockTraits.Preformatted)) != BlockTraits.None || !HasSymbol(page, b))
            {
                continue;
            }

            for (int at = block.Span.Start; TryNext(page, block.Span, at, out Found run); at = run.Span.End)
            {
                State(page, run, oneDay, lines.Contains(b), sink);
            }
        }

        if (sink.Count > before)
        {
            StateLoneBullet(page, lines, sink);
        }
    }

    private static void StateLoneBullet(SegmentedPage page, ReadOnlySpan<int> markers, EvidenceSink sink)
    {
        TextSpan bullet = default;
        for (int b = 0; b < page.Page.Blocks.Length; b++)
        {
            if (markers.Contains(b))
            {
                continue;
            }

            ref readonly Block block = ref page.Page.Blocks[b];
            int end = block.Span.Start;
            while (end < block.Span.End && page.Classes[end] is CharClass.Symbol or CharClass.Format or CharClass.Mark)
            {
                end++;
            }

            bool isBullet = end > block.Span.Start && end - block.Span.Start <= 3 && end + 1 < block.Span.End && page.Classes[end] == CharClass.Space;
            if (isBullet && !bullet.IsEmpty)
            {
                return;
            }

            bullet = isBullet ? new(block.Span.Start, end) : bullet;
        }

        if (bullet.IsEmpty)
        {
            return;
        }

        sink.Add(Bullet, bullet, 0.6f, new("the only line that a bullet opens"));
    }

    private static void State(SegmentedPage page, in Found run, bool oneDay, bool isStated, EvidenceSink sink)
    {
        bool varied = run.Distinct * 10 >= run.Symbols * 6;
        bool dated = run.DateLength > 0 && oneDay;
        if (varied && !isStated && ((run.Symbols >= MinSymbols && run.Families >= MinFamilies) || (dated && run.Symbols >= MinDatedSymbols && run.Families >= 2)))
        {
            float strength = Math.Min(1f, 0.6f + (0.03f * run.Distinct));
            sink.Add(Run, run.Span, strength, new("{a} symbols in a row, {b} of them different", run.Symbols, run.Distinct));
        }

        if (dated)
        {
            float strength = run.Symbols >= MinDatedSymbols ? 0.9f : 0.5f;
            int end = TrailingDigits(page.Page.Text, run.Span.End);
            if (!isStated)
            {
                sink.Add(Marker, new(run.DateStart, end), strength, new("a date joined to {a} symbols", run.Symbols));
            }

            if (run.Symbols >= MinDatedSymbols && varied)
            {
                StateWhatFollows(page, end, sink);
            }
        }
    }

    private static bool HasSymbol(SegmentedPage page, int block) => (page.BlockProfiles[block].Mask & CharClasses.Bit(CharClass.Symbol)) != 0;

    private static bool IsAboutSymbols(SegmentedPage page)
    {
        int chars = 0;
        int inRuns = 0;
        int runs = 0;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        for (int b = 0; b < blocks.Length; b++)
        {
            ref readonly Block block = ref blocks[b];
            chars += block.Span.Length;
            for (int at = HasSymbol(page, b) ? block.Span.Start : block.Span.End; TryNext(page, block.Span, at, out Found run); at = run.Span.End)
            {
                bool counts = run.Symbols >= MinSymbols;
                runs += counts ? 1 : 0;
                inRuns += counts ? run.Span.Length : 0;
            }
        }

        return runs > 1 && inRuns * 100L > chars * (long)MaxSharePercent;
    }

    private static bool HasOneDay(SegmentedPage page)
    {
        int day = 0;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            for (int at = block.Span.Start; TryNext(page, block.Span, at, out Found run); at = run.Span.End)
            {
                if (run.Day != 0 && day != 0 && run.Day != day)
                {
                    return false;
                }

                day = run.Day != 0 ? run.Day : day;
            }
        }

        return true;
    }

    /// <summary>The next run of symbols in <paramref name="block"/> from <paramref name="from"/> on.</summary>
    private static bool TryNext(SegmentedPage page, TextSpan block, int from, out Found found)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int start = MemoryMarshal.AsBytes(page.Classes[from..block.End]).IndexOf((byte)CharClass.Symbol);
        if (start < 0)
        {
            found = default;
            return false;
        }

        start += from;
        var seen = new SymbolSet();
        int end = start;
        int fillers = 0;
        for (int i = start; i < block.End; i++)
        {
            if (IsSymbol(page.Classes[i], text[i]))
            {
                seen.Add(text[i]);
                end = i + 1;
                fillers = 0;
            }
            else if (++fillers > MaxFillers || !IsFiller(page.Classes[i], text[i]))
            {
                break;
            }
        }

        while (start > from && IsSymbol(page.Classes[start - 1], text[start - 1]))
        {
            start--;
            seen.Add(text[start]);
        }

        // A date may stand before it, with one blank between at most.
        int before = start > block.Start && text[start - 1] == ' ' ? start - 1 : start;
        bool closed = before > block.Start && text[before - 1] is ']' or '】' or '|' or ')' or '）' or '〕';
        before -= closed ? 1 : 0;
        int date = before > block.Start ? DateReader.ReadBackwards(text[block.Start..], before - block.Start, out int day) : NoDay(out day);
        int first = before - date;
        first -= closed && date > 0 && first > block.Start && text[first - 1] is '[' or '【' or '|' or '(' or '（' or '〔' ? 1 : 0;
        found = new(new(start, end), seen.Count, seen.Distinct, seen.FamilyCount, first, date, day);
        return true;
    }

    private static int NoDay(out int day) => day = 0;

    private static bool IsSymbol(CharClass k, char c) => k == CharClass.Symbol || c is '※' or '§' or '№' or '¤' or '†' or '‡' or '¶';

    private static bool IsFiller(CharClass k, char c) => k is CharClass.Space or CharClass.Quote or CharClass.Greek or CharClass.Hiragana or CharClass.Operator
        or CharClass.Currency or CharClass.OpenBracket or CharClass.CloseBracket or CharClass.Emoji or CharClass.Format or CharClass.Mark
        || (k is CharClass.OtherPunctuation or CharClass.Separator && c > '\x7F');

    /// <summary>End of a group of digits after the run, which belongs to it; the run's own end where a word follows.</summary>
    private static int TrailingDigits(string text, int end)
    {
        int i = end < text.Length && text[end] == ' ' ? end + 1 : end;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            i++;
        }

        return i == text.Length || text[i] is '\n' or '\r' ? i : end;
    }

    private readonly record struct Found(TextSpan Span, int Symbols, int Distinct, int Families, int DateStart, int DateLength, int Day);

    /// <summary>Counts symbols and, by a filter of 256 bits, the different ones among them.</summary>
    private struct SymbolSet
    {
        private ulong _a;
        private ulong _b;
        private ulong _c;
        private ulong _d;
        private uint _families;

        public int Count { get; private set; }

        public int Distinct { get; private set; }

        public readonly int FamilyCount => BitOperations.PopCount(_families);

        public void Add(char c)
        {
            Count++;
            uint hash = (c * 0x9E3779B1u) >> 24;
            ulong bit = 1ul << (int)(hash & 63);
            ref ulong word = ref _a;
            switch (hash >> 6)
            {
                case 1: word = ref _b; break;
                case 2: word = ref _c; break;
                case 3: word = ref _d; break;
            }

            Distinct += (word & bit) == 0 ? 1 : 0;
            word |= bit;
            _families |= 1u << Family(c);
        }

        private static int Family(char c) => c switch
        {
            < '\u2000' => 0,
            < '\u2190' => 1,
            < '\u2200' => 2,
            < '\u2300' => 3,
            < '\u2460' => 4,
            < '\u2500' => 5,
            < '\u25A0' => 6,
            < '\u2600' => 7,
            < '\u2800' => 8,
            < '\u2900' => 9,
            < '\u3000' => 10,
            < '\u3200' => 11,
            < '\u4E00' => 12,
            _ => 13,
        };
    }

    // Kits put their marker in front of what they string in: the rest of its line and the next lines, up to the page's foot.
    private static void StateWhatFollows(SegmentedPage page, int from, EvidenceSink sink)
    {
        const int MaxLines = 8;
        const int MaxHead = 40;
        const float Sells = 0.3f;
        const BlockTraits Frame = BlockTraits.InNav | BlockTraits.InFooter | BlockTraits.InHeader | BlockTraits.InAside | BlockTraits.Control;
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int low = 0;
        int high = blocks.Length;
        while (low < high)
        {
            int mid = (low + high) >>> 1;
            if (blocks[mid].Span.End <= from)
            {
                low = mid + 1;
            }
            else
            {
                high = mid;
            }
        }

        int ownFoot = PageFoot.FirstOf(page);
        PageFacts facts = PageFacts.Of(page);
        for (int b = low; b < ownFoot && b < low + MaxLines; b++)
        {
            // The last line of a plain text behind others is the page's foot more often than not.
            ref readonly Block block = ref blocks[b];
            bool foot = !page.Page.IsHtml && b > low && b + 1 == blocks.Length;
            if (foot || (block.Traits & Frame) != 0 || (block.AllHints & (Hints.Footer | Hints.Legal | Hints.Navigation | Hints.Share)) != 0 || block.HeadingLevel > 0)
            {
                return;
            }

            // Fragments end nowhere; a paragraph that is whole, and the line that heads it, are the page's own again.
            if (b > low && (IsWhole(page, b) || (b + 1 < blocks.Length && IsWhole(page, b + 1) && page.Page.Blocks[b].Span.Length <= MaxHead && facts.Lines[b].FirstAlike == b && facts.Lines[b].Alike < 2
                && facts.Lines[b].SentenceEnds + facts.Lines[b].Separators + facts.Lines[b].Marks == 0 && AnchorWords.Promotion(page, page.Page.Blocks[b].Span) < Sells)))
            {
                return;
            }

            sink.Add(Behind, new(Math.Max(from, block.Span.Start), block.Span.End), 0.5f, new("{a} lines behind a date joined to symbols", b - low));
        }
    }

    private static bool IsWhole(SegmentedPage page, int b)
    {
        const int MinSentences = 2;
        ref readonly LineFacts line = ref PageFacts.Of(page).Lines[b];
        return line.Prose && line.EndsSentence && line.SentenceEnds >= MinSentences && !SpliceHabits.StartsSmall(page, page.Page.Blocks[b].Span);
    }
}

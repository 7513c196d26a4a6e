using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees ordinary prose in which a kit swapped single characters for others that look alike, so that copies differ.</summary>
internal sealed class OddCharacters : Detector
{
    private const int MinFound = 5;
    private const int MinKinds = 4;
    private const int MinBlocks = 2;
    private const int MaxFound = 512;

    /// <summary>Swapped characters in ten thousand of prose: fewer are slips, more are another way of writing.</summary>
    private const int MinPerTenThousand = 40;
    private const int MaxPerTenThousand = 900;

    private static readonly Signal Swapped = new(
        "odd-characters", "swapped", "One of several single characters, scattered over the prose, that the page's own way of writing does not have.");

    public override string Name => "odd-characters";

    public override string What =>
        "Single rare or traditional characters and characters taken apart into their components, scattered over simplified Chinese prose; single Cyrillic or Greek letters inside Latin words all through a text, and the other way round.";

    public override string Why => "Kits swap one character in fifty for a look-alike so that copies differ and filters miss words; nobody writes a different rare form each time.";

    public override string LeavesAlone =>
        "Names with a rare character (it comes again), quotations from old books (their characters stand together), pages in two ways of writing, lists of characters, symbols and model names.";

    public override string Example => "船上九个亾都在等雾散，大厨从冷藏间拖出半扇豬，氵工面上什么也看不见。";

    public override string Source => "Own reading of polluted pages (1 to 5 % of the characters); GB 2312 for the ordinary characters; Unicode Technical Standard 39 for look-alike letters.";

    public override ImmutableArray<Signal> Signals { get; } = [Swapped];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        Span<TextSpan> found = stackalloc TextSpan[MaxFound];
        if (facts.Variant == HanKind.Simplified)
        {
            var tally = default(Tally);
            ReadOnlySpan<LineFacts> lines = facts.Lines;
            for (int b = 0; b < lines.Length; b++)
            {
                if (lines[b].Prose)
                {
                    ReadHan(page, page.Page.Blocks[b].Span, found, ref tally);
                }
            }

            State(page, found, tally, sink);
        }
        else if (facts.MainScript is Script.Latin or Script.Cyrillic)
        {
            var tally = default(Tally);
            ReadOnlySpan<LineFacts> lines = facts.Lines;
            for (int b = 0; b < lines.Length; b++)
            {
                if (lines[b].Prose)
                {
                    ReadLetters(page, page.Page.Blocks[b].Span, facts.MainScript, lines[b].MixesScripts, found, ref tally);
                }
            }

            State(page, found, tally, sink);
        }
    }

    private static void State(SegmentedPage page, ReadOnlySpan<TextSpan> found, in Tally tally, EvidenceSink sink)
    {
        long rate = tally.Count * 10_000L / Math.Max(1, tally.All);
        int kinds = System.Numerics.BitOperations.PopCount(tally.Kinds);
        bool varied = kinds >= MinKinds && kinds * 2 >= Math.Min(tally.Count, 24);
        if (tally.Count < MinFound || !varied || tally.Blocks < MinBlocks || rate is < MinPerTenThousand or > MaxPerTenThousand
            || tally.Neighbours * 4 > tally.Count)
        {
            return;
        }

        float strength = Math.Min(1f, 0.75f + (0.02f * tally.Count));
        foreach (TextSpan span in found[..Math.Min(tally.Count, MaxFound)])
        {
            sink.Add(Swapped, span, strength, new("{quote} is one of {a} odd characters of {b} kinds in the prose", tally.Count, kinds, span));
        }
    }

    private static void ReadHan(SegmentedPage page, TextSpan block, Span<TextSpan> found, ref Tally tally)
    {
        const int Apart = 3;
        ReadOnlySpan<char> text = page.Page.Text;
        int before = tally.Count;
        int last = -Apart - 1;
        for (int at = block.Start; at < block.End; at++)
        {
            if (page.Classes[at] != CharClass.Han)
            {
                continue;
            }

            tally.All++;
            int length = at + 1 < block.End && OrdinaryHan.IsComponent(text[at]) && page.Classes[at + 1] == CharClass.Han ? 2
                : char.IsSurrogate(text[at]) || OrdinaryHan.Is(text[at]) ? 0 : 1;
            if (length == 0)
            {
                continue;
            }

            tally.Neighbours += at - last <= Apart ? 1 : 0;
            Note(new(at, at + length), text[at + length - 1], found, ref tally);
            at += length - 1;
            last = at;
        }

        tally.Blocks += tally.Count > before ? 1 : 0;
    }

    /// <summary>Words of the main script with one or few letters of another that look like its own.</summary>
    private static void ReadLetters(SegmentedPage page, TextSpan block, Script main, bool mixes, Span<TextSpan> found, ref Tally tally)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        ReadOnlySpan<CharClass> classes = page.Classes;
        CharClass own = main == Script.Latin ? CharClass.Latin : CharClass.Cyrillic;
        tally.All += block.Length;
        if (!mixes)
        {
            return;
        }

        int before = tally.Count;
        for (int at = block.Start; at < block.End;)
        {
            int start = at;
            int ours = 0;
            int alike = 0;
            while (at < block.End && classes[at] is CharClass.Latin or CharClass.Cyrillic or CharClass.Greek)
            {
                ours += classes[at] == own ? 1 : 0;
                alike += classes[at] != own && DisguisedWords.IsConfusable(text[at]) ? 1 : 0;
                at++;
            }

            // All strange letters pass for own ones, and the word is a small one that no code or symbol is written like.
            if (alike > 0 && ours + alike == at - start && ours > alike && char.IsLower(text[at - 1]))
            {
                for (int i = start; i < at; i++)
                {
                    if (classes[i] != own)
                    {
                        Note(new(i, i + 1), (char)(text[i] + start), found, ref tally);
                    }
                }
            }

            at = Math.Max(at, start + 1);
        }

        tally.Blocks += tally.Count > before ? 1 : 0;
    }

    private static void Note(TextSpan span, char kind, Span<TextSpan> found, ref Tally tally)
    {
        if (tally.Count < found.Length)
        {
            found[tally.Count++] = span;
            tally.Kinds |= 1UL << (int)((kind * 0x9E3779B1u) >> 26);
        }
    }

    private struct Tally
    {
        public int Count;
        public int All;
        public int Blocks;
        public int Neighbours;
        public ulong Kinds;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Judging;

/// <summary>Reads the verdict over a page off its labelled spans, with reasons in words.</summary>
internal static class Judge
{
    // LABELS.md: "too little text to say anything (under about twenty characters of it)".
    private const int LeastChars = 20;

    // LABELS.md: "no genuine main text worth giving back (under two sentences)".
    private const int LeastSentences = 2;
    private const int LeastBodyChars = 60;

    // A stray character is no damage: from here on it is "throughout" (share of the main text, or share of its lines).
    private const double DamagedChars = 0.25;
    private const double DamagedLines = 0.4;
    private const int LeastDamagedLines = 3;

    public static Judgement Of(SegmentedPage page, ImmutableArray<LabelledSpan> spans, ReadOnlySpan<Evidence> evidence)
    {
        var sums = new Sums();
        foreach (LabelledSpan span in spans)
        {
            sums.Add(page, span);
        }

        if (sums.AllChars < LeastChars)
        {
            return new(PageVerdict.Empty, 0.9f, [Text($"The page has {sums.AllChars} characters of text, too little to say anything.")]);
        }

        bool hasArticle = (sums.SentenceCount >= LeastSentences && sums.BodyChars >= LeastBodyChars) || sums.BodyChars >= 4 * LeastBodyChars;
        if (sums.InjectedChars > 0)
        {
            PageVerdict verdict = hasArticle ? PageVerdict.Polluted : PageVerdict.Spam;
            return new(verdict, sums.MostSure, InjectedReasons(spans, evidence, page, sums, hasArticle));
        }

        CountDamagedLines(page, spans, out int damagedLines, out int bodyLines);
        double share = sums.DamagedChars / (double)Math.Max(1, sums.DamagedChars + sums.BodyChars - sums.RewrittenChars);
        if (sums.DamagedChars > 1
            && (share >= DamagedChars || (damagedLines >= LeastDamagedLines && damagedLines >= DamagedLines * bodyLines)))
        {
            return new(PageVerdict.Damaged, 0.8f, DamagedReasons(sums, share, damagedLines, bodyLines));
        }

        string clean = sums.DamagedChars > 0
            ? Text($"Nothing on the page was planted; {sums.DamagedChars} damaged characters stand in {sums.BodyChars} of main text.")
            : "Nothing on the page was planted or damaged.";
        return new(PageVerdict.Clean, sums.LeastSure, [clean]);
    }

    private static ImmutableArray<string> InjectedReasons(
        ImmutableArray<LabelledSpan> spans, ReadOnlySpan<Evidence> evidence, SegmentedPage page, Sums sums, bool hasArticle)
    {
        var reasons = ImmutableArray.CreateBuilder<string>();
        reasons.Add(Text($"{sums.InjectedChars} of {sums.AllChars} characters were planted ({sums.InjectedSpans} spans)."));
        reasons.Add(hasArticle
            ? Text($"Genuine main text is there: {sums.BodyChars} characters in {sums.SentenceCount} sentences.")
            : Text($"No genuine main text worth giving back: {sums.BodyChars} characters in {sums.SentenceCount} sentences."));
        Span<bool> told = stackalloc bool[(int)Kind.Cipher + 1];
        told.Clear();
        foreach (LabelledSpan span in spans)
        {
            if (span.Label == Label.Injected && !told[(int)span.Kind] && span.Evidence.Length > 0)
            {
                told[(int)span.Kind] = true;
                reasons.Add(Text($"{span.Kind.NameOf()}: {Strongest(span, evidence).Fact.Render(page.Page.Text)}"));
            }
        }

        return reasons.ToImmutable();
    }

    private static ImmutableArray<string> DamagedReasons(Sums sums, double share, int damagedLines, int bodyLines) =>
    [
        Text($"{sums.DamagedChars} characters of the main text are damaged ({share:P0} of it), in {damagedLines} of {bodyLines} lines."),
    ];

    private static Evidence Strongest(LabelledSpan span, ReadOnlySpan<Evidence> evidence)
    {
        Evidence best = evidence[span.Evidence[0]];
        foreach (int e in span.Evidence)
        {
            if (evidence[e].Strength > best.Strength)
            {
                best = evidence[e];
            }
        }

        return best;
    }

    // Lines of main text, and how many of them hold damage.
    private static void CountDamagedLines(SegmentedPage page, ImmutableArray<LabelledSpan> spans, out int damaged, out int lines)
    {
        damaged = 0;
        lines = 0;
        int block = 0;
        int lastLine = -1;
        int lastDamaged = -1;
        foreach (LabelledSpan span in spans)
        {
            if (span.Label is not (Label.Body or Label.Damaged))
            {
                continue;
            }

            while (block + 1 < page.Page.Blocks.Length && page.Page.Blocks[block].Span.End <= span.Span.Start)
            {
                block++;
            }

            for (int b = block; b < page.Page.Blocks.Length && page.Page.Blocks[b].Span.Start < span.Span.End; b++)
            {
                lines += b > lastLine ? 1 : 0;
                lastLine = Math.Max(lastLine, b);
                damaged += span.Label == Label.Damaged && b > lastDamaged ? 1 : 0;
                lastDamaged = span.Label == Label.Damaged ? Math.Max(lastDamaged, b) : lastDamaged;
            }
        }
    }

    private static string Text(FormattableString s) => s.ToString(CultureInfo.InvariantCulture);

    private struct Sums
    {
        public int AllChars;
        public int BodyChars;
        public int SentenceCount;
        public int InjectedChars;
        public int InjectedSpans;
        public int DamagedChars;

        // Among the damaged and among the body, since it is given back.
        public int RewrittenChars;
        public float MostSure;
        public float LeastSure = 1;

        public Sums()
        {
        }

        public void Add(SegmentedPage page, LabelledSpan span)
        {
            int chars = span.Span.Length - CharClasses.CountSpaces(page.PaddedClasses, span.Span.Start, span.Span.End);
            int ends = span.Label is Label.Body or Label.Damaged ? ClassBits.CountRuns(page.PaddedClasses, span.Span.Start, span.Span.End, CharClass.SentenceEnd) : 0;
            AllChars += chars;
            switch (span.Label)
            {
                case Label.Body:
                    BodyChars += chars;
                    SentenceCount += Math.Max(ends, chars > LeastBodyChars ? 1 : 0);
                    LeastSure = Math.Min(LeastSure, span.Confidence);
                    break;
                case Label.Damaged:
                    DamagedChars += chars;
                    if (span.Kind is Kind.Rewrite)
                    {
                        // Rewritten text is genuine text and is given back.
                        RewrittenChars += chars;
                        BodyChars += chars;
                        SentenceCount += ends;
                    }

                    break;
                case Label.Injected:
                    InjectedChars += chars;
                    InjectedSpans++;
                    MostSure = Math.Max(MostSure, span.Confidence);
                    break;
            }
        }
    }
}

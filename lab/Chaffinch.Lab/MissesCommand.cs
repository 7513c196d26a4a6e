using System.Globalization;
using System.Text;
using Chaffinch.Detecting;
using Chaffinch.Labelling;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary><c>lab misses</c>: each piece of composed pages or transplants that was missed or called planted by mistake, with what is stated over it and how far it was from being right.</summary>
internal static class MissesCommand
{
    private const int Shown = 130;

    public static int Run(Options options)
    {
        string? name = options.Text("show");
        int n = options.Int("n", 400);
        int first = options.Int("first", 0);
        var sums = new SortedDictionary<string, int>(StringComparer.Ordinal);
        bool transplants = options.Has("transplants");
        Transplanter? maker = transplants ? Transplants.ForMeasuring() : null;
        Grafter? grafter = transplants ? null : GraftCommand.NewGrafter(options);
        for (int i = first; i < first + n; i++)
        {
            if (maker is not null)
            {
                Transplant t = maker.Make(options.Int("seed", 31), i);
                if (name is null || t.Page.Name.Contains(name, StringComparison.Ordinal))
                {
                    Show(t.Page, t.Page.Hints, at => at < 0 ? "" : t.Places[at], options.Has("all"), sums);
                }
            }
            else
            {
                TrainingPage page = grafter!.Make(options.Int("seed", 11), i, true);
                if (name is null || page.Name.Contains(name, StringComparison.Ordinal))
                {
                    Show(page, GraftCommand.HintsOf(page), _ => "", options.Has("all"), sums);
                }
            }
        }

        foreach ((string key, int chars) in sums)
        {
            Console.WriteLine($"= {key} {chars}");
        }

        return 0;
    }

    private static void Show(TrainingPage source, InputHints hints, Func<int, string> place, bool all, SortedDictionary<string, int> sums)
    {
        Page page = new PageAnalyzer().Read(source.Source, hints);
        SegmentedPage segmented = Segmenter.Segment(page);
        var sink = new EvidenceSink();
        Detectors.Run(Detectors.All, segmented, sink);
        var labeller = new ChainLabeller { KeepsPlanted = true };
        labeller.Label(segmented, sink.Items);
        Gold?[] gold = source.GoldOf(page);
        int[] ranges = source.RangesOf(page);
        var text = new StringBuilder();
        int bad = 0, i = 0;
        foreach ((Piece piece, byte state, _) in labeller.Explain())
        {
            var told = Told.Of(page, piece.Span, gold, ranges, labeller, i++, state);
            if (told.IsWrong)
            {
                bad += told.Chars;
                string key = $"{told.What} {told.Kind.NameOf()} {place(told.Range)} {told.Fate}";
                sums[key] = sums.GetValueOrDefault(key) + told.Chars;
            }

            if (all || told.What.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{told.What,-4} {LabelState.NameOf(state),-10} {told.Kind.NameOf(),-8} {place(told.Range)} {told.Fate} {told.Lead:F1} ‹{ScoreDiff.Shorten(page.Text[piece.Span.Start..piece.Span.End], Shown)}›\n");
                AddEvidence(sink, piece.Span, text, isShort: told.What == "hit" && !all);
            }
        }

        if (bad > 0 || all)
        {
            Console.WriteLine($"## {source.Name} {source.Language} {(source.IsHtml ? "html" : "text")} {source.Verdict} bad {bad} {string.Join(' ', source.Shapes)}");
            Console.Write(text);
        }
    }

    private static void AddEvidence(EvidenceSink sink, TextSpan span, StringBuilder text, bool isShort)
    {
        if (isShort)
        {
            return;
        }

        text.Append("        ");
        foreach (ref readonly Evidence e in sink.Items)
        {
            if (e.Span.Start <= span.Start && e.Span.End >= span.End)
            {
                text.Append(CultureInfo.InvariantCulture, $"{e.Signal.Key} {e.Strength:F2}; ");
            }
        }

        text.Append('\n');
    }

    /// <summary>What is told of a piece.</summary>
    private readonly record struct Told(string What, string Fate, Kind Kind, int Range, int Chars, float Lead)
    {
        public bool IsWrong => What is "MISS" or "LOST";

        public static Told Of(Page page, TextSpan span, Gold?[] gold, int[] ranges, ChainLabeller labeller, int index, byte state)
        {
            int planted = 0, chars = 0, range = -1;
            Kind kind = Kind.None;
            for (int c = span.Start; c < span.End; c++)
            {
                chars += char.IsWhiteSpace(page.Text[c]) ? 0 : 1;
                if (!char.IsWhiteSpace(page.Text[c]) && gold[c] is { IsInjected: true } g)
                {
                    planted++;
                    (kind, range) = (g.Kind, ranges[c]);
                }
            }

            ReadOnlySpan<float> scores = labeller.KeptScores.AsSpan(index * LabelState.Width, LabelState.Width);
            float lead = PieceScores.InjectedLead(scores);
            bool called = IsInjected(state);
            string fate = lead < -1e5f ? "shut" : !called && IsInjected(labeller.KeptStates[index]) ? "doubted" : "open";
            string what = planted * 2 > chars ? (called ? "hit" : "MISS") : called ? "LOST" : planted > 0 ? "part" : "";
            return new Told(what, fate, kind, range, chars, lead);
        }

        private static bool IsInjected(byte state) => state is >= LabelState.FirstInjected and < LabelState.FirstDamaged;
    }
}

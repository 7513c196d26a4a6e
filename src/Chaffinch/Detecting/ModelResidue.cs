using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>What a language model left behind in a text that it translated or wrote: markers of tool calls with runs of rare scripts and phrases.</summary>
internal sealed class ModelResidue : Detector
{
    private const int MinPhraseLetters = 4;

    private static readonly Signal Leak = new(
        "model-residue", "leak", "Markers of a model's tool call stand in the line, with letters of scripts that the page does not use beside them.");

    private static readonly Signal Phrase = new(
        "model-residue", "phrase", "A phrase in another script stands inside the residue of a model's tool call.");

    public override string Name => "model-residue";

    public override string What => "Markers of a model's tool call (a role and its addressee, special tokens) in the middle of genuine text, with runs of rare scripts, bracket tangles and phrases around them.";

    public override string Why =>
        "Models sometimes fall out of their text into the format of a tool call; the tokens that they fall through are the ill-learnt ones, and those are rare scripts and promotional phrases of polluted training pages.";

    public override string LeavesAlone => "Documents that explain the format of tool calls, logs and quotations of such residue in quotes or code, assignments named \"to\", pages in several scripts.";

    public override string Example => "- Close both valves first.】【assistant to=functions.read  ქარ garden chairs json";

    public override string Source => "49 translated documents of a public repository, each with its clean line; 14 languages.";

    public override ImmutableArray<Signal> Signals { get; } = [Leak, Phrase];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        PageFacts? facts = null;
        int done = 0;
        for (int at = 0; at < text.Length;)
        {
            int next = text[at..].IndexOf("to=", StringComparison.Ordinal);
            if (next < 0)
            {
                return;
            }

            at += next;
            if (at >= done && ResidueReader.IsMarker(text, at))
            {
                facts ??= PageFacts.Of(page);
                int b = BlockSearch.Of(page.Page.Blocks, at);
                if (b >= 0 && !IsShown(page, b, at))
                {
                    done = State(page, facts, page.Page.Blocks[b].Span, at, Math.Max(done, page.Page.Blocks[b].Span.Start), sink);
                }
            }

            at += 3;
        }
    }

    private static int State(SegmentedPage page, PageFacts facts, TextSpan block, int marker, int from, EvidenceSink sink)
    {
        var reader = new ResidueReader(page, facts.MainScript);
        TextSpan span = reader.Around(marker, new TextSpan(from, block.End));
        int foreign = reader.ForeignLetters(span, out int tangles);
        if (foreign == 0 && tangles < 2)
        {
            return from;
        }

        // Quoted from its first character on, it is shown, not left behind.
        if (span.Start > block.Start && page.Page.Text[span.Start - 1] is '`' or '"' or '“' or '„' or '«' or '「' or '‘')
        {
            return span.End;
        }

        float strength = foreign >= 3 || tangles >= 2 ? 1f : 0.8f;
        sink.Add(Leak, span, strength, new("a marker of a tool call with {a} letters of other scripts and {b} bracket tangles", foreign, tangles));
        for (int at = span.Start; reader.NextPhrase(span, ref at, out TextSpan phrase, out int letters);)
        {
            if (letters >= MinPhraseLetters)
            {
                sink.Add(Phrase, phrase, 1f, new("{a} letters of another script in the residue of a tool call", letters));
            }
        }

        return span.End;
    }

    /// <summary>In HTML, code and quotations show such things; in plain text a fence or quotation marks do, and those are looked at around the residue.</summary>
    private static bool IsShown(SegmentedPage page, int block, int at)
    {
        const BlockTraits Shown = BlockTraits.Code | BlockTraits.Quote;
        if ((page.Page.Blocks[block].Traits & Shown) != 0)
        {
            return true;
        }

        foreach (ref readonly InlineRun run in page.Page.Inlines)
        {
            if (run.Span.Start > at)
            {
                break;
            }

            if (run.Kind == InlineKind.Code && run.Span.End > at)
            {
                return true;
            }
        }

        return false;
    }
}

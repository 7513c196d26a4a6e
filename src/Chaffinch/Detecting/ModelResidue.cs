using System.Buffers;
using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>What a language model left behind in a text that it translated or wrote: markers of tool calls with runs of rare scripts and phrases.</summary>
internal sealed class ModelResidue : Detector
{
    private const int MinPhraseLetters = 4;

    /// <summary>Rows of seldom scripts from which on a page is about scripts.</summary>
    private const int MaxRows = 8;

    private const int MinLineLetters = 40;

    private static readonly SearchValues<string> Marks = SearchValues.Create(["to=", "<|", "\"recipient"], StringComparison.Ordinal);

    private static readonly Signal Leak = new(
        "model-residue", "leak", "Markers of a model's tool call stand in the line, with letters of scripts that the page does not use beside them, or words of several seldom scripts in a row.");

    private static readonly Signal Phrase = new(
        "model-residue", "phrase", "A phrase in another script stands inside the residue of a model's tool call.");

    public override string Name => "model-residue";

    public override string What => "Markers of a model's tool call (a role and its addressee, special tokens, the fields of a call) in the middle of genuine text, with runs of rare scripts, bracket tangles and phrases around them.";

    public override string Why =>
        "Models sometimes fall out of their text into the format of a tool call; the tokens that they fall through are the ill-learnt ones, and those are rare scripts and promotional phrases of polluted training pages.";

    public override string LeavesAlone => "Documents that explain the format of tool calls, logs and quotations of such residue in quotes or code, assignments named \"to\", pages in several scripts.";

    public override string Example => "- Close both valves first.】【assistant to=functions.read  ქარ garden chairs json";

    public override string Source => "49 translated documents of a public repository, each with its clean line; 14 languages.";

    public override ImmutableArray<Signal> Signals { get; } = [Leak, Phrase];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        int before = sink.Count;
        FindCalls(page, sink);
        if ((page.Mask & RareScripts.Mask) != 0)
        {
            FindRareScripts(page, sink.Count > before, sink);
        }
    }

    /// <summary>Words of several seldom scripts in a row inside a sentence of another one, and the phrase beside them.</summary>
    private static void FindRareScripts(SegmentedPage page, bool hasCalls, EvidenceSink sink)
    {
        PageFacts facts = PageFacts.Of(page);
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        Span<(TextSpan Row, int Block, int Scripts)> rows = stackalloc (TextSpan, int, int)[MaxRows + 1];
        int count = 0;
        for (int b = 0; b < blocks.Length && count <= MaxRows; b++)
        {
            ref readonly LineFacts line = ref facts.Lines[b];
            if ((page.BlockProfiles[b].Mask & RareScripts.Mask) == 0 || blocks[b].Zone != Zone.Body || line.Main != facts.MainScript || line.OtherLetters * 4 > line.Letters || line.Letters < MinLineLetters)
            {
                continue;
            }

            int at = blocks[b].Span.Start;
            while (count <= MaxRows && RareScripts.Next(page, facts.MainScript, blocks[b].Span, ref at, out TextSpan row, out int scripts))
            {
                if (!IsShown(page, b, row.Start) && !Quotation.Wraps(page.Page.Text, row.Start, row.End) && !IsBracketed(page, row) && !IsLinked(page, blocks[b], row))
                {
                    rows[count++] = (row, b, scripts);
                }
            }
        }

        // More of them are a page about scripts.
        if (count > MaxRows)
        {
            return;
        }

        foreach ((TextSpan row, int b, int scripts) in rows[..count])
        {
            sink.Add(Leak, row, hasCalls || scripts > 2 ? 1f : 0.8f, new("words of {a} seldom scripts in a row inside a sentence of another", scripts));
            StatePhraseBeside(page, facts, blocks[b].Span, row, sink);
        }
    }

    // A link that begins or ends inside of the row: names of editions and languages side by side.
    private static bool IsLinked(SegmentedPage page, in Block block, TextSpan row)
    {
        ReadOnlySpan<Link> links = page.Page.Links;
        for (int i = block.FirstLink; i < block.FirstLink + block.LinkCount && i < links.Length; i++)
        {
            if (row.Contains(links[i].Span))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBracketed(SegmentedPage page, TextSpan row) =>
        (row.Start > 0 && page.Classes[row.Start - 1] == CharClass.OpenBracket) || (row.End < page.Classes.Length && page.Classes[row.End] == CharClass.CloseBracket);

    private static void StatePhraseBeside(SegmentedPage page, PageFacts facts, TextSpan block, TextSpan row, EvidenceSink sink)
    {
        const int Reach = 48;
        var reader = new ResidueReader(page, facts.MainScript);
        var around = new TextSpan(Math.Max(block.Start, row.Start - Reach), Math.Min(block.End, row.End + Reach));
        for (int at = around.Start; facts.MainScript != Script.Han && reader.NextPhrase(around, ref at, out TextSpan phrase, out int letters);)
        {
            if (letters >= MinPhraseLetters && (IsBlank(page, phrase.End, row.Start) || IsBlank(page, row.End, phrase.Start)))
            {
                sink.Add(Phrase, phrase, 1f, new("{a} letters of another script beside words of seldom ones", letters));
            }
        }
    }

    private static bool IsBlank(SegmentedPage page, int from, int to) => from <= to && to - from <= 2 && page.Page.Text.AsSpan(from, to - from).IsWhiteSpace();

    private static void FindCalls(SegmentedPage page, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        PageFacts? facts = null;
        int done = 0;
        for (int at = 0; at < text.Length;)
        {
            int next = text[at..].IndexOfAny(Marks);
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

            at += 2;
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

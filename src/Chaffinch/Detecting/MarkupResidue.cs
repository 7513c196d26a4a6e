using System.Buffers;
using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>Sees tags, placeholders and character references that stand in the text as if they were words.</summary>
internal sealed class MarkupResidue : Detector
{
    /// <summary>From this many places on, a page that speaks of markup is not explaining it.</summary>
    private const int MaxExamples = 60;

    private const int MinCodeRuns = 3;

    /// <summary>Links in the way of Markdown: one or two without a heading or code may have come with a copied line.</summary>
    private const int MinMarkdownLinks = 3;

    /// <summary>So far before a word is looked for the printed run that it stands in.</summary>
    private const int MostInside = 120;

    private static readonly SearchValues<char> Openers = SearchValues.Create("<[{&%");

    private static readonly Signal Tag = new("markup-residue", "printed-tag", "A tag, a bracket code or a comment is printed as text.");

    private static readonly Signal Template = new("markup-residue", "printed-template", "A placeholder of a template language is printed as text.");

    private static readonly Signal Entity = new("markup-residue", "printed-entity", "A character reference is printed as text.");

    private static readonly Signal RandomIds = new("markup-residue", "random-id-tags", "Neighbouring tags without text between them, with ids of random letters and digits, are printed as text.");

    private static readonly SearchValues<string> MarkupWords = SearchValues.Create(["HTML", "BBCode", "template", "markdown"], StringComparison.OrdinalIgnoreCase);

    public override string Name => "markup-residue";

    public override string What => "Tags, bracket codes, template placeholders and character references printed as text.";

    public override string Why => "Kits and their copiers leave them when they fill templates or strew empty tags with random ids, so that copies differ; a page's own author sees and mends them.";

    public override string LeavesAlone => "Code and preformatted text, noscript, text in backticks, pages that speak of markup, Markdown sources, generic types, comparisons, footnote marks in brackets, addresses.";

    public override string Example => "The bridge <ins id=\"a1b2c\"><sub id=\"d3e4f\"></sub></ins>is open again. {$NextTitle} [/caption] &amp;nbsp;";

    public override string Source => "Own reading of polluted pages (tag salad of mirror kits); WordPress short codes and BBCode as their manuals define them.";

    public override ImmutableArray<Signal> Signals { get; } = [Tag, Template, Entity, RandomIds];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        string text = page.Page.Text;
        if (text.AsSpan().IndexOfAny(Openers) < 0)
        {
            return;
        }

        int count = 0;
        Walk(page, null, ref count);
        if (count > 0)
        {
            bool explains = IsAboutMarkup(page, count);
            Walk(page, new Statement(sink, text, explains), ref count);
        }
    }

    /// <summary>Goes over all runs of printed markup; states them where asked, else counts them.</summary>
    private static void Walk(SegmentedPage page, Statement? to, ref int count)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            // What stands in noscript is markup for other readers.
            if ((block.Traits & (BlockTraits.Code | BlockTraits.Preformatted)) != BlockTraits.None || block.Hidden == HiddenBy.NoScript)
            {
                continue;
            }

            for (int at = block.Span.Start; at < block.Span.End;)
            {
                int next = text[at..block.Span.End].IndexOfAny(Openers);
                if (next < 0)
                {
                    break;
                }

                at += next;
                Found run = ReadRun(text, block.Span, at);
                if (run.Pieces == 0)
                {
                    at++;
                    continue;
                }

                if (IsResidue(text, block.Span, run))
                {
                    count++;
                    to?.State(run);
                }

                at = run.Span.End;
            }
        }
    }

    private static Found ReadRun(ReadOnlySpan<char> text, TextSpan block, int at)
    {
        int end = at;
        int pieces = 0;
        int random = 0;
        int bare = 0;
        PrintedKind first = PrintedKind.None;
        for (int i = at; i < block.End;)
        {
            int length = PrintedMarkup.Read(text[i..block.End], out PrintedKind kind);
            if (length == 0 || (pieces > 0 && kind is PrintedKind.Template or PrintedKind.Entity))
            {
                break;
            }

            first = pieces == 0 ? kind : first;
            pieces++;
            random += kind == PrintedKind.RandomTag ? 1 : 0;
            bare += kind == PrintedKind.BareTag ? 1 : 0;
            end = i + length;
            if (kind is PrintedKind.Template or PrintedKind.Entity)
            {
                break;
            }

            i = end;
            while (i < block.End && text[i] == ' ')
            {
                i++;
            }
        }

        return new(new(at, end), first, pieces, random, bare);
    }

    /// <summary>Tags without attributes are residue only when they touch the text that they once marked up; nothing in backticks is.</summary>
    private static bool IsResidue(ReadOnlySpan<char> text, TextSpan block, in Found run)
    {
        bool openLeft = run.Span.Start == block.Start || char.IsWhiteSpace(text[run.Span.Start - 1]);
        bool openRight = run.Span.End == block.End || !char.IsLetterOrDigit(text[run.Span.End]);
        if ((!openLeft && text[run.Span.Start - 1] == '`') || (run.Span.End < block.End && text[run.Span.End] == '`'))
        {
            return false;
        }

        // At a line's edge a tag without attributes is residue where the line goes on behind or before it.
        bool allBare = run.Bare == run.Pieces;
        bool edge = (run.Span.Start == block.Start) != (run.Span.End == block.End);
        return !allBare || edge || run.Pieces > 1 || !(openLeft && openRight);
    }

    private static bool IsAboutMarkup(SegmentedPage page, int count)
    {
        int code = 0;
        foreach (InlineRun run in page.Page.Inlines)
        {
            code += run.Kind == InlineKind.Code ? 1 : 0;
        }

        foreach (ref readonly Block block in page.Page.Blocks)
        {
            code += (block.Traits & BlockTraits.Code) != BlockTraits.None ? 1 : 0;
        }

        string text = page.Page.Text;
        return code >= MinCodeRuns
            || (!page.Page.IsHtml && IsMarkdown(text))
            || (count < MaxExamples && NamesMarkup(page));
    }

    private static bool IsMarkdown(string text)
    {
        int links = text.AsSpan().Count("](");
        return links >= MinMarkdownLinks || text.Contains("```", StringComparison.Ordinal)
            || (links > 0 && (text.Contains('`', StringComparison.Ordinal) || text.StartsWith('#') || text.Contains("\n#", StringComparison.Ordinal)));
    }

    // The words count where they are said, not where they stand inside of what is printed.
    private static bool NamesMarkup(SegmentedPage page)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int until = 0;
        for (int at = 0; at < text.Length; at++)
        {
            int next = text[at..].IndexOfAny(MarkupWords);
            if (next < 0)
            {
                return false;
            }

            // The last opener before it: a printed run that reaches over it is no talk.
            int from = Math.Max(until, at + next - MostInside);
            until = at + next;
            bool inside = false;
            for (int i = from; i <= at + next && !inside;)
            {
                int opener = text[i..(at + next + 1)].IndexOfAny(Openers);
                if (opener < 0)
                {
                    break;
                }

                i += opener;
                inside = i + PrintedMarkup.Read(text[i..Math.Min(text.Length, i + MostInside + MostInside)], out _) > at + next;
                i++;
            }

            if (!inside)
            {
                return true;
            }

            at += next;
        }

        return false;
    }

    private readonly record struct Found(TextSpan Span, PrintedKind First, int Pieces, int Random, int Bare);

    private sealed class Statement(EvidenceSink sink, string text, bool explains)
    {
        public void State(in Found run)
        {
            if (run.Pieces > 1 && run.Random > 0)
            {
                sink.Add(RandomIds, run.Span, 1f, new("{a} tags in a row, {b} with a random id", run.Pieces, run.Random));
                return;
            }

            if (explains)
            {
                return;
            }

            switch (run.First)
            {
                case PrintedKind.Template:
                    sink.Add(Template, run.Span, 0.9f, new("{quote} is a placeholder", Quote: run.Span));
                    break;
                case PrintedKind.Entity:
                    sink.Add(Entity, run.Span, 0.9f, new("{quote} is a character reference", Quote: run.Span), PrintedMarkup.Decode(text.AsSpan(run.Span.Start, run.Span.Length)));
                    break;
                default:
                    sink.Add(Tag, run.Span, run.Bare == run.Pieces ? 0.7f : 0.9f, new("{a} tags printed as text", run.Pieces));
                    break;
            }
        }
    }
}

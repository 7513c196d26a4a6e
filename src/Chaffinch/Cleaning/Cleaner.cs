using System.Collections.Immutable;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Cleaning;

/// <summary>Reads the article off the labelled spans.</summary>
/// <remarks>Linear in the page. It decides nothing that the labels leave open but which headline and byline to give back.</remarks>
internal static class Cleaner
{
    [ThreadStatic]
    private static Memory? _memory;

    /// <summary>The article of a page, with what was kept and what was cut.</summary>
    /// <param name="segmented">The page.</param>
    /// <param name="spans">Its labelled spans.</param>
    /// <param name="evidence">What the detectors stated.</param>
    /// <param name="type">What sort of page it is.</param>
    public static Article Clean(SegmentedPage segmented, ImmutableArray<LabelledSpan> spans, ReadOnlySpan<Evidence> evidence, PageType type = PageType.Other)
    {
        Memory memory = _memory ??= new Memory();
        Page page = segmented.Page;
        ReadOnlySpan<CharClass> classes = segmented.Classes;
        PartList parts = memory.Parts;
        parts.Fill(page, spans);
        TitlePicker.Choose(page, parts.Items);
        string? published = BylineReader.Choose(segmented, parts.Items, type, out string? stated);
        parts.TrimEdges(page, classes);
        memory.Lines.Fill(parts.Items);
        memory.Tables.Start(page);
        TextBuffer builder = memory.Builder;
        string? title = TitlePicker.Read(page, classes, parts.Items, builder);
        string? byline = stated ?? BylineReader.Read(page, parts.Items);
        string text = TextWriter.Write(page, classes, parts.Items, memory.Lines.Items, memory.Tables, builder);
        string markdown = MarkdownWriter.Write(page, classes, parts.Items, memory.Lines.Items, memory.Tables, builder);
        bool titleElsewhere = parts.GiveBack(PartRole.Title);
        bool bylineElsewhere = parts.GiveBack(PartRole.Author) || stated is not null;
        (ImmutableArray<TextSpan> kept, ImmutableArray<Cut> cuts) = Tiling.Of(page, spans, evidence, parts.Items);
        memory.Release();
        return new Article
        {
            Title = title,
            Byline = byline,
            Published = published,
            Language = segmented.Language,
            TitleIsElsewhere = titleElsewhere,
            BylineIsElsewhere = bylineElsewhere,
            Text = text,
            Markdown = markdown,
            Kept = kept,
            Cuts = cuts,
        };
    }

    /// <summary>Working memory of one thread.</summary>
    private sealed class Memory
    {
        private const int MaxKeptChars = 1 << 20;

        public PartList Parts { get; } = new();

        public LineList Lines { get; } = new();

        public Tables Tables { get; } = new();

        public TextBuffer Builder { get; private set; } = new();

        /// <summary>A huge page's buffer is not kept for the small ones after it.</summary>
        public void Release()
        {
            if (Builder.Capacity > MaxKeptChars)
            {
                Builder = new TextBuffer();
            }
        }
    }
}

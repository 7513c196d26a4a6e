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
    /// <param name="withMarkdown">False to leave <see cref="Article.Markdown"/> empty.</param>
    /// <param name="withComments">True to read <see cref="Article.Comments"/>.</param>
    /// <param name="withRepairs">False to leave damaged runs out even where evidence says what stood there.</param>
    public static Article Clean(
        SegmentedPage segmented, ImmutableArray<LabelledSpan> spans, ReadOnlySpan<Evidence> evidence, PageType type = PageType.Other, bool withMarkdown = true, bool withComments = false, bool withRepairs = true)
    {
        Memory memory = _memory ??= new Memory();
        Page page = segmented.Page;
        ReadOnlySpan<CharClass> classes = segmented.Classes;
        PartList parts = memory.Parts;
        RepairList repairs = memory.Repairs;
        parts.Fill(page, spans);
        repairs.Clear();
        if (withRepairs && parts.HasDamage && repairs.Collect(page, evidence, parts.Items))
        {
            parts.Repair(page, repairs);
        }

        TitlePicker.Choose(page, parts.Items, type, memory.Titles, repairs);
        string? published = BylineReader.Choose(segmented, parts.Items, type, out string? stated);
        OtherHeadings.Keep(page, parts.Items, type, memory.Titles);
        parts.TrimEdges(page, classes);
        memory.Lines.Fill(parts.Items);
        memory.Tables.Start(page);
        TextBuffer builder = memory.Builder;
        string? title = memory.Titles.Chosen >= 0 ? TitlePicker.Read(memory.Titles, builder) : TitlePicker.Read(page, classes, parts.Items, repairs, builder);
        title = title is null ? null : memory.Titles.Chosen >= 0 ? TitleEdges.Trim(title, page) : TitleEdges.Trim(title, page, parts.Items);
        string? byline = stated ?? BylineReader.Read(page, parts.Items);
        string text = TextWriter.Write(page, classes, parts.Items, memory.Lines.Items, memory.Lines.Starts, memory.Tables, repairs, builder);
        ImmutableArray<Post> posts = type == PageType.Forum ? PostReader.Read(segmented, parts.Items, memory.Lines.Items, memory.Lines.Starts, text) : [];
        string markdown = !withMarkdown ? "" : MarkdownWriter.Write(page, classes, parts.Items, memory.Lines.Items, memory.Tables, repairs, builder);
        ImmutableArray<Comment> comments = withComments && page.IsHtml ? CommentReader.Read(segmented, parts.Items) : [];
        bool titleElsewhere = parts.GiveBack(PartRole.Title) || memory.Titles.Chosen >= 0;
        bool bylineElsewhere = parts.GiveBack(PartRole.Author) || stated is not null;
        (ImmutableArray<TextSpan> kept, ImmutableArray<Cut> cuts) = Tiling.Of(page, spans, evidence, parts.Items, repairs);
        ImmutableArray<Repair> repaired = repairs.ToArray();
        repairs.Clear();
        memory.Release();
        return new Article
        {
            Title = title,
            Byline = byline,
            Published = published,
            Language = segmented.Language,
            TitleIsElsewhere = titleElsewhere,
            BylineIsElsewhere = bylineElsewhere,
            Posts = posts,
            Repairs = repaired,
            Comments = comments,
            Text = text,
            Markdown = markdown,
            Kept = kept,
            Cuts = cuts,
        };
    }

    /// <summary>The text of whole blocks, as <see cref="Article.Text"/> is written.</summary>
    /// <param name="page">The page.</param>
    /// <param name="blocks">Indexes of the blocks, ascending.</param>
    /// <param name="kept">Where they stand.</param>
    public static string TextOf(Page page, List<int> blocks, out ImmutableArray<TextSpan> kept)
    {
        Memory memory = _memory ??= new Memory();
        memory.Tables.Start(page);
        TextBuffer into = memory.Builder;
        into.Clear();
        var spans = ImmutableArray.CreateBuilder<TextSpan>(blocks.Count);
        int before = -1;
        foreach (int block in blocks)
        {
            TextSpan span = PartList.Trim(page.Text, page.Blocks[block].Span);
            if (span.IsEmpty)
            {
                continue;
            }

            if (before >= 0)
            {
                TextWriter.AppendBreak(page, before, block, memory.Tables, into);
            }

            ReadOnlySpan<char> line = page.Text.AsSpan(span.Start, span.Length);
            into.Append(Preformatted.Indent(page, block, span.Start));
            _ = Preformatted.Is(page, block) ? into.AppendText(line) : into.AppendSqueezed(line);
            spans.Add(span);
            before = block;
        }

        string text = into.ToString();
        kept = spans.DrainToImmutable();
        memory.Release();
        return text;
    }

    /// <summary>Working memory of one thread.</summary>
    private sealed class Memory
    {
        private const int MaxKeptChars = 1 << 20;

        public PartList Parts { get; } = new();

        public TitleCandidates Titles { get; } = new();

        public RepairList Repairs { get; } = new();

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

using System.Buffers;
using System.Runtime.CompilerServices;
using Chaffinch.Text;

namespace Chaffinch.Model;

/// <summary>What a segment is, as far as its place and its ends tell.</summary>
internal enum SegmentRole : byte
{
    /// <summary>A line or part of a line that is no sentence: no sentence end, or cut at a possible splice border.</summary>
    Fragment,

    /// <summary>A run of text up to and including its sentence end.</summary>
    Sentence,

    /// <summary>A part of a title or headline line.</summary>
    TitlePart,

    /// <summary>An item of a list or a cell of a row that bars, commas or underscores join.</summary>
    Item,
}

/// <summary>The smallest piece of text that the labelling starts from: a sentence, a title part, a list item or a fragment.</summary>
/// <param name="Span">Its range; segments are in order, do not overlap, stay inside one block, and cover all that is not white space.</param>
/// <param name="Block">Index of its block.</param>
/// <param name="Role">What it is.</param>
internal readonly record struct Segment(TextSpan Span, int Block, SegmentRole Role);

/// <summary>Counts over one segment, made once for all detectors. All counts are UTF-16 code units.</summary>
internal struct SegmentProfile
{
    /// <summary>Code units that are not white space.</summary>
    public int Chars;

    /// <summary>Letters of any script.</summary>
    public int Letters;

    /// <summary>Han characters.</summary>
    public int Han;

    /// <summary>Hiragana and katakana.</summary>
    public int Kana;

    /// <summary>Hangul.</summary>
    public int Hangul;

    /// <summary>Latin letters.</summary>
    public int Latin;

    /// <summary>Cyrillic letters.</summary>
    public int Cyrillic;

    /// <summary>Letters of right-to-left scripts.</summary>
    public int RightToLeft;

    /// <summary>Thai, Lao, Khmer and Burmese letters.</summary>
    public int SouthEastAsian;

    /// <summary>Letters of any other script.</summary>
    public int OtherLetters;

    /// <summary>Decimal digits.</summary>
    public int Digits;

    /// <summary>Punctuation, ASCII or not.</summary>
    public int Punctuation;

    /// <summary>Symbols, box drawing, dingbats, emoji.</summary>
    public int Symbols;

    /// <summary>U+FFFD, controls, private use and lone surrogates.</summary>
    public int Broken;

    /// <summary>Runs of white space between characters that are not.</summary>
    public int Gaps;

    /// <summary>Code units that stand in links.</summary>
    public int LinkChars;

    /// <summary>Hash of the text with case and width folded and white space left out, joining signs and ornaments at its ends too: equal for repeated segments.</summary>
    public ulong Fold;
}

/// <summary>What stands in one block, made once for all stages.</summary>
/// <param name="Mask">Which classes stand in it (<see cref="CharClasses.MaskOf"/>).</param>
/// <param name="IsWide">True where white space of several code units stands in it (<see cref="CharClasses.HasWideSpace"/>).</param>
/// <param name="Line">What its letters and digits come to.</param>
internal readonly record struct BlockProfile(ulong Mask, bool IsWide, LineFold Line);

/// <summary>A page with its segments and everything that more than one detector reads of them. Read only once made.</summary>
internal sealed class SegmentedPage
{
    private Segment[] _segments;
    private SegmentProfile[] _profiles;
    private int _count;
    private int _chars;
    private int _blockCount;
    private CharClass[] _classes;
    private BlockProfile[] _blocks;

    /// <summary>Takes what was made of a page, <paramref name="count"/> segments; all arrays are from the shared pools and go back there.</summary>
    internal SegmentedPage(
        Page page, int count, Segment[] segments, SegmentProfile[] profiles, CharClass[] classes, BlockProfile[] blocks, PageTerms terms, NgramIndex ngrams, string? language)
    {
        Page = page;
        _count = count;
        _chars = page.Text.Length;
        _blockCount = page.Blocks.Length;
        _segments = segments;
        _profiles = profiles;
        _classes = classes;
        _blocks = blocks;
        Terms = terms;
        Ngrams = ngrams;
        Language = language;
        foreach (ref readonly BlockProfile block in BlockProfiles)
        {
            Mask |= block.Mask;
        }
    }

    /// <summary>The page.</summary>
    public Page Page { get; }

    /// <summary>Its segments in order.</summary>
    public ReadOnlySpan<Segment> Segments
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_segments, 0, _count);
    }

    /// <summary>Counts for each segment, by the same index.</summary>
    public ReadOnlySpan<SegmentProfile> Profiles
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_profiles, 0, _count);
    }

    /// <summary>The class of each UTF-16 code unit of the page's text.</summary>
    internal ReadOnlySpan<CharClass> Classes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_classes, 0, _chars);
    }

    /// <summary>The same with <see cref="ClassBits.Width"/> classes of no meaning behind them, so that masks may be made at the end too.</summary>
    internal ReadOnlySpan<CharClass> PaddedClasses => _classes;

    /// <summary>What stands in each block, by the same index.</summary>
    internal ReadOnlySpan<BlockProfile> BlockProfiles
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_blocks, 0, _blockCount);
    }

    /// <summary>Which classes stand in the page's blocks: what is not there need not be looked for.</summary>
    internal ulong Mask { get; }

    /// <summary>The terms of the page in the order of its text.</summary>
    internal PageTerms Terms { get; }

    /// <summary>Which n-grams stand in which segments.</summary>
    internal NgramIndex Ngrams { get; }

    /// <summary>The main language of the page's text (ISO 639-1), null when it cannot be told.</summary>
    public string? Language { get; }

    /// <summary>The text of segment <paramref name="index"/>.</summary>
    public ReadOnlySpan<char> TextOf(int index) => Page.Text.AsSpan(_segments[index].Span.Start, _segments[index].Span.Length);

    /// <summary>The block of segment <paramref name="index"/>.</summary>
    public ref readonly Block BlockOf(int index) => ref Page.Blocks[_segments[index].Block];

    /// <summary>The range of segment indexes that lie in block <paramref name="block"/>, half-open; logarithmic.</summary>
    public (int First, int End) SegmentsOf(int block)
    {
        int first = LowerBound(block);
        int end = first;
        while (end < _count && _segments[end].Block == block)
        {
            end++;
        }

        return (first, end);
    }

    /// <summary>Gives pooled memory back; only the page itself may be read afterwards.</summary>
    internal void Release()
    {
        Ngrams.Release();
        Terms.Release();
        if (_classes.Length > 0)
        {
            ArrayPool<CharClass>.Shared.Return(_classes);
            ArrayPool<BlockProfile>.Shared.Return(_blocks);
            ArrayPool<Segment>.Shared.Return(_segments);
            ArrayPool<SegmentProfile>.Shared.Return(_profiles);
            _classes = [];
            _blocks = [];
            _segments = [];
            _profiles = [];
            _count = 0;
            _chars = 0;
            _blockCount = 0;
        }
    }

    private int LowerBound(int block)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int mid = (low + high) >>> 1;
            if (_segments[mid].Block < block)
            {
                low = mid + 1;
            }
            else
            {
                high = mid;
            }
        }

        return low;
    }
}

using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>What block-level facts (markup, form, place on the page) add to each state: one vector of scores a block, made once.</summary>
internal sealed class BlockScores
{
    // Sums that are kept.
    private const int Kept = 256;

    private readonly Features _features;
    private readonly int[] _forms = new int[32];
    private readonly int[] _htmlPlaces;
    private readonly int[] _textPlaces;
    private readonly int _titleAgain;
    private readonly int _headline;
    private readonly int _afterHeadline;
    private readonly int _alone;
    private readonly int _inMain;
    private readonly int _outsideMain;
    private readonly float[] _sums = new float[Kept * LabelState.Width];
    private readonly MarkupKey[] _keys = new MarkupKey[Kept];
    private readonly PageShape _shape = new();
    private float[] _scores = [];

    public BlockScores(Features features)
    {
        _features = features;
        Array.Fill(_forms, -1);
        string[] names = Enum.GetNames<LineForm>();
        for (int i = 1; i < names.Length; i++)
        {
            _forms[i - 1] = features.Row("line/" + Features.Kebab(names[i]));
        }

        _htmlPlaces = Places("html/");
        _textPlaces = Places("text/");
        _titleAgain = features.Row("place/title-again");
        _headline = features.Row("place/headline");
        _afterHeadline = features.Row("place/after-headline");
        _alone = features.Row("place/alone-beside-prose");
        _inMain = features.Row("main/inside");
        _outsideMain = features.Row("main/outside");
    }

    /// <summary>Where the page's prose lies, after <see cref="Compute"/>.</summary>
    public PageShape Shape => _shape;

    /// <summary>The scores of block <paramref name="block"/>.</summary>
    public ReadOnlySpan<float> Of(int block) => _scores.AsSpan(block * LabelState.Width, LabelState.Width);

    public void Compute(SegmentedPage page)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        int need = blocks.Length * LabelState.Width;
        if (_scores.Length < need)
        {
            _scores = new float[need];
        }

        _shape.Compute(page);
        for (int b = 0; b < blocks.Length; b++)
        {
            Span<float> scores = _scores.AsSpan(b * LabelState.Width, LabelState.Width);
            MarkupOf(blocks[b]).CopyTo(scores);
            AddForm(page, blocks[b], b, scores);
            AddPlace(page, b, scores);
        }
    }

    /// <summary>What markup says of a block. Few sorts of markup come again and again: their sums are kept, whatever page they were made for.</summary>
    private ReadOnlySpan<float> MarkupOf(in Block block)
    {
        var key = new MarkupKey(
            (uint)block.Traits, (uint)block.OwnHints, (uint)block.AllHints,
            1u << 31 | ((uint)block.Zone << 24) | ((uint)block.Hidden << 16) | ((uint)block.HeadingLevel << 8) | (uint)block.Tag);
        int at = key.Slot & (Kept - 1);
        Span<float> sums = _sums.AsSpan(at * LabelState.Width, LabelState.Width);
        if (_keys[at] != key)
        {
            _keys[at] = key;
            sums.Clear();
            AddMarkup(block, sums);
        }

        return sums;
    }

    private void AddMarkup(in Block block, Span<float> scores)
    {
        _features.Add(_features.Zones[(int)block.Zone], scores);
        _features.Add(_features.Headings[block.HeadingLevel], scores);
        if (block.Zone == Zone.Body)
        {
            _features.Add(_features.Tags[(int)block.Tag], scores);
        }

        if ((block.Traits & BlockTraits.Answer) == 0)
        {
            _features.Add(_features.HiddenBy[(int)block.Hidden], scores);
        }

        _features.AddBits(_features.Traits, (uint)block.Traits, scores);
        _features.AddBits(_features.OwnHints, (uint)block.OwnHints, scores);
        _features.AddBits(_features.AroundHints, (uint)(block.AllHints & ~block.OwnHints), scores);
    }

    private void AddForm(SegmentedPage page, in Block block, int index, Span<float> scores)
    {
        _features.Add(_features.BlockSizes[Features.SizeClass(_shape.ColumnsOf(index))], scores);
        if (page.Page.IsHtml)
        {
            int chars = Math.Max(1, _shape.CharsOf(index));
            int share = block.LinkChars * 10 / chars;
            _features.Add(_features.Links[share >= 8 ? 3 : share >= 3 ? 2 : block.LinkChars > 0 ? 1 : 0], scores);
        }

        if (!block.Span.IsEmpty)
        {
            // A page's title and its site's name are joined by bars, arrows and blanks: there they say nothing of a menu.
            const LineForm Joints = LineForm.Bars | LineForm.Columns | LineForm.Path | LineForm.Arrows;
            LineForm form = block.Zone == Zone.Title ? _shape.FormOf(index) & ~Joints : _shape.FormOf(index);
            _features.AddBits(_forms, (uint)form, scores);
        }
    }

    private void AddPlace(SegmentedPage page, int index, Span<float> scores)
    {
        if (page.Page.Blocks[index].Zone != Zone.Body)
        {
            return;
        }

        _features.Add((page.Page.IsHtml ? _htmlPlaces : _textPlaces)[_shape.PlaceOf(index)], scores);
        if (_shape.IsTitleRepeat(index))
        {
            _features.Add(_titleAgain, scores);
        }

        if (_shape.HeadlineBlock >= 0 && index == _shape.HeadlineBlock)
        {
            _features.Add(_headline, scores);
        }

        if (_shape.HeadlineBlock >= 0 && index == _shape.HeadlineBlock + 1)
        {
            _features.Add(_afterHeadline, scores);
        }

        if (_shape.IsAloneBesideProse(page.Page, index))
        {
            _features.Add(_alone, scores);
        }

        if (page.Page.IsHtml && _shape.HasMain)
        {
            _features.Add(_shape.IsInMain(page.Page, index) ? _inMain : _outsideMain, scores);
        }
    }

    private int[] Places(string prefix)
    {
        var rows = new int[PageShape.PlaceNames.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = _features.Row(prefix + PageShape.PlaceNames[i]);
        }

        return rows;
    }

    private readonly record struct MarkupKey(uint Traits, uint OwnHints, uint AllHints, uint Rest)
    {
        public int Slot => (int)(((((((ulong)Traits << 32) | AllHints) * 0xD6E8FEB86659FD93) ^ (((ulong)OwnHints << 32) | Rest)) * 0xA0761D6478BD642F) >> 40);
    }
}

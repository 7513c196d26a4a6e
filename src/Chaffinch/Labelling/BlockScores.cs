using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>What block-level facts (markup, form, place on the page) add to each state: one vector of scores a block, made once.</summary>
internal sealed class BlockScores
{
    // Sums that are kept.
    private const int Kept = 1024;

    // Where the numbers of a place key stand, behind the 32 bits of the line's form.
    private const int SizeAt = 32;
    private const int LinksAt = 36;
    private const int HtmlPlaceAt = 40;
    private const int TextPlaceAt = 44;
    private const int TitleAgainAt = 48;
    private const int HeadlineAt = 52;
    private const int AloneAt = 56;
    private const int MainAt = 60;

    private readonly Features _features;
    private readonly int[] _forms = new int[32];
    private readonly int[] _htmlPlaces;
    private readonly int[] _textPlaces;
    private readonly int[] _titleAgain;
    private readonly int[] _headlines;
    private readonly int[] _alone;
    private readonly int[] _main;
    private readonly float[] _sums = new float[Kept * LabelState.Width];
    private readonly SumKey[] _keys = new SumKey[Kept];
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
        _titleAgain = [features.Row("place/title-again")];
        _headlines = [features.Row("place/headline"), features.Row("place/after-headline")];
        _alone = [features.Row("place/alone-beside-prose")];
        _main = [features.Row("main/inside"), features.Row("main/outside")];
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
            SumsOf(page, b).CopyTo(_scores.AsSpan(b * LabelState.Width, LabelState.Width));
        }
    }

    /// <summary>The scores of a block. Few sorts of blocks come again and again: their sums are kept, whatever page they were made for.</summary>
    private ReadOnlySpan<float> SumsOf(SegmentedPage page, int index)
    {
        ref readonly Block block = ref page.Page.Blocks[index];
        var key = new SumKey(
            (uint)block.Traits, (uint)block.OwnHints, (uint)block.AllHints,
            ((uint)block.Zone << 24) | ((uint)block.Hidden << 16) | ((uint)block.HeadingLevel << 8) | (uint)block.Tag,
            PlaceKey(page, index));
        int at = key.Slot & (Kept - 1);
        Span<float> sums = _sums.AsSpan(at * LabelState.Width, LabelState.Width);

        // No place key is 0: one of the size classes is always told.
        if (_keys[at] != key)
        {
            _keys[at] = key;
            sums.Clear();
            AddMarkup(block, sums);
            AddPlace(key.Place, sums);
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

        _features.Add(_features.HiddenBy[(int)block.Hidden], scores);
        _features.AddBits(_features.Traits, (uint)block.Traits, scores);
        _features.AddBits(_features.OwnHints, (uint)block.OwnHints, scores);
        _features.AddBits(_features.AroundHints, (uint)(block.AllHints & ~block.OwnHints), scores);
    }

    /// <summary>What form and place say of a block: the line's form in the low half, then four bits each for a number that counts from 1 where there is one, 0 where there is none.</summary>
    private ulong PlaceKey(SegmentedPage page, int index)
    {
        ref readonly Block block = ref page.Page.Blocks[index];
        ulong key = ((ulong)Features.SizeClass(_shape.ColumnsOf(index)) + 1) << SizeAt;
        if (page.Page.IsHtml)
        {
            int chars = Math.Max(1, _shape.CharsOf(index));
            int share = block.LinkChars * 10 / chars;
            key |= (share >= 8 ? 4UL : share >= 3 ? 3UL : block.LinkChars > 0 ? 2UL : 1UL) << LinksAt;
        }

        key |= block.Span.IsEmpty ? 0 : (uint)_shape.FormOf(index);
        if (block.Zone != Zone.Body)
        {
            return key;
        }

        key |= ((ulong)_shape.PlaceOf(index) + 1) << (page.Page.IsHtml ? HtmlPlaceAt : TextPlaceAt);
        key |= _shape.IsTitleRepeat(index) ? 1UL << TitleAgainAt : 0;
        key |= _shape.HeadlineBlock >= 0 && index == _shape.HeadlineBlock ? 1UL << HeadlineAt : 0;
        key |= _shape.HeadlineBlock >= 0 && index == _shape.HeadlineBlock + 1 ? 2UL << HeadlineAt : 0;
        key |= _shape.IsAloneBesideProse(page.Page, index) ? 1UL << AloneAt : 0;
        return page.Page.IsHtml && _shape.HasMain ? key | ((_shape.IsInMain(page.Page, index) ? 1UL : 2UL) << MainAt) : key;
    }

    private void AddPlace(ulong key, Span<float> scores)
    {
        AddNumbered(_features.BlockSizes, key >> SizeAt, scores);
        AddNumbered(_features.Links, key >> LinksAt, scores);
        _features.AddBits(_forms, (uint)key, scores);
        AddNumbered(_htmlPlaces, key >> HtmlPlaceAt, scores);
        AddNumbered(_textPlaces, key >> TextPlaceAt, scores);
        AddNumbered(_titleAgain, key >> TitleAgainAt, scores);
        AddNumbered(_headlines, key >> HeadlineAt, scores);
        AddNumbered(_alone, key >> AloneAt, scores);
        AddNumbered(_main, key >> MainAt, scores);
    }

    private void AddNumbered(int[] rows, ulong key, Span<float> scores)
    {
        int number = (int)(key & 15);
        if (number > 0)
        {
            _features.Add(rows[number - 1], scores);
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

    private readonly record struct SumKey(uint Traits, uint OwnHints, uint AllHints, uint Rest, ulong Place)
    {
        public int Slot => (int)(((((((ulong)Traits << 32) | AllHints) * 0xD6E8FEB86659FD93) ^ (((ulong)OwnHints << 32) | Rest)) * 0xA0761D6478BD642F ^ Place) * 0x9E3779B97F4A7C15 >> 40);
    }
}

using System.Numerics;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>Gathers the facts of a piece that the network weighs: evidence over it and beside it, place, form, neighbours, support by the rest of the page.</summary>
/// <remarks>Asked only for pieces that evidence opens, so that genuine text pays nothing. Buffers are reused; one thread.</remarks>
internal sealed partial class PieceFacts
{
    private const int MaxFacts = 256;
    private const int Bins = 6;
    private const ulong Letters = (2UL << (int)CharClass.OtherLetter) - (1UL << (int)CharClass.Latin);
    private const ulong Signs = (1UL << (int)CharClass.Operator) | (1UL << (int)CharClass.Symbol) | (1UL << (int)CharClass.Emoji) | (1UL << (int)CharClass.Separator);

    private readonly PlantedNet _net;
    private readonly List<string> _asked = [];
    private readonly LineEvidence _line = new();
    private SignalRows[] _signals = [];
    private readonly int[] _zones;
    private readonly int[] _roles;
    private readonly int[] _hidden;
    private readonly int[] _tags;
    private readonly int[] _headings;
    private readonly int[] _traits;
    private readonly int[] _hints;
    private readonly int[] _forms;
    private readonly int[] _places;
    private readonly int[] _sizes;
    private readonly int[] _blockSizes;
    private readonly int[] _links;
    private readonly int[] _before;
    private readonly int[] _after;
    private readonly int[] _support;
    private readonly int[] _parts;
    private readonly int[] _scripts;
    private readonly int[] _tenths;
    private readonly int[] _hand;
    private readonly int[] _openShare;
    private readonly int[] _strong;
    private readonly int[] _prose;
    private readonly int[] _single;
    private readonly int[] _context;
    private readonly int[] _advert;
    private readonly int[] _plainBins;
    private PieceFact[] _facts = new PieceFact[MaxFacts];
    private int _count;

    // Names of facts that hold or do not, in the order of Single.
    private static readonly string[] SingleNames =
        ["bias", "html", "repeat", "title-again", "headline", "inside-main", "outside-main", "digits", "capitals", "signs", "columns", "bare-piece", "hand-value", "cut-before", "cut-after", "next-open", "last-open", "own-title", "own-frame", "own-plain", "no-title", "no-plain", "advert-page", "spam-talk",
        "block-title", "block-frame", "block-plain", "block-no-plain", "content-framed", "frameless"];

    // Where a signal may lie: over the piece (that it does, and how strongly), over a neighbour, elsewhere in its line, in the lines around.
    private static readonly string[] SignalPlaces = ["sig/", "strength/", "beside/", "line/", "above/", "below/"];

    private static readonly string[] ContextNames = ["pass", "known", "after", "before", "drowned", "near", "region", "shared", "share", "names", "around", "enclosed", "unaccused", "title", "headline-planted", "of-line", "splices", "cut-alike"];

    public PieceFacts(PlantedNet net)
    {
        _net = net;
        _zones = Named<Zone>("zone/");
        _roles = Named<SegmentRole>("role/");
        _hidden = Named<HiddenBy>("hidden/");
        _tags = Named<HtmlTag>("tag/");
        _headings = Numbered("heading/", 7);
        _traits = Bits<BlockTraits>("trait/");
        _hints = Bits<Hints>("hint/");
        _forms = Bits<LineForm>("line/");
        _places = Numbered("place/", 8);
        _sizes = Numbered("size/", Bins);
        _blockSizes = Numbered("block-size/", Bins);
        _links = Numbered("links/", 4);
        _before = Numbered("before/", 8);
        _after = Numbered("after/", 8);
        _support = Numbered("support/", 40);
        _parts = Numbered("part/", 4 * Bins);
        _scripts = Numbered("script/", 3);
        _tenths = Numbered("tenth/", 10);
        _hand = Numbered("hand/", 12);
        _openShare = Numbered("open/", Bins);
        _strong = Numbered("strong/", 5);
        _prose = Numbered("prose/", Bins);
        _advert = Numbered("advert/", Bins);
        _plainBins = Numbered("plain/", Bins);
        _context = [.. ContextNames.Select(n => Id("context/" + n))];
        _single = [.. SingleNames.Select(n => Id("is/" + n))];
    }

    /// <summary>All names that were asked for: the network's rows when it is trained anew.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>The facts of piece <paramref name="index"/>.</summary>
    public ReadOnlySpan<PieceFact> Of(SegmentedPage page, PieceChain chain, int index, PageShape shape, PieceScores scores, in PageSums sums, PieceEvidence evidence)
    {
        _count = 0;
        Piece piece = chain.Pieces[index];
        ref readonly Block block = ref page.BlockOf(piece.Segment);
        AddEvidence(evidence, index, chain.Count);
        _line.Move(page, chain, evidence, index);
        AddLines(evidence.Of(index));
        AddBlock(page, piece, block, shape);
        AddForm(page, piece, block);
        AddOwn(page, piece, sums.Own);
        Single(23, sums.SpamTalk);
        AddHand(scores.Of(index));
        Put(_tenths[(int)Math.Min(9, 10L * piece.Span.Start / Math.Max(1, page.Page.Text.Length))], 1);
        Put(_openShare[sums.OpenBin], 1);
        Put(_strong[sums.StrongBin], 1);
        Put(_prose[sums.ProseBin], 1);
        AddScript(page, piece, sums.MainScript);
        Single(0, 1);
        Single(1, page.Page.IsHtml ? 1 : 0);
        Single(15, index + 1 < chain.Count && evidence.IsOpen(index + 1) ? 1 : 0);
        Single(16, index > 0 && evidence.IsOpen(index - 1) ? 1 : 0);
        return _facts.AsSpan(0, _count);
    }

    /// <summary>The facts of a further pass.</summary>
    /// <param name="context">What the pass before believed.</param>
    /// <param name="into">Takes them; room for <see cref="ContextCount"/>.</param>
    public void Context(in ContextFacts context, Span<PieceFact> into)
    {
        into[0] = new PieceFact(_context[0], 1);
        into[1] = new PieceFact(_context[1], context.IsKnown ? 1 : 0);
        into[2] = new PieceFact(_context[2], context.IsAfterPlanted ? 1 : 0);
        into[3] = new PieceFact(_context[3], context.IsBeforePlanted ? 1 : 0);
        into[4] = new PieceFact(_context[4], context.IsDrowned ? 1 : 0);
        into[5] = new PieceFact(_context[5], context.Near);
        into[6] = new PieceFact(_context[6], context.Region);
        into[7] = new PieceFact(_context[7], context.Shared);
        into[8] = new PieceFact(_context[8], context.Share);
        into[9] = new PieceFact(_context[9], context.Names);
        into[10] = new PieceFact(_context[10], context.Around);
        into[11] = new PieceFact(_context[11], context.Enclosed);
        into[12] = new PieceFact(_context[12], context.Unaccused);
        into[13] = new PieceFact(_context[13], context.Title);
        into[14] = new PieceFact(_context[14], context.IsHeadlinePlanted ? 1 : 0);
        into[15] = new PieceFact(_context[15], context.OfLine);
        into[16] = new PieceFact(_context[16], context.Splices);
        into[17] = new PieceFact(_context[17], context.CutAlike);
    }

    /// <summary>Facts that <see cref="Context"/> gives.</summary>
    public const int ContextCount = 18;

    /// <summary>Forgets the page before.</summary>
    public void Clear() => _line.Clear();

    private void AddEvidence(PieceEvidence evidence, int index, int count)
    {
        foreach ((Signal signal, float strength) in evidence.Of(index))
        {
            SignalRows rows = RowsOf(signal);
            Put(rows.Here, 1);
            Put(rows.Strength, strength);
        }

        for (int side = -1; side <= 1; side += 2)
        {
            if (index + side >= 0 && index + side < count)
            {
                foreach ((Signal signal, float strength) in evidence.Of(index + side))
                {
                    Put(RowsOf(signal).Beside, strength * 0.5f);
                }
            }
        }
    }

    // What is stated in the piece's line and not over itself, and in the lines around.
    private void AddLines(ReadOnlySpan<(Signal Signal, float Strength)> own)
    {
        foreach ((Signal signal, float strength) in _line.Own)
        {
            if (!Holds(own, signal))
            {
                Put(RowsOf(signal).Line, strength);
            }
        }

        foreach ((Signal signal, float strength) in _line.Before)
        {
            Put(RowsOf(signal).Above, strength);
        }

        foreach ((Signal signal, float strength) in _line.After)
        {
            Put(RowsOf(signal).Below, strength);
        }
    }

    private static bool Holds(ReadOnlySpan<(Signal Signal, float Strength)> signals, Signal signal)
    {
        foreach ((Signal one, _) in signals)
        {
            if (ReferenceEquals(one, signal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The names of a signal's rows.</summary>
    public static IEnumerable<string> NamesOf(Signal signal) => SignalPlaces.Select(p => p + signal.Key);

    // Rows of a signal, by its number; all of them 0 where they have not been asked for, which no six names can be.
    private SignalRows RowsOf(Signal signal)
    {
        if (signal.Number >= _signals.Length)
        {
            Array.Resize(ref _signals, Math.Max(signal.Number + 1, 256));
        }

        ref SignalRows rows = ref _signals[signal.Number];
        if (rows == default)
        {
            int[] ids = [.. NamesOf(signal).Select(Id)];
            rows = new SignalRows(ids[0], ids[1], ids[2], ids[3], ids[4], ids[5]);
        }

        return rows;
    }

    private readonly record struct SignalRows(int Here, int Strength, int Beside, int Line, int Above, int Below);

    private void AddBlock(SegmentedPage page, Piece piece, in Block block, PageShape shape)
    {
        int b = page.Segments[piece.Segment].Block;
        Put(_zones[(int)block.Zone], 1);
        Put(_roles[(int)page.Segments[piece.Segment].Role], 1);
        Put(_hidden[(int)block.Hidden], 1);
        Put(_tags[(int)block.Tag], 1);
        Put(_headings[block.HeadingLevel], 1);
        PutBits(_traits, (uint)block.Traits);
        PutBits(_hints, (uint)block.AllHints);
        PutBits(_forms, (uint)shape.FormOf(b));
        Put(_places[shape.PlaceOf(b) + (page.Page.IsHtml ? 4 : 0)], 1);
        Put(_blockSizes[Features.SizeClass(shape.ColumnsOf(b))], 1);
        int share = block.LinkChars * 10 / Math.Max(1, shape.CharsOf(b));
        Put(_links[share >= 8 ? 3 : share >= 3 ? 2 : block.LinkChars > 0 ? 1 : 0], 1);
        Single(2, page.Ngrams.FirstSame(piece.Segment) != piece.Segment ? 1 : 0);
        Single(3, shape.IsTitleRepeat(b) ? 1 : 0);
        Single(4, b == shape.HeadlineBlock ? 1 : 0);
        if (page.Page.IsHtml && shape.HasMain)
        {
            Single(shape.IsInMain(page.Page, b) ? 5 : 6, 1);
        }
    }

    private void AddForm(SegmentedPage page, Piece piece, in Block block)
    {
        TextSpan span = piece.Span;
        ulong mask = page.BlockProfiles[page.Segments[piece.Segment].Block].Mask;
        int columns = span.Length + ((mask & CharClasses.Wide) == 0 ? 0 : Count(page, span, CharClass.Hangul, CharClass.Han));
        int digits = (mask & CharClasses.Bit(CharClass.Digit)) == 0 ? 0 : Count(page, span, CharClass.Digit, CharClass.Digit);
        int signs = (mask & Signs) == 0 ? 0 : Count(page, span, CharClass.Operator, CharClass.Emoji) + Count(page, span, CharClass.Separator, CharClass.Separator);
        int capitals = 0;
        foreach (char c in page.Page.Text.AsSpan(span.Start, span.Length))
        {
            capitals += c is >= 'A' and <= 'Z' ? 1 : 0;
        }

        int size = Features.SizeClass(columns);
        Put(_sizes[size], 1);
        bool starts = piece.Span.Start == block.Span.Start;
        bool ends = piece.Span.End == block.Span.End;
        Put(_parts[((starts ? 1 : 0) + (ends ? 2 : 0)) + (size * 4)], 1);
        Put(_before[starts ? 0 : EdgeOf(page.Classes[piece.Span.Start - 1], page.Page.Text[piece.Span.Start - 1], page, piece.Span.Start - 1, -1)], 1);
        Put(_after[ends ? 0 : EdgeOf(page.Classes[piece.Span.End], page.Page.Text[piece.Span.End], page, piece.Span.End, 1)], 1);
        Single(7, digits / (float)span.Length);
        Single(8, capitals / (float)span.Length);
        Single(9, Math.Min(1, 3f * signs / span.Length));
        Single(10, MathF.Log2(columns + 1) / 8);
        Single(11, starts && ends ? 1 : 0);
        Single(13, !starts && CharClasses.IsLetter(page.Classes[piece.Span.Start - 1]) ? 1 : 0);
        Single(14, !ends && CharClasses.IsLetter(page.Classes[piece.Span.End]) ? 1 : 0);
    }

    private static int Count(SegmentedPage page, TextSpan span, CharClass low, CharClass high)
    {
        int count = 0;
        for (int at = span.Start; at < span.End; at += ClassBits.Width)
        {
            count += BitOperations.PopCount(ClassBits.Between(page.PaddedClasses, at, low, high) & ClassBits.Low(Math.Min(ClassBits.Width, span.End - at)));
        }

        return count;
    }

    // What stands at a piece's edge; behind a blank, what stands beyond it.
    private static int EdgeOf(CharClass c, char ch, SegmentedPage page, int at, int direction)
    {
        if (CharClasses.IsSpace(c))
        {
            int beyond = at + direction;
            return beyond >= 0 && beyond < page.Classes.Length && page.Classes[beyond] == CharClass.SentenceEnd ? 7 : 1;
        }

        return CharClasses.IsLetter(c) ? 2 : c == CharClass.SentenceEnd ? 3 : c == CharClass.Comma ? 4 : c == CharClass.Separator || ch is '…' ? 5 : 6;
    }

    // What the hand-made table makes of the piece: the lead of the best injected state over the best genuine one.
    private void AddHand(ReadOnlySpan<float> scores)
    {
        float lead = Math.Clamp(PieceScores.InjectedLead(scores), -12, 12);
        Put(_hand[(int)((lead + 12) / 2.01f)], 1);
        Single(12, lead / 6);
    }

    private void AddScript(SegmentedPage page, Piece piece, CharClass main)
    {
        ulong same = CharClasses.Bit(main) | (main == CharClass.Han ? CharClasses.Bit(CharClass.Hiragana) | CharClasses.Bit(CharClass.Katakana) : 0);
        if ((page.BlockProfiles[page.Segments[piece.Segment].Block].Mask & Letters & ~same) == 0)
        {
            Put(_scripts[0], 1);
            return;
        }

        int own = 0, other = 0;
        foreach (CharClass c in page.Classes[piece.Span.Start..piece.Span.End])
        {
            if (CharClasses.IsLetter(c))
            {
                bool isOwn = ScriptOf(c) == ScriptOf(main);
                own += isOwn ? 1 : 0;
                other += isOwn ? 0 : 1;
            }
        }

        Put(_scripts[other == 0 ? 0 : other > own ? 2 : 1], 1);
    }

    /// <summary>Kana and Han write one language together.</summary>
    internal static CharClass ScriptOf(CharClass c) => c is CharClass.Hiragana or CharClass.Katakana ? CharClass.Han : c;

    private void Single(int which, float value)
    {
        if (value != 0)
        {
            Put(_single[which], value);
        }
    }

    private void Put(int id, float value)
    {
        if (id >= 0 && _count < _facts.Length)
        {
            _facts[_count++] = new PieceFact(id, value);
        }
    }

    private void PutBits(int[] ids, uint bits)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            Put(ids[BitOperations.TrailingZeroCount(bits)], 1);
        }
    }

    private int Id(string name)
    {
        _asked.Add(name);
        return _net.IdOf(name);
    }

    private int[] Named<T>(string prefix)
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(n => Id(prefix + Features.Kebab(n)))];

    private int[] Numbered(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => Id(prefix + i.ToString(System.Globalization.CultureInfo.InvariantCulture)))];

    private int[] Bits<T>(string prefix)
        where T : struct, Enum
    {
        var ids = new int[32];
        Array.Fill(ids, -1);
        string[] names = Enum.GetNames<T>();
        T[] values = Enum.GetValues<T>();
        for (int i = 0; i < names.Length; i++)
        {
            uint value = Convert.ToUInt32(values[i], System.Globalization.CultureInfo.InvariantCulture);
            if (BitOperations.IsPow2(value))
            {
                ids[BitOperations.TrailingZeroCount(value)] = Id(prefix + Features.Kebab(names[i]));
            }
        }

        return ids;
    }
}

using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <content>The facts of each block, and what the table of weights makes of them, twice: by itself, and knowing what was made of the blocks around and of the rest of the page.</content>
internal sealed partial class OfferMap
{
    /// <summary>Facts of a block by itself.</summary>
    public const int FirstCount = 30;

    /// <summary>The same and what was made of the others.</summary>
    public const int SecondCount = FirstCount + 7;

    /// <summary>Names of the facts, as the table has them.</summary>
    public static ReadOnlySpan<string> FactNames => Names;

    private static readonly string[] Names =
    [
        "style", "style-of-others", "style-around", "in-plain-text", "in-frame", "in-selling-text", "in-title", "offer-names", "size", "heading",
        "style*size", "page-sells", "unframed", "subject", "subject-in-headings", "framed-subject", "html", "no-frame", "foreign-link", "contact",
        "in-plain-text*size", "page-sells*unframed", "page-sells*subject", "subject-in-headings*unframed", "has-subject*headings", "page-sells*headings",
        "offer-names*plain-page", "sells*size", "sells*size*plain-page", "sells*in-plain-text",
        "near", "far", "rest", "own*near", "both-near", "rest*rest", "own",
    ];

    private float[] _first = [];
    private int[] _tokens = [];

    /// <summary>How likely it is that a block is a stranger's offer, 0 to 1; after <see cref="Judge"/>.</summary>
    public float ProbabilityOf(int block) => _blocks[block].Second;

    /// <summary>The same of the whole content, the longer block the more; 0 where there is none.</summary>
    public float OfContent { get; private set; }

    /// <summary>Judges all blocks of the content; after <see cref="Read"/>.</summary>
    /// <param name="page">The page that was read.</param>
    /// <param name="weights">What each fact weighs.</param>
    public void Judge(SegmentedPage page, OfferWeights weights)
    {
        int n = _sums.Content;
        if (_first.Length < n)
        {
            _first = new float[n * 2];
            _tokens = new int[n * 2];
        }

        Span<float> facts = stackalloc float[SecondCount];
        int i = 0;
        for (int b = 0; b < _count; b++)
        {
            if (_blocks[b].Part == Part.Content)
            {
                FirstFacts(page, b, facts);
                _tokens[i] = _blocks[b].Tokens;
                _first[i++] = weights.First(facts[..FirstCount], _blocks[b].IsProse);
            }
        }

        var around = new Around(_first.AsSpan(0, n), _tokens.AsSpan(0, n));
        i = 0;
        for (int b = 0; b < _count; b++)
        {
            ref Cell cell = ref _blocks[b];
            if (cell.Part == Part.Content)
            {
                FirstFacts(page, b, facts);
                around.Facts(i++, facts[FirstCount..]);
                cell.Second = weights.Second(facts, cell.IsProse);
            }
        }

        SumContent();
        TakeBack();
    }

    /// <summary>The facts of a block by itself.</summary>
    /// <param name="page">The page that was read.</param>
    /// <param name="b">A block of the content.</param>
    /// <param name="into">Takes them.</param>
    public void FirstFacts(SegmentedPage page, int b, Span<float> into)
    {
        const double PriorOfOthers = -2;
        const int PriorOthers = 20;
        ref readonly Cell cell = ref _blocks[b];
        float terms = Math.Max(1, cell.Terms);
        float selling = _sums.Selling / (float)Math.Max(1, _sums.Tokens);
        float unframed = Unframed;
        float plainPage = Math.Max(0, 1 - (3 * selling));
        float odds = Clamp(cell.Odds);
        float size = Math.Min(1.2f, MathF.Log2(1 + cell.Tokens) / 6);
        into[0] = odds;
        into[1] = Clamp((float)((_sums.Odds - ((double)cell.Odds * cell.Tokens) + (PriorOthers * PriorOfOthers)) / (_sums.Tokens - cell.Tokens + PriorOthers)));
        into[2] = (OddsBeside(b, -1) + OddsBeside(b, 1)) / 2;
        into[3] = cell.InPlain / terms;
        into[4] = cell.Framed / terms;
        into[5] = cell.InSelling / terms;
        into[6] = cell.Titled / terms;
        into[7] = Math.Min(1, cell.OfferNames / 2f);
        into[8] = size;
        into[9] = cell.IsHead ? 1 : 0;
        into[10] = odds * size;
        into[11] = selling;
        into[12] = unframed;
        into[13] = _sums.Subject;
        into[14] = _sums.SubjectHeads;
        into[15] = _sums.FramedSubject;
        into[16] = page.Page.IsHtml ? 1 : 0;
        into[17] = HasOwner ? 0 : 1;
        into[18] = HasForeignLink(page, b) ? 1 : 0;
        into[19] = cell.HasContact ? 1 : 0;
        into[20] = into[3] * size;
        into[21] = selling * unframed;
        into[22] = selling * Math.Max(0, _sums.Subject - _sums.FramedSubject);
        into[23] = _sums.SubjectHeads * unframed * unframed;
        into[24] = cell.Subjects > 0 ? _sums.SubjectHeads * unframed : 0;
        into[25] = selling * _sums.SubjectHeads * unframed;
        into[26] = into[7] * plainPage * size;
        into[27] = Math.Max(0, odds) * size;
        into[28] = into[27] * plainPage;
        into[29] = into[27] * into[3];
    }

    private static float Clamp(float odds) => Math.Clamp(odds, -4, 3);

    // The nearest block of the content on a side; it reads like most text where there is none near.
    private float OddsBeside(int b, int side)
    {
        const int Reach = 12;
        const float Usual = -2;
        for (int d = 1; d <= Reach; d++)
        {
            int o = b + (side * d);
            if (o < 0 || o >= _count)
            {
                break;
            }

            if (_blocks[o].Part == Part.Content)
            {
                return Clamp(_blocks[o].Odds);
            }
        }

        return Usual;
    }

    private static bool HasForeignLink(SegmentedPage page, int b)
    {
        const int MaxLinks = 8;
        ref readonly Block block = ref page.Page.Blocks[b];
        int end = Math.Min(page.Page.Links.Length, block.FirstLink + Math.Min(block.LinkCount, MaxLinks));
        for (int l = block.FirstLink; l < end; l++)
        {
            if ((page.Page.Links[l].Traits & LinkTraits.External) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the first judgement made of the blocks around one of the content, and of all others.</summary>
    public readonly ref struct Around
    {
        // What is beyond the ends, and a little text of which nothing is known, so that a short page says little.
        private const float Usual = 0.2f;
        private const float RestPrior = 0.1f;
        private const float RestTokens = 20;
        private readonly ReadOnlySpan<float> _first;
        private readonly ReadOnlySpan<int> _tokens;
        private readonly double _sum;
        private readonly double _all;

        /// <summary>Sums up first judgements.</summary>
        /// <param name="first">Of each block of the content.</param>
        /// <param name="tokens">How long each is.</param>
        public Around(ReadOnlySpan<float> first, ReadOnlySpan<int> tokens)
        {
            _first = first;
            _tokens = tokens;
            for (int i = 0; i < first.Length; i++)
            {
                _sum += (double)first[i] * tokens[i];
                _all += tokens[i];
            }
        }

        /// <summary>The facts of a block.</summary>
        /// <param name="i">Its number among those of the content.</param>
        /// <param name="into">Takes them.</param>
        public void Facts(int i, Span<float> into)
        {
            const float Least = 1e-4f;
            float own = _first[i];
            into[0] = (At(i - 1) + At(i + 1)) / 2;
            into[1] = (At(i - 2) + At(i + 2)) / 2;
            into[2] = (float)((_sum - ((double)own * _tokens[i]) + (RestPrior * RestTokens)) / (_all - _tokens[i] + RestTokens));
            into[3] = own * into[0];
            into[4] = Math.Min(At(i - 1), At(i + 1));
            into[5] = into[2] * into[2];
            into[6] = MathF.Log(Math.Max(Least, own) / Math.Max(Least, 1 - own));
        }

        private float At(int i) => i >= 0 && i < _first.Length ? _first[i] : Usual;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>The blocks' side: markup, text, place on the page, likeness to other blocks.</summary>
internal sealed partial class BlockNetInput
{
    private readonly KnownWords _title = new();
    // More facts than a block can have beside its markup.
    private const int MostFacts = 96;

    // The first block with the same words as each block, how many such there are, and how many came so far.
    private int[] _foldOf = [];
    private int[] _foldBlocks = [];
    private int[] _foldSeen = [];
    private int[] _templateBlocks = [];
    private int[] _templateWords = [];

    private void ReadTemplates(Page page)
    {
        _counts.Clear(Count);
        Templates = 0;
        for (int i = 0; i < Count; i++)
        {
            ref int id = ref _counts[TemplateKey(page, page.Blocks[_blocks[i]])];
            id = id == 0 ? ++Templates : id;
            _template[i] = id - 1;
        }

        Cleared(ref _templateBlocks, Templates);
        Cleared(ref _templateWords, Templates);
        Cleared(ref _foldBlocks, Count);
        Cleared(ref _foldSeen, Count);
        Grow(ref _foldOf, Count);
        _counts.Clear(Count);
        for (int i = 0; i < Count; i++)
        {
            _templateBlocks[_template[i]]++;
            _templateWords[_template[i]] += _words[i];
            ref int first = ref _counts[_texts[i].Fold];
            first = first == 0 ? i + 1 : first;
            _foldOf[i] = first - 1;
            _foldBlocks[first - 1]++;
        }
    }

    private static ulong TemplateKey(Page page, in Block block)
    {
        ulong key = (ulong)block.Tag + 1;
        int c = block.Container;
        for (int level = 0; level < 4 && c >= 0; level++)
        {
            ref readonly Container container = ref page.Containers[c];
            key = (key * 0x9FB21C651E98DF25UL) ^ container.Shape ^ ((ulong)container.Tag << 56);
            c = container.Parent;
        }

        return key ^ (key >> 31);
    }

    private void AddBlockFacts(Page page)
    {
        _blockSlots.Clear();
        ReadMarkup(page);
        int firstHeading = FirstHeading(page);
        int before = 0;
        for (int i = 0; i < Count; i++)
        {
            ref int to = ref _blockSlots.Room(MostFacts);
            int n = AddSize(ref to, page.Blocks[_blocks[i]], i);
            n = AddText(ref to, n, i);
            n = AddPlace(ref to, n, i, before, firstHeading);
            n = AddLikeness(ref to, n, i);
            before += _words[i];
            _blockSlots.Take(n);
            _blockSlots.End();
        }
    }

    private int FirstHeading(Page page)
    {
        for (int level = 1; level <= 2; level++)
        {
            for (int i = 0; i < Count; i++)
            {
                ref readonly Block block = ref page.Blocks[_blocks[i]];
                if (block.HeadingLevel == level && !block.IsHidden && (block.Traits & (BlockTraits.InNav | BlockTraits.InFooter)) == 0)
                {
                    return i;
                }
            }
        }

        return -1;
    }

    // Facts are written one after the other from a place on; the number of those written stays in a register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref int to, ref int n, SlotField field, int value) => Unsafe.Add(ref to, n++) = BlockNetSlots.Of(field, value);

    // The sorts of markup on the page.
    private void ReadMarkup(Page page)
    {
        _blockMarkup.Clear();
        _counts.Clear(Count);
        for (int i = 0; i < Count; i++)
        {
            ref readonly Block block = ref page.Blocks[_blocks[i]];
            int parent = block.Container < 0 ? -1 : page.Containers[block.Container].Parent;
            int parentTag = parent < 0 ? 0 : (int)page.Containers[parent].Tag;
            int depth = Math.Min(31, block.Depth / 2);
            ulong key = (((ulong)block.Traits << 32) | (uint)block.OwnHints) * 0x9FB21C651E98DF25UL;
            key = (key ^ (key >> 29) ^ (((ulong)block.AllHints << 32) | ((uint)block.Tag << 16) | (uint)parentTag)) * 0xD6E8FEB86659FD93UL;
            key = (key ^ (key >> 29) ^ (((ulong)block.Hidden << 32) | ((uint)depth << 24) | ((uint)block.HeadingLevel << 16) | (uint)Math.Min((int)block.ListDepth, 7))) * 0x9FB21C651E98DF25UL;
            ref int sort = ref _counts[key];
            if (sort == 0)
            {
                AddMarkup(block, parentTag, depth);
                sort = _blockMarkup.Lists;
            }

            _markupOf[i] = sort - 1;
        }
    }

    private void AddMarkup(in Block block, int parentTag, int depth)
    {
        _blockMarkup.Add(BlockNetSlots.Of(SlotField.Tag, (int)block.Tag));
        _blockMarkup.Add(BlockNetSlots.Of(SlotField.TagPair, (((int)block.Tag * 67) + parentTag) & 4095));
        _blockMarkup.Add(BlockNetSlots.Of(SlotField.Depth, depth));
        _blockMarkup.Add(BlockNetSlots.Of(SlotField.Heading, block.HeadingLevel));
        _blockMarkup.Add(BlockNetSlots.Of(SlotField.ListDepth, Math.Min((int)block.ListDepth, 7)));
        _blockMarkup.Add(BlockNetSlots.Of(SlotField.Hidden, (int)block.Hidden));
        _blockMarkup.AddBits(BlockNetSlots.Of(SlotField.Traits, 0), (uint)block.Traits);
        _blockMarkup.AddBits(BlockNetSlots.Of(SlotField.OwnHints, 0), (uint)block.OwnHints);
        _blockMarkup.AddBits(BlockNetSlots.Of(SlotField.AroundHints, 0), (uint)(block.AllHints & ~block.OwnHints));
        _blockMarkup.End();
    }

    private int AddSize(ref int to, in Block block, int i)
    {
        int n = 0;
        int size = Bucket(_words[i]);
        int share = Eighths(block.LinkChars, block.Span.Length);
        Put(ref to, ref n, SlotField.LinkShare, share);
        Put(ref to, ref n, SlotField.Links, Math.Min(7, block.LinkCount));
        Put(ref to, ref n, SlotField.Size, size);
        Put(ref to, ref n, SlotField.SizeByLinks, (size * 8) + share);
        Put(ref to, ref n, SlotField.SizeByTag, ((size * 257) + (int)block.Tag) & 4095);
        return n;
    }

    private int AddText(ref int to, int n, int i)
    {
        ref readonly BlockNetText text = ref _texts[i];
        int size = Math.Min(7, Bucket(text.Words) / 2);
        Put(ref to, ref n, SlotField.Sentences, (Math.Min(7, text.SentenceEnds) * 8) + size);
        Put(ref to, ref n, SlotField.Commas, (Math.Min(3, text.Commas) * 8) + size);
        Put(ref to, ref n, SlotField.Digits, (Math.Min(3, Eighths(text.Digits, text.Letters + text.Digits) / 2) * 8) + size);
        Put(ref to, ref n, SlotField.Capitals, (Math.Min(3, Eighths(text.Capitals, text.Words) / 2) * 8) + size);
        Put(ref to, ref n, SlotField.Ending, Math.Min(31, text.Last < CharClass.Mark ? (int)text.Last / 6 : (int)text.Last - 20));
        Put(ref to, ref n, SlotField.Opening, Math.Min(63, (int)text.First));
        for (uint signs = (uint)text.Signs; signs != 0; signs &= signs - 1)
        {
            Put(ref to, ref n, SlotField.Signs, BitOperations.TrailingZeroCount(signs));
        }

        Put(ref to, ref n, SlotField.WordLength, Math.Min(15, text.Letters / Math.Max(1, text.Words)));
        Put(ref to, ref n, SlotField.FirstWord, BlockNetSlots.Word(text.Hashes[0]));
        Put(ref to, ref n, SlotField.SecondWord, BlockNetSlots.Word(text.Hashes[1]));
        Put(ref to, ref n, SlotField.LastWord, BlockNetSlots.Word(text.LastWord));
        if (text.Words <= BlockNetText.MaxWords)
        {
            for (int w = 0; w < text.Words; w++)
            {
                Put(ref to, ref n, SlotField.ShortWord, BlockNetSlots.Word(text.Hashes[w]));
            }
        }

        return n;
    }

    private int AddPlace(ref int to, int n, int i, int before, int firstHeading)
    {
        Put(ref to, ref n, SlotField.Place, Math.Min(15, i * 16 / Count));
        Put(ref to, ref n, SlotField.PlaceByText, Math.Min(15, (int)((long)before * 16 / Math.Max(1, _pageWords))));
        int after = i - firstHeading;
        Put(ref to, ref n, SlotField.AfterHeading, firstHeading < 0 ? 0 : after < 0 ? Math.Max(1, 5 - (Bucket(-after) / 3)) : 6 + Math.Min(9, Bucket(after) / 2));
        Put(ref to, ref n, SlotField.TitleShare, _title.Share(_texts[i]));
        return n;
    }

    private int AddLikeness(ref int to, int n, int i)
    {
        // Which of the blocks with these words it is: the second is mostly a copy for another screen.
        int seen = ++_foldSeen[_foldOf[i]];
        int all = Math.Min(3, _foldBlocks[_foldOf[i]] - 1);
        Put(ref to, ref n, SlotField.Repeats, (all * 8) + (Math.Min(3, seen - 1) * 2) + (_words[i] > 3 ? 1 : 0));
        int blocks = _templateBlocks[_template[i]];
        Put(ref to, ref n, SlotField.TemplateCount, Bucket(blocks));
        Put(ref to, ref n, SlotField.TemplateSize, (Bucket(blocks) * 8) + Math.Min(7, Bucket(_templateWords[_template[i]] / blocks) / 2));
        return n;
    }

    /// <summary>The words of the page's title.</summary>
    private sealed class KnownWords
    {
        private readonly HashSet<uint> _words = [];

        // By the hashes' lowest bits: most words of a page are not in its title.
        private readonly ulong[] _some = new ulong[16];

        public void Clear()
        {
            _words.Clear();
            Array.Clear(_some);
        }

        public void Add(ReadOnlySpan<char> text)
        {
            // In parts, since only the first words of a text are kept one by one.
            while (!text.IsEmpty && _words.Count < 64)
            {
                int cut = Math.Min(text.Length, 40);
                int blank = cut < text.Length ? text[..cut].LastIndexOf(' ') : -1;
                cut = blank > 0 ? blank : cut;
                BlockNetText.Read(text[..cut], out BlockNetText facts);
                for (int w = 0; w < BlockNetText.MaxWords; w++)
                {
                    if (facts.Hashes[w] != 0)
                    {
                        _words.Add(facts.Hashes[w]);
                        _some[(facts.Hashes[w] >> 6) & 15] |= 1UL << (int)(facts.Hashes[w] & 63);
                    }
                }

                text = text[cut..].TrimStart();
            }
        }

        private bool MayHold(uint word) => (_some[(word >> 6) & 15] & (1UL << (int)(word & 63))) != 0;

        /// <summary>How many of a block's first words stand in it: 0 none, 1 to 7, 8 to 15 for blocks all of whose first words do.</summary>
        public int Share(in BlockNetText text)
        {
            int known = 0;
            int all = Math.Min(BlockNetText.MaxWords, text.Words);
            for (int w = 0; w < all; w++)
            {
                known += MayHold(text.Hashes[w]) && _words.Contains(text.Hashes[w]) ? 1 : 0;
            }

            return all == 0 ? 0 : known == all ? 8 + Math.Min(7, known - 1) : known * 7 / all;
        }
    }
}

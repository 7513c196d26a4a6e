using System.Numerics;
using System.Runtime.CompilerServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>What the block network sees of a page: for each block of its body, for each container and for the page as a whole the slots of their facts.</summary>
/// <remarks>Made from markup and text alone, in time linear in both. Buffers are reused from page to page.</remarks>
internal sealed partial class BlockNetInput
{
    private readonly SlotList _blockSlots = new();
    private readonly SlotList _containerSlots = new();
    private readonly SlotList _pageSlots = new();
    private readonly SlotList _blockMarkup = new();
    private readonly SlotList _containerMarkup = new();
    private readonly CountTable _counts = new();
    private CharClass[] _classes = [];
    private BlockNetText[] _texts = [];
    private int[] _blocks = [];
    private int[] _own = [];
    private int[] _section = [];
    private int[] _template = [];
    private int[] _parents = [];
    private int[] _words = [];
    private byte[] _roles = [];
    private int[] _markupOf = [];
    private int[] _containerMarkupOf = [];

    /// <summary>Number of blocks of the body.</summary>
    public int Count { get; private set; }

    /// <summary>Number of containers.</summary>
    public int Containers { get; private set; }

    /// <summary>Number of templates: blocks of one template have containers of the same shapes around them.</summary>
    public int Templates { get; private set; }

    /// <summary>Facts of each block beside those of its markup.</summary>
    public SlotList BlockSlots => _blockSlots;

    /// <summary>Facts of markup alone, of each sort of markup that blocks of the page have: few, so that what is made of them is made once.</summary>
    public SlotList BlockMarkup => _blockMarkup;

    /// <summary>The sort of markup of each block, an index into <see cref="BlockMarkup"/>.</summary>
    public ReadOnlySpan<int> MarkupOf => _markupOf.AsSpan(0, Count);

    /// <summary>Facts of markup alone of each sort of container, in the role of a block's own one.</summary>
    public SlotList ContainerMarkup => _containerMarkup;

    /// <summary>The sort of markup of each container, an index into <see cref="ContainerMarkup"/>.</summary>
    public ReadOnlySpan<int> ContainerMarkupOf => _containerMarkupOf.AsSpan(0, Containers);

    /// <summary>Facts of each container beside those of its markup, in the role of a block's own one; none where no block sees it.</summary>
    public SlotList ContainerSlots => _containerSlots;

    /// <summary>Facts of the page: one list.</summary>
    public SlotList PageSlots => _pageSlots;

    /// <summary>Index in the page of each body block.</summary>
    public ReadOnlySpan<int> Blocks => _blocks.AsSpan(0, Count);

    /// <summary>The container of each block, -1 where it has none.</summary>
    public ReadOnlySpan<int> Own => _own.AsSpan(0, Count);

    /// <summary>The nearest container around each block that holds a fair share of the page's text, -1 where there is none.</summary>
    public ReadOnlySpan<int> Section => _section.AsSpan(0, Count);

    /// <summary>The template of each block.</summary>
    public ReadOnlySpan<int> Template => _template.AsSpan(0, Count);

    /// <summary>The container around each container, -1 for outermost ones; parents come first.</summary>
    public ReadOnlySpan<int> Parents => _parents.AsSpan(0, Containers);

    /// <summary>For each container the roles that blocks see it in: bit 0 own, 1 parent, 2 grandparent, 3 further around.</summary>
    public ReadOnlySpan<byte> RolesOf => _roles.AsSpan(0, Containers);

    /// <summary>Words of each block; two East Asian letters count as one.</summary>
    public ReadOnlySpan<int> Words => _words.AsSpan(0, Count);

    /// <summary>How many blocks have the words of block <paramref name="i"/>, whatever its numbers are: 1 where nothing repeats it.</summary>
    public int Alike(int i) => _foldBlocks[_foldOf[i]];

    /// <summary>Reads a page.</summary>
    public void Read(Page page)
    {
        Grow(ref _classes, page.Text.Length + ClassBits.Width);
        CharClasses.Classify(page.Text, _classes);
        Read(page, _classes);
    }

    /// <summary>Reads a page whose code units have been classified.</summary>
    /// <param name="page">The page.</param>
    /// <param name="classes">The class of each code unit of its text, and <see cref="ClassBits.Width"/> of no meaning behind them.</param>
    public void Read(Page page, ReadOnlySpan<CharClass> classes)
    {
        ReadOnlySpan<Block> blocks = page.Blocks;
        Grow(ref _blocks, blocks.Length);
        Grow(ref _texts, blocks.Length);
        Grow(ref _own, blocks.Length);
        Grow(ref _section, blocks.Length);
        Grow(ref _template, blocks.Length);
        Grow(ref _words, blocks.Length);
        Grow(ref _markupOf, blocks.Length);
        Count = 0;
        _title.Clear();
        for (int b = 0; b < blocks.Length; b++)
        {
            TextSpan span = blocks[b].Span;
            if (blocks[b].Zone == Zone.Body)
            {
                BlockNetTextReader.Read(page.Text, classes, span.Start, span.Length, out _texts[Count]);
                _words[Count] = _texts[Count].Words;
                _own[Count] = blocks[b].Container;
                _blocks[Count++] = b;
            }
            else if (blocks[b].Zone == Zone.Title)
            {
                _title.Add(page.Text.AsSpan(span.Start, span.Length));
            }
        }

        ReadContainers(page);
        ReadTemplates(page);
        AddContainerFacts(page);
        AddBlockFacts(page);
        AddPageFacts(page);
    }

    /// <summary>0 to 15 on a scale that grows by about a half each step: 0, 1, 2, 3, 4, 6, 8, 12 … 512.</summary>
    private static int Bucket(int count)
    {
        if (count < 4)
        {
            return Math.Max(0, count);
        }

        int log = BitOperations.Log2((uint)count);
        return Math.Min(15, (2 * log) + ((count >> (log - 1)) & 1));
    }

    /// <summary>Share in eighths, 0 to 7, with a step of its own for none.</summary>
    private static int Eighths(int part, int whole)
    {
        if (part <= 0 || whole <= 0)
        {
            return 0;
        }

        // Short numbers are divided in half the time of long ones.
        uint all = (uint)Math.Max(part, whole);
        return Math.Min(7, 1 + (int)(all < uint.MaxValue / 8 ? (uint)part * 7 / all : (ulong)part * 7 / all));
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[Math.Max(length, array.Length * 2)];
        }
    }

    /// <summary>Lists of slots, one after the other.</summary>
    internal sealed class SlotList
    {
        private int[] _slots = new int[1024];
        private int[] _starts = new int[128];
        private int _count;

        public int Lists { get; private set; }

        /// <summary>The slots of all lists.</summary>
        public ReadOnlySpan<int> All => _slots.AsSpan(0, _count);

        /// <summary>Where a list starts among <see cref="All"/>; of the number of lists, where the last one ends.</summary>
        public int StartOf(int list) => _starts[list];

        public ReadOnlySpan<int> this[int list] => _slots.AsSpan(_starts[list], _starts[list + 1] - _starts[list]);

        public void Clear()
        {
            Lists = 0;
            _count = 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(int slot)
        {
            int[] slots = _slots;
            int count = _count;
            if ((uint)count < (uint)slots.Length)
            {
                slots[count] = slot;
                _count = count + 1;
                return;
            }

            AddMore(slot);
        }

        private void AddMore(int slot)
        {
            Array.Resize(ref _slots, _count * 2);
            _slots[_count++] = slot;
        }

        public void AddBits(int first, uint bits)
        {
            for (; bits != 0; bits &= bits - 1)
            {
                Add(first + BitOperations.TrailingZeroCount(bits));
            }
        }

        /// <summary>Where the next slots go, with room for a number of them; <see cref="Take"/> says how many were written.</summary>
        public ref int Room(int count)
        {
            if (_count + count > _slots.Length)
            {
                Array.Resize(ref _slots, Math.Max(_count + count, _count * 2));
            }

            return ref _slots[_count];
        }

        /// <summary>Takes in slots that were written where <see cref="Room"/> said.</summary>
        public void Take(int count) => _count += count;

        /// <summary>Ends the list that was added to.</summary>
        public void End()
        {
            if (Lists + 2 > _starts.Length)
            {
                Array.Resize(ref _starts, _starts.Length * 2);
            }

            _starts[++Lists] = _count;
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>The first layer of the block network: sums of facts' rows, in 8-bit steps, of blocks with all around them and of the page.</summary>
/// <remarks>
/// A container's facts are summed once in each role that blocks see it in. Sums saturate: a hostile page nests hundreds of containers. Rows lie far apart in 600 KB, so it is found
/// out first where all of them stand, and each is asked for some time before it is added.
/// </remarks>
internal sealed class BlockNetSums(BlockNetModel model)
{
    private const int Width = BlockNetModel.Width;
    private const int Roles = 4;
    private const int Around = Roles - 1;

    // So many rows before a row is added the processor is asked to have it at hand.
    private const int Ahead = 24;

    // Where the rows stand that are added next, in the order in which they are; behind them at least as many of no meaning as are looked ahead.
    private int[] _rows = new int[1024];
    private int _count;

    // Sums of containers, one for each role that a container has, in the order of containers; the first vector of each container.
    private short[] _sums = [];
    private int[] _first = [];

    // Sums of what blocks and containers of one sort of markup have in common, of containers one for each role; and the roles that a sort is seen in.
    private short[] _markup = [];
    private short[] _containerMarkup = [];
    private byte[] _known = [];

    /// <summary>Sums a page.</summary>
    /// <param name="input">What stands on the page.</param>
    /// <param name="hidden">Takes for each block the sum of its facts, its containers' and the page's, rectified.</param>
    /// <param name="whole">Takes the sum of the page's facts, rectified.</param>
    public void Compute(BlockNetInput input, Span<float> hidden, Span<float> whole)
    {
        SumMarkup(input.BlockMarkup, ref _markup);
        SumContainerMarkup(input);
        SumContainers(input);
        Start();
        Place(input.PageSlots[0], 0);
        Place(input.BlockSlots.All, 0);
        int at = input.PageSlots[0].Length;
        Sum page = AddRows(0, at, default);
        ReadOnlySpan<int> own = input.Own;
        for (int i = 0; i < own.Length; i++)
        {
            int sort = input.MarkupOf[i];
            int end = at + input.BlockSlots[i].Length;
            Sum block = AddRows(at, end, page.Plus(ref _markup[sort * Width]));
            at = end;
            int c = own[i];
            for (int role = 0; role < Roles && c >= 0; role++, c = input.Parents[c])
            {
                block = block.Plus(ref SumOf(input, c, role));
            }

            block.Rectified(model.Step, model.Constants, hidden.Slice(i * Width, Width));
        }

        page.Rectified(model.Step, [], whole);
    }

    private void SumContainers(BlockNetInput input)
    {
        ReadOnlySpan<byte> roles = input.RolesOf;
        ReadOnlySpan<int> parents = input.Parents;
        if (_first.Length < roles.Length)
        {
            _first = new int[Math.Max(roles.Length, _first.Length * 2)];
        }

        Start();
        for (int c = 0; c < roles.Length; c++)
        {
            for (int role = 0; role < Roles; role++)
            {
                if ((roles[c] & (1 << role)) != 0)
                {
                    Place(input.ContainerSlots[c], role * BlockNetSlots.RoleStride);
                }
            }
        }

        int at = 0;
        int next = 0;
        for (int c = 0; c < roles.Length; c++)
        {
            _first[c] = next;
            if (_sums.Length < (next + Roles) * Width)
            {
                Array.Resize(ref _sums, Math.Max((next + Roles) * Width, _sums.Length * 2));
            }

            int sort = input.ContainerMarkupOf[c];
            for (int role = 0; role < Roles; role++)
            {
                if ((roles[c] & (1 << role)) == 0)
                {
                    continue;
                }

                int end = at + input.ContainerSlots[c].Length;
                Sum sum = AddRows(at, end, default(Sum).Plus(ref _containerMarkup[((sort * Roles) + role) * Width]));
                at = end;
                if (role == Around && parents[c] >= 0)
                {
                    sum = sum.Plus(ref SumOf(input, parents[c], Around));
                }

                sum.Store(ref _sums[next++ * Width]);
            }
        }
    }

    private void SumMarkup(BlockNetInput.SlotList sorts, ref short[] sums)
    {
        if (sums.Length < sorts.Lists * Width)
        {
            sums = new short[Math.Max(sorts.Lists * Width, sums.Length * 2)];
        }

        Start();
        Place(sorts.All, 0);
        for (int sort = 0; sort < sorts.Lists; sort++)
        {
            AddRows(sorts.StartOf(sort), sorts.StartOf(sort + 1), default).Store(ref sums[sort * Width]);
        }
    }

    // What each sort of container's markup adds up to in each role that it is seen in.
    private void SumContainerMarkup(BlockNetInput input)
    {
        BlockNetInput.SlotList sorts = input.ContainerMarkup;
        if (_known.Length < sorts.Lists)
        {
            _known = new byte[Math.Max(sorts.Lists, _known.Length * 2)];
            _containerMarkup = new short[_known.Length * Roles * Width];
        }

        _known.AsSpan(0, sorts.Lists).Clear();
        ReadOnlySpan<byte> roles = input.RolesOf;
        for (int c = 0; c < roles.Length; c++)
        {
            if (roles[c] != 0)
            {
                _known[input.ContainerMarkupOf[c]] |= roles[c];
            }
        }

        Start();
        for (int list = 0; list < sorts.Lists * Roles; list++)
        {
            if ((_known[list / Roles] & (1 << (list % Roles))) != 0)
            {
                Place(sorts[list / Roles], (list % Roles) * BlockNetSlots.RoleStride);
            }
        }

        int at = 0;
        for (int list = 0; list < sorts.Lists * Roles; list++)
        {
            if ((_known[list / Roles] & (1 << (list % Roles))) != 0)
            {
                int end = at + sorts[list / Roles].Length;
                AddRows(at, end, default).Store(ref _containerMarkup[list * Width]);
                at = end;
            }
        }
    }

    // Whoever is seen in a role has a sum for it, and the containers around it have one as outer ones.
    private ref short SumOf(BlockNetInput input, int container, int role)
    {
        int before = input.RolesOf[container] & ((1 << role) - 1);
        return ref _sums[(_first[container] + BitOperations.PopCount((uint)before)) * Width];
    }

    private void Start() => _count = 0;

    // Finds out where the rows of slots stand.
    private void Place(ReadOnlySpan<int> slots, int shift)
    {
        if (_rows.Length < _count + slots.Length + Ahead)
        {
            Array.Resize(ref _rows, Math.Max(_count + slots.Length + Ahead, _rows.Length * 2));
        }

        Span<int> rows = _rows.AsSpan(_count, slots.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = model.RowOf(slots[i] + shift) * Width;
        }

        _count += slots.Length;
    }

    private Sum AddRows(int start, int end, Sum sum)
    {
        ref sbyte rows = ref model.Rows.First;
        ref int at = ref MemoryMarshal.GetReference(_rows.AsSpan(start, end - start + Ahead));
        (Vector256<short> low, Vector256<short> high) = (sum.Low, sum.High);
        for (int i = 0; i < end - start; i++)
        {
            AlignedTable<sbyte>.Fetch(ref rows, Unsafe.Add(ref at, i + Ahead));
            (Vector256<short> a, Vector256<short> b) = Vector256.Widen(Vector256.LoadUnsafe(ref rows, (nuint)Unsafe.Add(ref at, i)));
            low = Vector256.AddSaturate(low, a);
            high = Vector256.AddSaturate(high, b);
        }

        return new Sum(low, high);
    }

    /// <summary>One vector of sums.</summary>
    private readonly struct Sum(Vector256<short> low, Vector256<short> high)
    {
        public Vector256<short> Low { get; } = low;

        public Vector256<short> High { get; } = high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Sum Plus(ref short other) => new(
            Vector256.AddSaturate(Low, Vector256.LoadUnsafe(ref other)), Vector256.AddSaturate(High, Vector256.LoadUnsafe(ref other, 16)));

        public void Store(ref short to)
        {
            Low.StoreUnsafe(ref to);
            High.StoreUnsafe(ref to, 16);
        }

        public void Rectified(float step, ReadOnlySpan<float> constants, Span<float> to)
        {
            (Vector256<int> a, Vector256<int> b) = Vector256.Widen(Low);
            (Vector256<int> c, Vector256<int> d) = Vector256.Widen(High);
            Put(a, step, constants, to, 0);
            Put(b, step, constants, to, 8);
            Put(c, step, constants, to, 16);
            Put(d, step, constants, to, 24);
        }

        private static void Put(Vector256<int> values, float step, ReadOnlySpan<float> constants, Span<float> to, int at)
        {
            Vector256<float> scaled = Vector256.ConvertToSingle(values) * step;
            scaled = constants.IsEmpty ? scaled : scaled + Vector256.Create(constants.Slice(at, Vector256<float>.Count));
            Vector256.Max(scaled, Vector256<float>.Zero).CopyTo(to[at..]);
        }
    }
}

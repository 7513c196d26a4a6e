using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Labelling;

/// <summary>The first layer of the block network: sums of facts' rows, in 8-bit steps, of blocks with all around them and of the page.</summary>
/// <remarks>A container's facts are summed once in each role that blocks see it in. Sums saturate: a hostile page nests hundreds of containers.</remarks>
internal sealed class BlockNetSums(BlockNetModel model)
{
    private const int Width = BlockNetModel.Width;
    private const int Roles = 4;
    private const int Around = Roles - 1;

    // Sums of containers, one for each role that a container has, in the order of containers; the first vector of each container.
    private short[] _sums = [];
    private int[] _first = [];

    // Sums of what blocks and containers of one sort of markup have in common, of containers one for each role; and the roles summed so far.
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
        SumContainers(input);
        Sum page = default;
        page = AddRows(input.PageSlots[0], 0, page);
        ReadOnlySpan<int> own = input.Own;
        for (int i = 0; i < own.Length; i++)
        {
            int sort = input.MarkupOf[i];
            Sum block = AddRows(input.BlockSlots[i], 0, page.Plus(ref _markup[sort * Width]));
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

        int sorts = input.ContainerMarkup.Lists;
        if (_known.Length < sorts)
        {
            _known = new byte[Math.Max(sorts, _known.Length * 2)];
            _containerMarkup = new short[_known.Length * Roles * Width];
        }

        _known.AsSpan(0, sorts).Clear();
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

                Sum sum = AddRows(input.ContainerSlots[c], role * BlockNetSlots.RoleStride, MarkupOf(input, sort, role));
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

        for (int sort = 0; sort < sorts.Lists; sort++)
        {
            AddRows(sorts[sort], 0, default).Store(ref sums[sort * Width]);
        }
    }

    // What a sort of container's markup adds up to in a role, summed when it is first seen in it.
    private Sum MarkupOf(BlockNetInput input, int sort, int role)
    {
        ref short sum = ref _containerMarkup[((sort * Roles) + role) * Width];
        if ((_known[sort] & (1 << role)) == 0)
        {
            _known[sort] |= (byte)(1 << role);
            AddRows(input.ContainerMarkup[sort], role * BlockNetSlots.RoleStride, default).Store(ref sum);
        }

        return default(Sum).Plus(ref sum);
    }

    // Whoever is seen in a role has a sum for it, and the containers around it have one as outer ones.
    private ref short SumOf(BlockNetInput input, int container, int role)
    {
        int before = input.RolesOf[container] & ((1 << role) - 1);
        return ref _sums[(_first[container] + BitOperations.PopCount((uint)before)) * Width];
    }

    private Sum AddRows(ReadOnlySpan<int> slots, int shift, Sum sum)
    {
        ref sbyte rows = ref MemoryMarshal.GetArrayDataReference(model.Rows);
        (Vector256<short> low, Vector256<short> high) = (sum.Low, sum.High);
        foreach (int slot in slots)
        {
            (Vector256<short> a, Vector256<short> b) = Vector256.Widen(Vector256.LoadUnsafe(ref rows, (nuint)(model.RowOf(slot + shift) * Width)));
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

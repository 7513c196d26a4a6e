using System.Runtime.CompilerServices;

namespace Chaffinch.Corpora.Inflating;

/// <summary>The inner loops: literals and matches.</summary>
internal sealed unsafe partial class Inflater
{
    private InflateState? Codes(ref Pointers io)
    {
        while (true)
        {
            if (io.OutEnd - io.Out < OutputMarginBytes)
            {
                return InflateState.OutputFull;
            }

            InflateState? stop = io.InEnd - io.In >= InputMarginBytes ? FastCodes(ref io) : SlowCode(ref io);
            if (stop is not null || _stage != Stage.Codes)
            {
                return stop;
            }
        }
    }

    /// <summary>Decodes while both margins hold. Eight bytes are loaded at once; what was loaded too much is given back.</summary>
    private InflateState? FastCodes(ref Pointers io)
    {
        ulong bits = _bits;
        int count = _bitCount;
        byte* input = io.In;
        byte* inputLimit = io.InEnd - InputMarginBytes;
        byte* output = io.Out;
        byte* outputLimit = io.OutEnd - OutputMarginBytes;
        byte* floor = io.Floor;
        InflateState? stop = null;
        fixed (uint* literals = _literals)
        fixed (uint* distances = _distances)
        {
            const uint LiteralMask = (1 << DeflateTables.LiteralRootBits) - 1;
            const uint DistanceMask = (1 << DeflateTables.DistanceRootBits) - 1;
            while (input <= inputLimit && output <= outputLimit)
            {
                // Up to 63 bits are there afterwards, at least 56. Only the low byte of the count counts: whole entries are subtracted.
                bits |= Unsafe.ReadUnaligned<ulong>(input) << count;
                input += ((63 - count) >> 3) & 7;
                count |= 56;
                uint entry = literals[(uint)bits & LiteralMask];
                if ((entry & DeflateTables.LiteralFlag) != 0)
                {
                    bits >>= (int)entry;
                    count -= (int)entry;
                    *output++ = (byte)(entry >> 16);
                    entry = literals[(uint)bits & LiteralMask];
                    if ((entry & DeflateTables.LiteralFlag) != 0)
                    {
                        bits >>= (int)entry;
                        count -= (int)entry;
                        *output++ = (byte)(entry >> 16);
                        entry = literals[(uint)bits & LiteralMask];
                        if ((entry & DeflateTables.LiteralFlag) != 0)
                        {
                            bits >>= (int)entry;
                            count -= (int)entry;
                            *output++ = (byte)(entry >> 16);
                            continue;
                        }
                    }
                }

                if ((entry & DeflateTables.SpecialFlag) != 0)
                {
                    if ((entry & DeflateTables.SubtableFlag) != 0)
                    {
                        bits >>= DeflateTables.LiteralRootBits;
                        count -= DeflateTables.LiteralRootBits;
                        entry = literals[(entry >> 16) + ((uint)bits & ((1u << (int)((entry >> 8) & 0xF)) - 1))];
                    }

                    if ((entry & DeflateTables.LiteralFlag) != 0)
                    {
                        bits >>= (int)entry;
                        count -= (int)entry;
                        *output++ = (byte)(entry >> 16);
                        continue;
                    }

                    if ((entry & DeflateTables.SpecialFlag) != 0)
                    {
                        bits >>= (int)entry;
                        count -= (int)entry;
                        if ((entry >> 16) != 0)
                        {
                            stop = Fail("a code that does not exist");
                        }
                        else
                        {
                            _stage = Stage.BlockHead;
                        }

                        break;
                    }
                }

                ulong saved = bits;
                bits >>= (int)entry;
                count -= (int)entry;
                int length = (int)((entry >> 16) + ((uint)(saved & ((1ul << (int)entry) - 1)) >> (int)(entry >> 8)));

                // Three code words and a length have used at most 42 bits; a distance needs up to 28.
                bits |= Unsafe.ReadUnaligned<ulong>(input) << count;
                input += ((63 - count) >> 3) & 7;
                count |= 56;
                entry = distances[(uint)bits & DistanceMask];
                if ((entry & DeflateTables.SpecialFlag) != 0)
                {
                    if ((entry & DeflateTables.SubtableFlag) != 0)
                    {
                        bits >>= DeflateTables.DistanceRootBits;
                        count -= DeflateTables.DistanceRootBits;
                        entry = distances[(entry >> 16) + ((uint)bits & ((1u << (int)((entry >> 8) & 0xF)) - 1))];
                    }

                    if ((entry & DeflateTables.SpecialFlag) != 0)
                    {
                        stop = Fail("a code that does not exist");
                        break;
                    }
                }

                saved = bits;
                bits >>= (int)entry;
                count -= (int)entry;
                long distance = (entry >> 16) + ((uint)(saved & ((1ul << (int)entry) - 1)) >> (int)(entry >> 8));
                if (distance > output - floor)
                {
                    stop = Fail("a match that begins before the start");
                    break;
                }

                output = CopyMatch(output, distance, length);
            }
        }

        // All of these were loaded here: what an earlier call left is used up by the first step.
        count = (byte)count;
        int spare = (int)Math.Min(count >> 3, input - io.In);
        io.In = input - spare;
        count -= spare << 3;
        _bits = bits & ((1ul << count) - 1);
        _bitCount = count;
        io.Out = output;
        return stop;
    }

    /// <summary>Copies a match, writing up to 31 bytes behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* CopyMatch(byte* output, long distance, int length)
    {
        byte* from = output - distance;
        byte* end = output + length;
        if (distance >= 16)
        {
            // Most matches are short: two copies without a branch.
            Unsafe.WriteUnaligned(output, Unsafe.ReadUnaligned<System.Runtime.Intrinsics.Vector128<byte>>(from));
            Unsafe.WriteUnaligned(output + 16, Unsafe.ReadUnaligned<System.Runtime.Intrinsics.Vector128<byte>>(from + 16));
            if (length <= 32)
            {
                return end;
            }

            output += 32;
            from += 32;
            do
            {
                Unsafe.WriteUnaligned(output, Unsafe.ReadUnaligned<System.Runtime.Intrinsics.Vector128<byte>>(from));
                output += 16;
                from += 16;
            }
            while (output < end);
        }
        else if (distance >= 8)
        {
            do
            {
                Unsafe.WriteUnaligned(output, Unsafe.ReadUnaligned<ulong>(from));
                output += 8;
                from += 8;
            }
            while (output < end);
        }
        else if (distance == 1)
        {
            ulong eight = *from * 0x0101010101010101ul;
            do
            {
                Unsafe.WriteUnaligned(output, eight);
                output += 8;
            }
            while (output < end);
        }
        else
        {
            do
            {
                *output++ = *from++;
            }
            while (output < end);
        }

        return end;
    }

    /// <summary>Decodes one literal or match near the end of the input, loading single bytes.</summary>
    /// <remarks>Nothing is taken before all of it is there, so that what is left in the bit buffer at a stop is needed by what comes next.</remarks>
    private InflateState? SlowCode(ref Pointers io)
    {
        if (!Peek(ref io, _literals, DeflateTables.LiteralRootBits, 0, out uint entry, out int root))
        {
            return InflateState.NeedInput;
        }

        int total = (int)(entry & 0xFF);
        if ((entry & (DeflateTables.LiteralFlag | DeflateTables.SpecialFlag)) != 0)
        {
            TakeBits(root + total);
            if ((entry & DeflateTables.LiteralFlag) != 0)
            {
                *io.Out++ = (byte)(entry >> 16);
                return null;
            }

            _stage = Stage.BlockHead;
            return (entry >> 16) != 0 ? Fail("a code that does not exist") : null;
        }

        int shift = root + total;
        int length = (int)(entry >> 16) + Extra(entry, root);
        if (!Peek(ref io, _distances, DeflateTables.DistanceRootBits, shift, out entry, out root))
        {
            return InflateState.NeedInput;
        }

        if ((entry & DeflateTables.SpecialFlag) != 0)
        {
            return Fail("a code that does not exist");
        }

        long distance = (entry >> 16) + Extra(entry, shift + root);
        TakeBits(shift + root + (int)(entry & 0xFF));
        if (distance > io.Out - io.Floor)
        {
            return Fail("a match that begins before the start");
        }

        io.Out = CopyMatch(io.Out, distance, length);
        return null;
    }

    private int Extra(uint entry, int shift)
    {
        int word = (int)((entry >> 8) & 0xF);
        return (int)((_bits >> (shift + word)) & ((1ul << ((int)(entry & 0xFF) - word)) - 1));
    }

    /// <summary>The entry of the code word that begins <paramref name="shift"/> bits on; false when the input ends inside of it or its extra bits.</summary>
    private bool Peek(ref Pointers io, uint[] table, int rootBits, int shift, out uint entry, out int root)
    {
        while (true)
        {
            ulong bits = _bits >> shift;
            entry = table[(uint)bits & ((1u << rootBits) - 1)];
            root = 0;
            if ((entry & DeflateTables.SubtableFlag) != 0)
            {
                root = rootBits;
                entry = table[(entry >> 16) + ((uint)(bits >> rootBits) & ((1u << (int)((entry >> 8) & 0xF)) - 1))];
            }

            if (shift + root + (int)(entry & 0xFF) <= _bitCount)
            {
                return true;
            }

            if (!Need(ref io, _bitCount + 1))
            {
                return false;
            }
        }
    }
}

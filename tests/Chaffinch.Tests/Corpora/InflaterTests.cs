using System.IO.Compression;
using Chaffinch.Corpora.Inflating;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>The inflater gives what the platform compressed, in whatever pieces, and says where the stream ends.</summary>
public sealed class InflaterTests
{
    private static readonly CompressionLevel[] Levels = [CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.Optimal, CompressionLevel.SmallestSize];

    [Fact]
    public void What_was_deflated_comes_back_in_any_pieces() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 200_000], Gen.Int[1, 255], Gen.Int, Gen.Int[1, 5000]).Sample(
            (level, size, letters, seed, piece) =>
            {
                byte[] data = Data(size, letters, seed);
                byte[] packed = Deflate(data, Levels[level]);
                byte[] tail = [.. packed, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
                Assert.Equal(data, Inflate(tail, tail.Length, out int usedWhole, out InflateState whole));
                Assert.Equal(InflateState.Done, whole);
                Assert.Equal(packed.Length, usedWhole);
                Assert.Equal(data, Inflate(tail, piece, out int used, out InflateState state));
                Assert.Equal(InflateState.Done, state);
                Assert.Equal(packed.Length, used);
            },
            iter: 300);

    [Fact]
    public void A_cut_stream_asks_for_more()
    {
        byte[] packed = Deflate(Data(5000, 40, 1), CompressionLevel.Optimal);
        for (int cut = 0; cut < packed.Length; cut++)
        {
            Inflate(packed[..cut], 100, out _, out InflateState state);
            Assert.Equal(InflateState.NeedInput, state);
        }
    }

    [Fact]
    public void Damage_is_judged_as_the_platform_does() =>
        Gen.Select(Gen.Int[1, 20_000], Gen.Int[1, 255], Gen.Int, Gen.Int[0, int.MaxValue], Gen.Int[1, 255]).Sample(
            (size, letters, seed, place, flip) =>
            {
                byte[] packed = Deflate(Data(size, letters, seed), CompressionLevel.Optimal);
                packed[place % packed.Length] ^= (byte)flip;
                byte[]? theirs = Platform(packed);
                byte[] ours = Inflate(packed, packed.Length, out _, out InflateState state);
                Assert.Equal(theirs is not null, state == InflateState.Done);
                if (theirs is not null)
                {
                    Assert.Equal(theirs, ours);
                }
            },
            iter: 2000);

    internal static byte[] Data(int size, int letters, int seed)
    {
        var random = new Random(seed);
        var data = new byte[size];
        for (int i = 0; i < size; i++)
        {
            // Runs and repeats at all distances, and letters of skewed frequency.
            int far = random.Next(40) == 0 && i > 0 ? random.Next(1, Math.Min(i, 40_000) + 1) : 0;
            int length = far > 0 ? random.Next(3, 300) : 1;
            for (int k = 0; k < length && i < size; k++, i++)
            {
                data[i] = far > 0 ? data[i - far] : (byte)(random.Next(letters) * random.NextDouble());
            }

            i--;
        }

        return data;
    }

    private static byte[] Deflate(byte[] data, CompressionLevel level)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, level, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return packed.ToArray();
    }

    private static byte[]? Platform(byte[] packed)
    {
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
            var data = new MemoryStream();
            deflate.CopyTo(data);
            return data.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Inflate(byte[] packed, int piece, out int used, out InflateState state)
    {
        var inflater = new Inflater();
        inflater.Reset();
        var all = new MemoryStream();
        byte[] buffer = new byte[Inflater.WindowBytes + 5000];
        int at = 0;
        used = 0;
        int given = Math.Min(piece, packed.Length);
        while (true)
        {
            state = inflater.Run(packed.AsSpan(used, given - used), buffer, at, buffer.Length, out int step, out int written);
            used += step;
            all.Write(buffer, at, written);
            at += written;
            if (state == InflateState.OutputFull)
            {
                int keep = Math.Min(at, Inflater.WindowBytes);
                buffer.AsSpan(at - keep, keep).CopyTo(buffer);
                at = keep;
            }
            else if (state != InflateState.NeedInput || given == packed.Length)
            {
                return all.ToArray();
            }
            else
            {
                given = Math.Min(packed.Length, given + piece);
            }
        }
    }
}

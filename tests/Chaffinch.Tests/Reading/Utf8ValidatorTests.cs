using System.Text;
using System.Text.Unicode;
using Chaffinch.Reading;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Reading;

/// <summary>The check of 64 bytes at a time against the platform's.</summary>
public sealed class Utf8ValidatorTests
{
    private static readonly byte[] Telling = [0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xFF];
    private static readonly string[] Pieces = ["a", "é", "中", "😀", "                                        ", "\0", "ありがとう、世界"];

    [Theory]
    [InlineData(0)]
    [InlineData(29)]
    [InlineData(62)]
    [InlineData(126)]
    public void Every_pair_of_bytes_with_what_may_follow_is_told_as_by_the_platform(int at)
    {
        byte[] bytes = new byte[130];
        Array.Fill(bytes, (byte)' ');
        foreach (int length in (ReadOnlySpan<int>)[at + 2, at + 3, 130])
        {
            foreach (int pair in Enumerable.Range(0x8000, 0x8000))
            {
                bytes[at] = (byte)(pair >> 8);
                bytes[at + 1] = (byte)pair;
                foreach (byte third in Telling)
                {
                    foreach (byte fourth in Telling)
                    {
                        (bytes[at + 2], bytes[at + 3]) = (third, fourth);
                        ReadOnlySpan<byte> part = bytes.AsSpan(0, length);
                        if (Utf8Validator.IsValid(part) != Utf8.IsValid(part))
                        {
                            Assert.Fail($"{Convert.ToHexString(bytes, at, 4)} at {at} of {length}");
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void Text_with_or_without_a_wrong_byte_is_told_as_by_the_platform()
    {
        Gen<string> text = Gen.Int[0, Pieces.Length - 1].Array[0, 60].Select(picks => string.Concat(picks.Select(i => Pieces[i])));
        Gen.Select(text, Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 70]).Sample((whole, place, wrong, from) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(whole);
            Assert.True(Utf8Validator.IsValid(bytes));
            if (place < bytes.Length)
            {
                bytes[place] = wrong;
            }

            ReadOnlySpan<byte> part = bytes.AsSpan(Math.Min(from, bytes.Length));
            Assert.Equal(Utf8.IsValid(part), Utf8Validator.IsValid(part));
        });
    }
}

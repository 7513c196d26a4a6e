using System.Buffers.Binary;

namespace Chaffinch.Text;

/// <summary>Which characters a run of markup text has lost or replaced by the standard's rules.</summary>
internal enum CharacterMode : byte
{
    /// <summary>Text of an HTML element: references are decoded, NUL is dropped.</summary>
    Text,

    /// <summary>Text of title and textarea, and of foreign elements: references are decoded, NUL becomes U+FFFD.</summary>
    Replaceable,

    /// <summary>Raw text (script, style, plaintext …): no references, NUL becomes U+FFFD.</summary>
    Raw,

    /// <summary>An attribute's value: references by the attribute's rule, NUL becomes U+FFFD.</summary>
    Attribute,
}

/// <summary>The character references of HTML: all named ones of the standard, and numeric ones.</summary>
/// <remarks>
/// Cost: a reference of n bytes takes O(n) for numbers and at most 33 narrowing steps for names; nothing is allocated.
/// The table is a resource made by <c>lab/tools/character_references.py</c>.
/// </remarks>
internal static partial class CharacterReferences
{
    private static readonly NameTable Names = NameTable.Load();

    /// <summary>Number of names in the table.</summary>
    public static int NameCount => Names.Count;

    /// <summary>Decodes the reference that <paramref name="utf8"/> starts with.</summary>
    /// <param name="utf8">Starts with '&amp;'; may go on beyond the reference.</param>
    /// <param name="inAttribute">True by the rule of attribute values, where a name without ';' before '=', a letter or a digit is no reference.</param>
    /// <param name="first">First UTF-16 code unit.</param>
    /// <param name="second">Second code unit, '\0' where there is none.</param>
    /// <returns>Bytes that the reference takes; 0 where it is none and the '&amp;' stands for itself.</returns>
    public static int Decode(ReadOnlySpan<byte> utf8, bool inAttribute, out char first, out char second)
    {
        first = '\0';
        second = '\0';
        if (utf8.Length < 3)
        {
            return 0;
        }

        byte b = utf8[1];
        if (b == '#')
        {
            return DecodeNumber(utf8, out first, out second);
        }

        if (!char.IsAsciiLetter((char)b))
        {
            return 0;
        }

        int usual = Usual(utf8, out first);
        if (usual > 0)
        {
            return usual;
        }

        int name = Names.Find(utf8[1..], out int length);
        if (name < 0)
        {
            return 0;
        }

        if (inAttribute && utf8[length] != ';' && length + 1 < utf8.Length)
        {
            byte next = utf8[length + 1];
            if (next == '=' || char.IsAsciiLetterOrDigit((char)next))
            {
                return 0;
            }
        }

        (first, second) = Names.Value(name);
        return length + 1;
    }

    /// <summary>The names that nearly all references have, written with their semicolon; 0 for any other.</summary>
    private static int Usual(ReadOnlySpan<byte> utf8, out char first)
    {
        ReadOnlySpan<byte> name = utf8[1..];
        (first, int length) = name[0] switch
        {
            (byte)'a' when name.StartsWith("amp;"u8) => ('&', 5),
            (byte)'n' when name.StartsWith("nbsp;"u8) => ('\u00A0', 6),
            (byte)'q' when name.StartsWith("quot;"u8) => ('"', 6),
            (byte)'l' when name.StartsWith("lt;"u8) => ('<', 4),
            (byte)'g' when name.StartsWith("gt;"u8) => ('>', 4),
            _ => ('\0', 0),
        };
        return length;
    }

    private static int DecodeNumber(ReadOnlySpan<byte> utf8, out char first, out char second)
    {
        first = '\0';
        second = '\0';
        bool hex = utf8[2] is (byte)'x' or (byte)'X';
        int start = hex ? 3 : 2;
        int i = start;
        uint value = 0;
        for (; i < utf8.Length; i++)
        {
            byte b = utf8[i];
            uint digit = b - (uint)'0';
            if (digit > 9)
            {
                digit = (b | 0x20u) - 'a';
                if (!hex || digit > 5)
                {
                    break;
                }

                digit += 10;
            }

            value = Math.Min((value * (hex ? 16u : 10u)) + digit, 0x110000);
        }

        if (i == start)
        {
            return 0;
        }

        Encode(Replace(value), out first, out second);
        return i < utf8.Length && utf8[i] == ';' ? i + 1 : i;
    }

    private static uint Replace(uint value)
    {
        if (value is 0 or > 0x10FFFF or (>= 0xD800 and < 0xE000))
        {
            return 0xFFFD;
        }

        return value is >= 0x80 and < 0xA0 ? C1[(int)value - 0x80] : value;
    }

    /// <summary>The standard's replacement of C1 controls by what windows-1252 has there.</summary>
    private static ReadOnlySpan<ushort> C1 =>
    [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ];

    private static void Encode(uint value, out char first, out char second)
    {
        if (value < 0x10000)
        {
            first = (char)value;
            second = '\0';
            return;
        }

        first = (char)(0xD800 + ((value - 0x10000) >> 10));
        second = (char)(0xDC00 + ((value - 0x10000) & 0x3FF));
    }

    /// <summary>The names in byte order, found by narrowing a range letter by letter.</summary>
    private sealed class NameTable
    {
        private readonly byte[] _bytes;
        private readonly ushort[] _start;
        private readonly char[] _values;
        private readonly short[] _firstOf = new short[129];

        private NameTable(byte[] bytes, ushort[] start, char[] values)
        {
            _bytes = bytes;
            _start = start;
            _values = values;
            for (int c = 0, i = 0; c < 129; c++)
            {
                while (i < Count && bytes[start[i]] < c)
                {
                    i++;
                }

                _firstOf[c] = (short)i;
            }
        }

        public int Count => _start.Length - 1;

        public (char First, char Second) Value(int index) => (_values[2 * index], _values[(2 * index) + 1]);

        /// <summary>The longest name that <paramref name="s"/> starts with, or -1.</summary>
        public int Find(ReadOnlySpan<byte> s, out int length)
        {
            length = 0;
            int best = -1;
            int low = _firstOf[s[0]];
            int high = _firstOf[s[0] + 1];
            for (int depth = 1; low < high; depth++)
            {
                if (_start[low + 1] - _start[low] == depth)
                {
                    best = low++;
                    length = depth;
                }

                if (depth >= s.Length)
                {
                    break;
                }

                int from = LowerBound(low, high, depth, s[depth]);
                high = LowerBound(from, high, depth, s[depth] + 1);
                low = from;
            }

            return best;
        }

        /// <summary>First index of the range whose byte at <paramref name="depth"/> is not below <paramref name="value"/>.</summary>
        private int LowerBound(int low, int high, int depth, int value)
        {
            while (low < high)
            {
                int mid = (low + high) >>> 1;
                if (_bytes[_start[mid] + depth] < value)
                {
                    low = mid + 1;
                }
                else
                {
                    high = mid;
                }
            }

            return low;
        }

        public static NameTable Load()
        {
            using Stream stream = typeof(CharacterReferences).Assembly.GetManifestResourceStream("character-references.res")
                ?? throw new InvalidOperationException("The resource character-references.res is missing from the assembly.");
            byte[] data = new byte[stream.Length];
            stream.ReadExactly(data);
            int count = BinaryPrimitives.ReadUInt16LittleEndian(data);
            var bytes = new List<byte>(32 * 1024);
            ushort[] start = new ushort[count + 1];
            char[] values = new char[2 * count];
            int at = 2;
            for (int i = 0; i < count; i++)
            {
                int shared = data[at++];
                int rest = data[at++];
                start[i] = checked((ushort)bytes.Count);
                for (int k = 0; k < shared; k++)
                {
                    bytes.Add(bytes[start[i - 1] + k]);
                }

                bytes.AddRange(data.AsSpan(at, rest));
                at += rest;
                int units = data[at++];
                for (int k = 0; k < units; k++, at += 2)
                {
                    values[(2 * i) + k] = (char)BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at));
                }
            }

            start[count] = checked((ushort)bytes.Count);
            return new NameTable([.. bytes], start, values);
        }
    }
}

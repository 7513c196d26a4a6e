using System.Buffers.Binary;
using System.Text;

namespace Chaffinch.Corpora.Writing;

/// <summary>The physical types of Parquet that are used here, with the format's numbers.</summary>
internal enum ParquetType
{
    Int32 = 1,
    Int64 = 2,
    Float = 4,
    Binary = 6,
}

/// <summary>A leaf column of a Parquet schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its physical type; <see cref="ParquetType.Binary"/> is UTF-8 text.</param>
/// <param name="Optional">True when values may be null.</param>
/// <param name="List">Name of the list of structs that it is a member of; null for a column of the record itself. The list <c>x</c> with the one member <c>""</c> is a list of plain values.</param>
internal sealed record ParquetLeaf(string Name, ParquetType Type, bool Optional, string? List = null)
{
    /// <summary>The definition level of a value that is there.</summary>
    public int MaxDefinition => (Optional ? 1 : 0) + (List is null ? 0 : 1);

    /// <summary>The repetition level of a value that continues a list.</summary>
    public int MaxRepetition => List is null ? 0 : 1;

    /// <summary>Its path in the schema.</summary>
    public string[] Path => List is null ? [Name] : Name.Length == 0 ? [List, "list", "element"] : [List, "list", "element", Name];
}

/// <summary>Values and levels of one column, in plain encoding.</summary>
internal sealed class ParquetColumn(ParquetLeaf leaf) : IDisposable
{
    public ParquetLeaf Leaf => leaf;

    public ByteBuffer Values { get; } = new();

    /// <summary>A byte for each value or empty place; nothing is kept where the column has no levels.</summary>
    public ByteBuffer Definitions { get; } = new();

    public ByteBuffer Repetitions { get; } = new();

    /// <summary>Number of values and empty places.</summary>
    public int Count { get; private set; }

    public long Bytes => Values.Length + Definitions.Length + Repetitions.Length;

    public void Add(string? text, bool continues = false)
    {
        if (text is null)
        {
            AddNull(continues);
            return;
        }

        Mark(leaf.MaxDefinition, continues);
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> to = Values.GetSpan(sizeof(int) + most);
        int length = Encoding.UTF8.GetBytes(text, to[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(to, length);
        Values.Advance(sizeof(int) + length);
    }

    public void Add(int value, bool continues = false)
    {
        Mark(leaf.MaxDefinition, continues);
        Values.AddInt32(value);
    }

    public void Add(long value)
    {
        Mark(leaf.MaxDefinition, continues: false);
        Values.AddInt64(value);
    }

    public void Add(float value, bool continues = false) => Add(BitConverter.SingleToInt32Bits(value), continues);

    /// <summary>Adds a null: of an optional column, or of an optional member of a struct that is there.</summary>
    public void AddNull(bool continues = false) => Mark(leaf.MaxDefinition - 1, continues);

    /// <summary>Adds the place of a list without elements.</summary>
    public void AddEmptyList() => Mark(0, continues: false);

    /// <summary>Appends all of another column of the same leaf.</summary>
    public void Append(ParquetColumn other)
    {
        Values.Add(other.Values.Written);
        Definitions.Add(other.Definitions.Written);
        Repetitions.Add(other.Repetitions.Written);
        Count += other.Count;
    }

    public void Clear()
    {
        Values.Clear();
        Definitions.Clear();
        Repetitions.Clear();
        Count = 0;
    }

    /// <summary>Writes the body of a data page (version 1): levels as runs, then the values.</summary>
    public void WritePage(ByteBuffer output)
    {
        WriteLevels(output, Repetitions.Written, leaf.MaxRepetition);
        WriteLevels(output, Definitions.Written, leaf.MaxDefinition);
        output.Add(Values.Written);
    }

    public void Dispose()
    {
        Values.Dispose();
        Definitions.Dispose();
        Repetitions.Dispose();
    }

    private void Mark(int definition, bool continues)
    {
        if (leaf.MaxDefinition > 0)
        {
            Definitions.Add((byte)definition);
        }

        if (leaf.MaxRepetition > 0)
        {
            Repetitions.Add((byte)(continues ? 1 : 0));
        }

        Count++;
    }

    // The hybrid of runs and packed bits, with runs only: a varint of twice the length, then the level in one byte. Zstandard does the rest.
    private static void WriteLevels(ByteBuffer output, ReadOnlySpan<byte> levels, int max)
    {
        if (max == 0)
        {
            return;
        }

        int lengthAt = output.Length;
        output.AddInt32(0);
        int start = output.Length;
        while (!levels.IsEmpty)
        {
            int run = levels.IndexOfAnyExcept(levels[0]);
            run = run < 0 ? levels.Length : run;
            for (uint header = (uint)run << 1; ; header >>= 7)
            {
                if (header < 0x80)
                {
                    output.Add((byte)header);
                    break;
                }

                output.Add((byte)(header | 0x80));
            }

            output.Add(levels[0]);
            levels = levels[run..];
        }

        BinaryPrimitives.WriteInt32LittleEndian(output.At(lengthAt, sizeof(int)), output.Length - start);
    }
}

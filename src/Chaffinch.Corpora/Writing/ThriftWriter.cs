namespace Chaffinch.Corpora.Writing;

/// <summary>Thrift's compact protocol, as far as Parquet's headers and footers need it (thrift/doc/specs/thrift-compact-protocol.md).</summary>
internal sealed class ThriftWriter(ByteBuffer output)
{
    private const byte TypeInt32 = 5;
    private const byte TypeInt64 = 6;
    private const byte TypeBinary = 8;
    private const byte TypeList = 9;
    private const byte TypeStruct = 12;

    private readonly Stack<int> _lastIds = new();
    private int _lastId;

    public void Int32(int id, int value)
    {
        Field(id, TypeInt32);
        Varint(ZigZag(value));
    }

    public void Int64(int id, long value)
    {
        Field(id, TypeInt64);
        Varint(ZigZag(value));
    }

    public void Text(int id, ReadOnlySpan<byte> utf8)
    {
        Field(id, TypeBinary);
        Binary(utf8);
    }

    public void BeginStruct(int id)
    {
        Field(id, TypeStruct);
        BeginElement();
    }

    public void BeginStructs(int id, int count) => BeginList(id, count, TypeStruct);

    /// <summary>Begins a struct that is an element of a list, or the outermost one.</summary>
    public void BeginElement()
    {
        _lastIds.Push(_lastId);
        _lastId = 0;
    }

    public void EndStruct()
    {
        output.Add(0);
        _lastId = _lastIds.Pop();
    }

    public void Int32s(int id, ReadOnlySpan<int> values)
    {
        BeginList(id, values.Length, TypeInt32);
        foreach (int value in values)
        {
            Varint(ZigZag(value));
        }
    }

    public void Texts(int id, ReadOnlySpan<string> values)
    {
        BeginList(id, values.Length, TypeBinary);
        foreach (string value in values)
        {
            Binary(System.Text.Encoding.UTF8.GetBytes(value));
        }
    }

    private void BeginList(int id, int count, byte type)
    {
        Field(id, TypeList);
        if (count < 15)
        {
            output.Add((byte)((count << 4) | type));
            return;
        }

        output.Add((byte)(0xF0 | type));
        Varint((ulong)count);
    }

    private void Binary(ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)bytes.Length);
        output.Add(bytes);
    }

    private void Field(int id, byte type)
    {
        int step = id - _lastId;
        _lastId = id;
        if (step is > 0 and <= 15)
        {
            output.Add((byte)((step << 4) | type));
            return;
        }

        output.Add(type);
        Varint(ZigZag(id));
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            output.Add((byte)(value | 0x80));
            value >>= 7;
        }

        output.Add((byte)value);
    }
}

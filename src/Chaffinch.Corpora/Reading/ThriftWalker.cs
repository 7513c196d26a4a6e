namespace Chaffinch.Corpora.Reading;

/// <summary>
/// Walks over values of Thrift's compact protocol (thrift/doc/specs/thrift-compact-protocol.md) without building anything: every step takes at least one byte, so what a
/// damaged file says of its own size cannot make it long. A step that the bytes do not allow sets <see cref="IsBroken"/>; all later ones do nothing.
/// </summary>
internal ref struct ThriftWalker(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 24;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The types of the protocol's fields.</summary>
    public enum FieldType
    {
        /// <summary>No more fields.</summary>
        Stop,

        /// <summary>A field that says true by its type.</summary>
        True,

        /// <summary>A field that says false by its type.</summary>
        False,

        /// <summary>One byte.</summary>
        Byte,

        /// <summary>A 16-bit number.</summary>
        Int16,

        /// <summary>A 32-bit number.</summary>
        Int32,

        /// <summary>A 64-bit number.</summary>
        Int64,

        /// <summary>Eight bytes.</summary>
        Double,

        /// <summary>Bytes with their length.</summary>
        Binary,

        /// <summary>A list.</summary>
        List,

        /// <summary>A set.</summary>
        Set,

        /// <summary>A map.</summary>
        Map,

        /// <summary>A struct.</summary>
        Struct,
    }

    /// <summary>True when the bytes were not what the protocol allows, or ended too early.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Where the next step begins, in bytes.</summary>
    public int Position { get; private set; }

    /// <summary>Reads the head of the next field of a struct; <paramref name="id"/> is the last field's and becomes this one's.</summary>
    public FieldType Field(ref int id)
    {
        int head = Next();
        var type = (FieldType)(head & 15);
        if (IsBroken || head == 0)
        {
            return FieldType.Stop;
        }

        int step = head >> 4;
        long next = step == 0 ? Number() : (long)id + step;
        if (type > FieldType.Struct || type == FieldType.Stop || next is < short.MinValue or > short.MaxValue)
        {
            return Break();
        }

        id = (int)next;
        return type;
    }

    /// <summary>A number of 16, 32 or 64 bits.</summary>
    public long Number()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>The head of a list or set: how many, and of what. As each takes a byte at least, no more than bytes are left.</summary>
    public int Items(out FieldType type)
    {
        int head = Next();
        type = (FieldType)(head & 15);
        ulong count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        if (type is > FieldType.Struct or FieldType.Stop || count > (ulong)(_bytes.Length - Position))
        {
            Break();
        }

        return IsBroken ? 0 : (int)count;
    }

    /// <summary>Steps over a value of a field.</summary>
    public void Skip(FieldType type, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            Break();
        }

        switch (IsBroken ? FieldType.Stop : type)
        {
            case FieldType.Byte:
                Next();
                break;
            case FieldType.Int16 or FieldType.Int32 or FieldType.Int64:
                Varint();
                break;
            case FieldType.Double:
                Pass(8);
                break;
            case FieldType.Binary:
                Pass(Varint());
                break;
            case FieldType.List or FieldType.Set:
                SkipItems(depth);
                break;
            case FieldType.Map:
                SkipMap(depth);
                break;
            case FieldType.Struct:
                SkipStruct(depth);
                break;
            default:
                break;
        }
    }

    /// <summary>Says that the bytes are not what they should be.</summary>
    public FieldType Break()
    {
        IsBroken = true;
        return FieldType.Stop;
    }

    private void SkipItems(int depth)
    {
        int count = Items(out FieldType type);
        for (int i = 0; i < count && !IsBroken; i++)
        {
            SkipItem(type, depth + 1);
        }
    }

    private void SkipMap(int depth)
    {
        ulong count = Varint();
        if (count == 0 || IsBroken)
        {
            return;
        }

        int types = Next();
        for (ulong i = 0; i < count && !IsBroken; i++)
        {
            SkipItem((FieldType)(types >> 4), depth + 1);
            SkipItem((FieldType)(types & 15), depth + 1);
        }
    }

    // A truth value among items is a byte, while a field's stands in its type. What is no type would take no byte.
    private void SkipItem(FieldType type, int depth)
    {
        if (type is FieldType.Stop or > FieldType.Struct)
        {
            Break();
        }

        Skip(type is FieldType.True or FieldType.False ? FieldType.Byte : type, depth);
    }

    private void SkipStruct(int depth)
    {
        int id = 0;
        while (Field(ref id) is not FieldType.Stop and var type)
        {
            Skip(type, depth + 1);
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = Next();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        Break();
        return 0;
    }

    private void Pass(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
        {
            Break();
            return;
        }

        Position += (int)count;
    }

    private int Next()
    {
        if (IsBroken || Position >= _bytes.Length)
        {
            Break();
            return 0;
        }

        return _bytes[Position++];
    }
}

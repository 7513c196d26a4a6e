using System.Buffers;

namespace Chaffinch.Segmenting;

/// <summary>Sets of bytes that reading styles searches for.</summary>
internal static class CssBytes
{
    public static readonly SearchValues<byte> Number = SearchValues.Create("+-.0123456789"u8);

    public static readonly SearchValues<byte> NonZero = SearchValues.Create("123456789"u8);

    public static readonly SearchValues<byte> OverOne = SearchValues.Create("23456789"u8);

    /// <summary>White space and the child combinator.</summary>
    public static readonly SearchValues<byte> Combinator = SearchValues.Create(" >\t\n\r\f"u8);

    /// <summary>What makes a selector say more than names: pseudo-classes, attributes, siblings, escapes, comments.</summary>
    public static readonly SearchValues<byte> Unread = SearchValues.Create(":[+~*\\/"u8);
}

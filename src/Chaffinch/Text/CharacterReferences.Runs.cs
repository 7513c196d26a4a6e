using System.Buffers;
using System.Text;

namespace Chaffinch.Text;

/// <summary>Decoding of whole runs of markup text.</summary>
internal static partial class CharacterReferences
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("&\r\0"u8);
    private static readonly SearchValues<byte> SpecialRaw = SearchValues.Create("\r\0"u8);

    /// <summary>Takes the next piece of a run: plain bytes, or one thing that stands for something else.</summary>
    /// <param name="utf8">The rest of the run, not empty.</param>
    /// <param name="mode">Where the run stands.</param>
    /// <param name="piece">What was found.</param>
    /// <returns>Bytes taken, at least 1.</returns>
    /// <remarks>
    /// With <see cref="CharacterPiece.IsVerbatim"/> the bytes taken are the text's UTF-8. Otherwise the bytes taken stand for
    /// <see cref="CharacterPiece.First"/> and <see cref="CharacterPiece.Second"/>; both are '\0' for a dropped NUL.
    /// </remarks>
    public static int Next(ReadOnlySpan<byte> utf8, CharacterMode mode, out CharacterPiece piece)
    {
        int plain = utf8.IndexOfAny(mode == CharacterMode.Raw ? SpecialRaw : Special);
        if (plain != 0)
        {
            piece = CharacterPiece.Verbatim;
            return plain < 0 ? utf8.Length : plain;
        }

        switch (utf8[0])
        {
            case (byte)'\r':
                piece = new CharacterPiece('\n', '\0', IsVerbatim: false);
                return utf8.Length > 1 && utf8[1] == '\n' ? 2 : 1;
            case 0:
                piece = new CharacterPiece(mode == CharacterMode.Text ? '\0' : '\uFFFD', '\0', IsVerbatim: false);
                return 1;
            default:
                int taken = Decode(utf8, mode == CharacterMode.Attribute, out char first, out char second);
                piece = taken == 0 ? CharacterPiece.Verbatim : new CharacterPiece(first, second, IsVerbatim: false);
                return taken == 0 ? 1 : taken;
        }
    }

    /// <summary>Decodes a whole run.</summary>
    /// <param name="utf8">The run.</param>
    /// <param name="mode">Where it stands.</param>
    /// <param name="into">At least as long as the run has bytes.</param>
    /// <returns>UTF-16 code units written.</returns>
    public static int Decode(ReadOnlySpan<byte> utf8, CharacterMode mode, Span<char> into)
    {
        int written = 0;
        while (!utf8.IsEmpty)
        {
            int taken = Next(utf8, mode, out CharacterPiece piece);
            if (piece.IsVerbatim)
            {
                written += Encoding.UTF8.GetChars(utf8[..taken], into[written..]);
            }
            else if (piece.First != '\0')
            {
                into[written++] = piece.First;
                if (piece.Second != '\0')
                {
                    into[written++] = piece.Second;
                }
            }

            utf8 = utf8[taken..];
        }

        return written;
    }

    /// <summary>Decodes a whole run into a string; for short things such as attribute values.</summary>
    public static string DecodeToString(ReadOnlySpan<byte> utf8, CharacterMode mode)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return new string(buffer, 0, Decode(utf8, mode, buffer));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}

/// <summary>A piece of a run of markup text.</summary>
/// <param name="First">First UTF-16 code unit that the bytes stand for.</param>
/// <param name="Second">Second code unit, '\0' where there is none.</param>
/// <param name="IsVerbatim">True when the bytes are the text itself.</param>
internal readonly record struct CharacterPiece(char First, char Second, bool IsVerbatim)
{
    /// <summary>The bytes are the text itself.</summary>
    public static CharacterPiece Verbatim { get; } = new('\0', '\0', IsVerbatim: true);
}

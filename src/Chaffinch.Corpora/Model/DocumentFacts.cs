using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Corpora.Model;

/// <summary>What is known of one labelled record: what outputs hold and what filters ask.</summary>
/// <remarks>
/// Filled anew for each record by the worker that labelled it, so it is only good until the next one. Counts are Unicode code points that
/// are not white space.
/// </remarks>
public sealed class DocumentFacts
{
    /// <summary>The record's name within its input: stable, as the reader gave it.</summary>
    public string Id { get; set; } = "";

    /// <summary>The page's address; null when unknown.</summary>
    public string? Url { get; set; }

    /// <summary>When the page was fetched; null when unknown.</summary>
    public DateTimeOffset? Fetched { get; set; }

    /// <summary>The input that the record stands in, as it was named.</summary>
    public string Archive { get; set; } = "";

    /// <summary>Byte offset of the record in its input.</summary>
    public long Offset { get; set; }

    /// <summary>Bytes of the page as fetched, unpacked.</summary>
    public long Bytes { get; set; }

    /// <summary>Defects that the archive's reader noted on the record.</summary>
    public int ArchiveDefects { get; set; }

    /// <summary>The labelled page.</summary>
    public LabelledPage Page { get; set; } = null!;

    /// <summary>Characters of the page's text.</summary>
    public int Characters { get; private set; }

    /// <summary>Characters by label, indexed by <see cref="Label"/>.</summary>
    public int[] ByLabel { get; } = new int[(int)Label.Damaged + 1];

    /// <summary>Injected and damaged spans by kind, indexed by <see cref="Kind"/>.</summary>
    public int[] SpansByKind { get; } = new int[(int)Kind.Cipher + 1];

    /// <summary>Injected spans by theme, indexed by <see cref="Theme"/>.</summary>
    public int[] SpansByTheme { get; } = new int[(int)Theme.Other + 1];

    /// <summary>Characters of the article: of all that was kept, and of what stands for repaired runs.</summary>
    public int Kept { get; private set; }

    /// <summary>Main language of the article, else of the page; null when it cannot be told.</summary>
    public string? Language => Page.Article.Language ?? Page.Language;

    /// <summary>Planted characters as a share of all, 0 to 1.</summary>
    public double InjectedShare => Characters == 0 ? 0 : ByLabel[(int)Label.Injected] / (double)Characters;

    /// <summary>Counts anew from <see cref="Page"/>. Linear in the page's text.</summary>
    public void Count()
    {
        Array.Clear(ByLabel);
        Array.Clear(SpansByKind);
        Array.Clear(SpansByTheme);
        Characters = 0;
        string text = Page.Page.Text;
        foreach (LabelledSpan span in Page.Spans)
        {
            int chars = CountCharacters(text.AsSpan(span.Span.Start, span.Span.Length));
            Characters += chars;
            ByLabel[(int)span.Label] += chars;
            if (span.Kind != Kind.None)
            {
                SpansByKind[(int)span.Kind]++;
            }

            if (span.Theme != Theme.None)
            {
                SpansByTheme[(int)span.Theme]++;
            }
        }

        Kept = 0;
        foreach (TextSpan kept in Page.Article.Kept)
        {
            Kept += CountCharacters(text.AsSpan(kept.Start, kept.Length));
        }

        foreach (Repair repair in Page.Article.Repairs)
        {
            Kept += CountCharacters(repair.Text);
        }
    }

    /// <summary>Code points of a text that are not white space.</summary>
    /// <param name="text">UTF-16.</param>
    public static int CountCharacters(ReadOnlySpan<char> text)
    {
        int count = 0;
        ref ushort units = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        int i = 0;
        for (; i <= text.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            Vector256<ushort> left = LeftOut(Vector256.LoadUnsafe(ref units, (nuint)i));
            count += Vector256<ushort>.Count - BitOperations.PopCount(left.ExtractMostSignificantBits());
        }

        foreach (char c in text[i..])
        {
            count += char.IsWhiteSpace(c) || char.IsLowSurrogate(c) ? 0 : 1;
        }

        return count;
    }

    // White space (the code points of char.IsWhiteSpace) and the second halves of surrogate pairs.
    private static Vector256<ushort> LeftOut(Vector256<ushort> c)
    {
        Vector256<ushort> left = Vector256.Equals(c, Vector256.Create((ushort)' ')) | Within(c, '\t', '\r');
        if (Vector256.LessThanAll(c, Vector256.Create((ushort)0x80)))
        {
            return left;
        }

        left |= Vector256.Equals(c, Vector256.Create((ushort)0x85)) | Vector256.Equals(c, Vector256.Create((ushort)0xA0)) | Vector256.Equals(c, Vector256.Create((ushort)0x1680));
        left |= Within(c, '\u2000', '\u200A') | Within(c, '\u2028', '\u2029') | Vector256.Equals(c, Vector256.Create((ushort)0x202F));
        left |= Vector256.Equals(c, Vector256.Create((ushort)0x205F)) | Vector256.Equals(c, Vector256.Create((ushort)0x3000));
        return left | Within(c, '\uDC00', '\uDFFF');
    }

    private static Vector256<ushort> Within(Vector256<ushort> c, char first, char last) =>
        Vector256.LessThanOrEqual(c - Vector256.Create((ushort)first), Vector256.Create((ushort)(last - first)));
}

using System.Runtime.InteropServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>Why a segment border was put somewhere.</summary>
[Flags]
internal enum CutMark : byte
{
    /// <summary>No border.</summary>
    None = 0,

    /// <summary>A sentence ends before it.</summary>
    Sentence = 1,

    /// <summary>Two parts of a title meet.</summary>
    Title = 2,

    /// <summary>Two items of a row meet.</summary>
    Item = 4,

    /// <summary>A splice could sit here.</summary>
    Splice = 8,
}

/// <summary>One block while it is being cut: its text, its classes, and a mark for each position where a new segment starts.</summary>
internal readonly ref struct SegmenterLine(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, Span<CutMark> marks, ulong mask, bool isWide, ref int cuts)
{
    /// <summary>The block's text.</summary>
    public readonly ReadOnlySpan<char> Text = text;

    /// <summary>The class of each code unit.</summary>
    public readonly ReadOnlySpan<CharClass> Classes = classes;

    private readonly ref int _cuts = ref cuts;

    /// <summary>For each position the reasons to start a segment there.</summary>
    public readonly Span<CutMark> Marks = marks;

    /// <summary>Which classes stand in the block (<see cref="CharClasses.MaskOf"/>).</summary>
    public readonly ulong Mask = mask;

    /// <summary>True where white space of several code units stands in the block.</summary>
    public readonly bool IsWide = isWide;

    /// <summary>True where a border was marked.</summary>
    public bool HasCuts => _cuts > 0;

    /// <summary>Number of code units.</summary>
    public int Length => Text.Length;

    /// <summary>The classes as bytes, for vectorised searches.</summary>
    public ReadOnlySpan<byte> ClassBytes => CharClasses.Bytes(Classes);

    /// <summary>The marks as bytes, for vectorised searches.</summary>
    public ReadOnlySpan<byte> MarkBytes => MemoryMarshal.Cast<CutMark, byte>(Marks);

    /// <summary>True where a code unit of class <paramref name="k"/> stands in the block.</summary>
    public bool Has(CharClass k) => (Mask & CharClasses.Bit(k)) != 0;

    /// <summary>Marks a border before <paramref name="at"/>; borders at the block's ends are there anyway and are ignored.</summary>
    public void Cut(int at, CutMark why)
    {
        if (at > 0 && at < Marks.Length)
        {
            Marks[at] |= why;
            _cuts++;
        }
    }

    /// <summary>The first position from <paramref name="at"/> on that is not white space.</summary>
    public int SkipSpace(int at)
    {
        while (at < Classes.Length && CharClasses.IsSpace(Classes[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>The class at <paramref name="at"/>, <see cref="CharClass.LineEnd"/> outside the block.</summary>
    public CharClass ClassAt(int at) => (uint)at < (uint)Classes.Length ? Classes[at] : CharClass.LineEnd;

    /// <summary>The code unit at <paramref name="at"/>, a line feed outside the block.</summary>
    public char CharAt(int at) => (uint)at < (uint)Text.Length ? Text[at] : '\n';

    /// <summary>True where the text is written without blanks between words (Han, kana).</summary>
    public static bool IsIdeographic(CharClass k) => k is CharClass.Han or CharClass.Hiragana or CharClass.Katakana or CharClass.Bopomofo;

    /// <summary>True for scripts with upper and lower case.</summary>
    public static bool IsCased(CharClass k) => k is CharClass.Latin or CharClass.Greek or CharClass.Cyrillic or CharClass.Armenian;
}

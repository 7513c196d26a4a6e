using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Text;

/// <summary>What the letters and digits of a line come to.</summary>
/// <param name="Fold">Hash of its letters and digits with case and width folded and every number alike; 0 where there are none.</param>
/// <param name="Head">First two letters or digits, folded, as one key.</param>
/// <param name="Tail">Last two letters or digits, folded, as one key.</param>
internal readonly record struct LineFold(ulong Fold, uint Head, uint Tail);

/// <summary>All terms of a page, of both kinds, read in one walk over its words; line by line, with what the letters of each line come to.</summary>
/// <remarks>
/// A word of ASCII letters is looked at eight letters at a time and without branches on what it is; all others go through
/// <see cref="TermReader"/> and <see cref="ContentTermReader"/>, which define the terms. Linear in the text; beyond <see cref="MaxTerms"/> terms the rest of
/// a page is not kept and is read again when asked for. Memory is pooled: <see cref="Release"/> gives it back.
/// </remarks>
internal sealed class PageTerms
{
    /// <summary>Most terms of a kind that are kept.</summary>
    public const int MaxTerms = 1 << 20;

    private const int Chunk = 8;
    private const char LowerCase = (char)0x20;
    private const ulong Letters = (2UL << (int)CharClass.OtherLetter) - (1UL << (int)CharClass.Latin);

    private TermList _topics;
    private TermList _contents;
    private int[] _contentAt = [];
    private int _windows;
    private char[] _folded;
    private bool _full;

    /// <summary>Starts the terms of a page; its lines are then added in order.</summary>
    /// <param name="textChars">Length of the page's text.</param>
    public PageTerms(int textChars)
    {
        _topics = new TermList(Math.Min(MaxTerms, (textChars / 5) + 128));
        _contents = new TermList(Math.Min(MaxTerms, (textChars / 6) + 128));
        _folded = ArrayPool<char>.Shared.Rent(512);
    }

    /// <summary>The terms that topics are told by (<see cref="TermReader"/>), in the order of the text.</summary>
    public ReadOnlySpan<Term> Topics => _topics.Items;

    /// <summary>The terms that lines are compared by (<see cref="ContentTermReader"/>), in the order of the text.</summary>
    public ReadOnlySpan<Term> Contents => _contents.Items;

    /// <summary>Up to here the text's terms are kept.</summary>
    public int KeptChars { get; private set; }

    /// <summary>Index of the first content term that starts at or after <paramref name="position"/>; after <see cref="Complete"/>.</summary>
    public int ContentFrom(int position)
    {
        int window = position / ClassBits.Width;
        if (window >= _windows)
        {
            return _contents.Count;
        }

        int i = _contentAt[window];
        ReadOnlySpan<Term> terms = _contents.Items;
        while (i < terms.Length && terms[i].Start < position)
        {
            i++;
        }

        return i;
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="text">The page's text.</param>
    /// <param name="classes">The class of each code unit; <see cref="ClassBits.Width"/> more may be read past the line.</param>
    /// <param name="start">First code unit of the line.</param>
    /// <param name="end">One past its last.</param>
    /// <param name="mask">Which classes stand in it.</param>
    public LineFold Add(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start, int end, ulong mask)
    {
        const ulong Counted = Letters | (1UL << (int)CharClass.Digit);
        if ((mask & Counted) == 0)
        {
            KeptChars = _full ? KeptChars : end;
            return default;
        }

        if (_folded.Length < end - start + (2 * Chunk))
        {
            ArrayPool<char>.Shared.Return(_folded);
            _folded = ArrayPool<char>.Shared.Rent(end - start + (2 * Chunk));
        }

        int folded = 0;
        bool marks = (mask & (CharClasses.Bit(CharClass.Mark) | CharClasses.Bit(CharClass.Format))) != 0;
        bool digits = (mask & CharClasses.Bit(CharClass.Digit)) != 0;
        for (int at = start; at < end;)
        {
            int length = Math.Min(ClassBits.Width, end - at);
            ulong inside = ClassBits.Low(length);
            ulong words = ClassBits.Between(classes, at, CharClass.Latin, CharClass.OtherLetter);
            words |= marks ? ClassBits.Between(classes, at, CharClass.Mark, CharClass.Mark) | ClassBits.Between(classes, at, CharClass.Format, CharClass.Format) : 0;
            words &= inside;
            ulong numbers = 0;
            if (digits)
            {
                // Where a number starts.
                numbers = ClassBits.Between(classes, at, CharClass.Digit, CharClass.Digit);
                ulong before = (numbers << 1) | (at > start && classes[at - 1] == CharClass.Digit ? 1UL : 0);
                numbers &= ~before & inside;
            }

            Reserve(ClassBits.Width, at);
            int topics = _topics.Count;
            int contents = _contents.Count;
            at = AddWindow(text, classes, at, at + length, end, words, numbers, ref folded);
            if (_full)
            {
                _topics.Cut(topics);
                _contents.Cut(contents);
            }
        }

        KeptChars = _full ? KeptChars : end;
        return FoldOf(_folded, folded);
    }

    /// <summary>After the last line: makes places in the text quick to find.</summary>
    /// <param name="textChars">Length of the page's text.</param>
    public void Complete(int textChars)
    {
        KeptChars = _full ? KeptChars : textChars;
        _windows = (textChars / ClassBits.Width) + 1;
        _contentAt = ArrayPool<int>.Shared.Rent(_windows);
        ReadOnlySpan<Term> terms = _contents.Items;
        int window = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            for (; window * ClassBits.Width <= terms[i].Start; window++)
            {
                _contentAt[window] = i;
            }
        }

        _contentAt.AsSpan(window, _windows - window).Fill(terms.Length);
    }

    /// <summary>Gives the memory back; the terms must not be read afterwards.</summary>
    public void Release()
    {
        _topics.Release();
        _contents.Release();
        _windows = 0;
        KeptChars = 0;
        if (_contentAt.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_contentAt);
            _contentAt = [];
        }

        if (_folded.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_folded);
            _folded = [];
        }
    }

    /// <summary>Adds the words of one window and says where the next starts.</summary>
    private int AddWindow(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int at, int to, int end, ulong words, ulong numbers, ref int folded)
    {
        ulong wide = words == 0 ? 0 : ClassBits.NotAscii(text, at);
        for (ulong rest = words | numbers; rest != 0;)
        {
            int i = BitOperations.TrailingZeroCount(rest);
            if (((numbers >> i) & 1) != 0)
            {
                _folded[folded++] = '0';
                rest &= rest - 1;
                continue;
            }

            int start = at + i;
            int length = BitOperations.TrailingZeroCount(~(words >> i));
            if (start + length == to && to < end)
            {
                // A word that may go on is seen again from its start, one longer than a window to its end.
                if (i > 0)
                {
                    return start;
                }

                int last = to;
                while (last < end && IsWordPart(classes[last]))
                {
                    last++;
                }

                AddRun(text, classes, start, last, ref folded);
                return last;
            }

            ulong run = ClassBits.Low(length) << i;
            rest &= ~run;
            if ((wide & run) == 0 && start + Chunk <= text.Length)
            {
                AddWord(text, start, length, ref folded);
            }
            else
            {
                AddRun(text, classes, start, start + length, ref folded);
            }
        }

        return to;
    }

    private static bool IsWordPart(CharClass k) => CharClasses.IsLetter(k) || k is CharClass.Mark or CharClass.Format;

    /// <summary>A word of ASCII letters: all stems are hashed, that of its length is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddWord(ReadOnlySpan<char> text, int start, int length, ref int folded)
    {
        ReadOnlySpan<char> word = text.Slice(start, Chunk);
        uint h = (TermReader.Seed ^ (word[0] | (uint)LowerCase)) * TermReader.Factor;
        h = (h ^ (word[1] | (uint)LowerCase)) * TermReader.Factor;
        uint three = (h ^ (word[2] | (uint)LowerCase)) * TermReader.Factor;
        uint four = (three ^ (word[3] | (uint)LowerCase)) * TermReader.Factor;
        uint five = (four ^ (word[4] | (uint)LowerCase)) * TermReader.Factor;
        uint six = (five ^ (word[5] | (uint)LowerCase)) * TermReader.Factor;
        uint content = Choose(length, 4, five, four);
        uint topic = Choose(length, 5, six, Choose(length, 3, content, three));
        _topics.Add(start, start + length, TermReader.Mix(topic), (int)((uint)(TermReader.MinWordLetters - 1 - length) >> 31));
        _contents.Add(start, start + length, Math.Max(content, 1), (int)((uint)(ContentTermReader.MinPlainWordChars - 1 - length) >> 31));
        Fold(word, folded);
        folded += Math.Min(length, Chunk);
        if (length > Chunk)
        {
            FoldRest(text.Slice(start + Chunk, length - Chunk), ref folded);
        }
    }

    /// <summary><paramref name="longer"/> for words of more letters than <paramref name="border"/>, else <paramref name="other"/>: no processor guesses how long the next word is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Choose(int length, int border, uint longer, uint other) => other ^ ((other ^ longer) & (uint)((border - length) >> 31));

    /// <summary>Writes a chunk; there is always room for one behind a line's letters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fold(ReadOnlySpan<char> word, int folded) =>
        (Vector128.Create(MemoryMarshal.Cast<char, ushort>(word)) | Vector128.Create((ushort)LowerCase))
            .StoreUnsafe(ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetArrayDataReference(_folded)), (nuint)folded);

    private void FoldRest(ReadOnlySpan<char> letters, ref int folded)
    {
        foreach (char c in letters)
        {
            _folded[folded++] = (char)(c | LowerCase);
        }
    }

    /// <summary>A run of letters and marks that are not all of ASCII.</summary>
    private void AddRun(ReadOnlySpan<char> text, ReadOnlySpan<CharClass> classes, int start, int end, ref int folded)
    {
        Reserve(end - start, start);
        if (!_full)
        {
            TermReader.Read(text, classes, start, end, ref _topics);
            ContentTermReader.Read(text, classes, start, end, ref _contents);
        }

        for (int i = start; i < end; i++)
        {
            if (CharClasses.IsLetter(classes[i]))
            {
                _folded[folded++] = CharFold.Fold(text[i]);
            }
        }
    }

    /// <summary>Makes room for the terms of so many characters, or ends the keeping of terms at <paramref name="at"/>.</summary>
    private void Reserve(int chars, int at)
    {
        if (!_full && Math.Max(_topics.Count, _contents.Count) + chars > MaxTerms)
        {
            _full = true;
            KeptChars = at;
        }

        _topics.Reserve(_full ? ClassBits.Width : chars);
        _contents.Reserve(_full ? ClassBits.Width : chars);
    }

    private static LineFold FoldOf(Span<char> folded, int n)
    {
        return n switch
        {
            0 => default,
            1 => new(TextHash.Of(folded, n), folded[0], folded[0]),
            _ => new(TextHash.Of(folded, n), ((uint)folded[0] << 16) | folded[1], ((uint)folded[n - 2] << 16) | folded[n - 1]),
        };
    }
}

using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Goes through the content terms of a span of a page (see <see cref="ContentTermReader"/>), as they were read when the page was segmented.</summary>
/// <remarks>A word that an end of the span cuts is read again as far as it lies inside.</remarks>
internal ref struct TermReader
{
    private readonly SegmentedPage _page;
    private readonly TextSpan _span;
    private ReadOnlySpan<Term> _kept;
    private int _next;

    public TermReader(SegmentedPage page, TextSpan span)
    {
        _page = page;
        _span = span;
        PageTerms terms = page.Terms;
        _kept = terms.Contents;
        _next = terms.ContentFrom(span.Start);

        // What is left of a word of which one letter is inside is no term.
        if (span.End > terms.KeptChars || (_next > 0 && _kept[_next - 1].End > span.Start + 1))
        {
            ReadAgain(span.Start);
        }
    }

    /// <summary>No more terms than so many stand in the span.</summary>
    public readonly int MostTerms
    {
        get
        {
            // Terms start at different code units, so a search by halves finds the first behind the span.
            int low = _next;
            int high = Math.Min(_kept.Length, _next + _span.Length);
            while (low < high)
            {
                int mid = (low + high) >>> 1;
                (low, high) = _kept[mid].Start < _span.End ? (mid + 1, high) : (low, mid);
            }

            return low - _next;
        }
    }

    /// <summary>Hash of the term, never 0.</summary>
    public uint Term { get; private set; }

    /// <summary>First code unit of the term.</summary>
    public int Start { get; private set; }

    /// <summary>One past its last code unit.</summary>
    public int End { get; private set; }

    /// <summary>Goes to the next term.</summary>
    public bool Next()
    {
        if (_next >= _kept.Length || _kept[_next].Start >= _span.End)
        {
            return false;
        }

        if (_kept[_next].End > _span.End)
        {
            if (_span.End - _kept[_next].Start == 1)
            {
                return false;
            }

            ReadAgain(_kept[_next].Start);
            return Next();
        }

        ref readonly Term term = ref _kept[_next++];
        Term = term.Hash;
        Start = term.Start;
        End = term.End;
        return true;
    }

    private void ReadAgain(int start)
    {
        var terms = new TermList(Math.Max(1, _span.End - start));
        ContentTermReader.Read(_page.Page.Text, _page.Classes, start, _span.End, ref terms);
        _kept = terms.Items.ToArray();
        _next = 0;
        terms.Release();
    }
}

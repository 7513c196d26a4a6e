using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>Leaves out of the main text what it has already: the same paragraphs laid out once more for another screen, in a folded card, in a quotation.</summary>
/// <remarks>
/// A long paragraph is a copy by itself, short ones are where a run of them comes again in the same order. Tables, code and verse repeat
/// themselves for reasons of their own. Linear; buffers are reused.
/// </remarks>
internal sealed class MainTextCopies
{
    private const int LeastWords = 12;
    private const int LeastRunWords = 60;
    private const float Sure = 20;

    private readonly CountTable _first = new();
    private int[] _taken = [];
    private int[] _copyOf = [];

    /// <summary>Changes the leads of the copies.</summary>
    /// <param name="page">The page.</param>
    /// <param name="input">Its body blocks.</param>
    /// <param name="leads">Log-odds over the cut of each body block: above 0 it is likely main text.</param>
    public void LeaveOut(Page page, BlockNetInput input, Span<float> leads)
    {
        if (_taken.Length < input.Count)
        {
            _taken = new int[Math.Max(input.Count, _taken.Length * 2)];
            _copyOf = new int[_taken.Length];
        }

        int count = Find(page, input, leads);
        for (int v = 0; v < count;)
        {
            if (_copyOf[v] < 0)
            {
                v++;
                continue;
            }

            int end = v;
            int words = 0;
            do
            {
                words += input.Words[_taken[end++]];
            }
            while (end < count && _copyOf[end] == _copyOf[end - 1] + 1);

            for (; v < end; v++)
            {
                if (words >= LeastRunWords || input.Words[_taken[v]] >= LeastWords)
                {
                    leads[CopyOf(page, input, _taken[_copyOf[v]], _taken[v])] = -Sure;
                }
            }
        }
    }

    // Lists the blocks that are likely main text, with the place in that list of the first that says the same; -1 where it is the first.
    private int Find(Page page, BlockNetInput input, ReadOnlySpan<float> leads)
    {
        const BlockTraits Own = BlockTraits.TableCell | BlockTraits.Preformatted | BlockTraits.Code;
        int count = 0;
        _first.Clear(input.Count);
        for (int i = 0; i < input.Count; i++)
        {
            if (leads[i] <= 0)
            {
                continue;
            }

            _taken[count] = i;
            _copyOf[count] = -1;
            BlockTraits traits = page.Blocks[input.Blocks[i]].Traits;
            if (input.Alike(i) > 1 && input.Words[i] > 0 && (traits & Own) == BlockTraits.None && (traits & BlockTraits.ParagraphStart) != BlockTraits.None)
            {
                ReadOnlySpan<char> text = TextOf(page, input, i);
                ref int first = ref _first[Hash(text)];
                _copyOf[count] = first > 0 && text.SequenceEqual(TextOf(page, input, _taken[first - 1])) ? first - 1 : -1;
                first = first == 0 ? count + 1 : first;
            }

            count++;
        }

        return count;
    }

    private static ReadOnlySpan<char> TextOf(Page page, BlockNetInput input, int i)
    {
        TextSpan span = page.Blocks[input.Blocks[i]].Span;
        return page.Text.AsSpan(span.Start, span.Length);
    }

    // The network's own hash of a text counts any number as one: rows of figures would be copies of each other.
    private static ulong Hash(ReadOnlySpan<char> text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }

    // Of two that say the same the one that readers see stays.
    private static int CopyOf(Page page, BlockNetInput input, int first, int second) =>
        page.Blocks[input.Blocks[first]].IsHidden && !page.Blocks[input.Blocks[second]].IsHidden ? first : second;
}

using System.Runtime.CompilerServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Adds up what a page's lines of prose say of their having been rewritten.</summary>
/// <remarks>Kept by thread; linear, three table reads a word.</remarks>
internal sealed class SpunWalk
{
    /// <summary>After so many words a page that lies like any genuine one is left alone.</summary>
    private const int Enough = 400;

    /// <summary>Standard deviations below which it is.</summary>
    private const float Ordinary = 1f;

    private const int LeastLetters = 20;

    // So many words are asked for before the first of them is weighed.
    private const int Together = 64;

    [ThreadStatic]
    private static SpunWalk? _current;

    private float[] _sums = [];
    private int[] _words = [];
    private bool[] _hurt = [];

    /// <summary>The walk of this thread.</summary>
    public static SpunWalk Current => _current ??= new SpunWalk();

    /// <summary>Log-odds of each block's words together; 0 where it is no prose.</summary>
    public ReadOnlySpan<float> Sums => _sums;

    /// <summary>Words of each block; 0 where it is no prose.</summary>
    public ReadOnlySpan<int> Words => _words;

    /// <summary>Walks over a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="model">The model.</param>
    /// <param name="level">How genuine pages of the page's language lie.</param>
    /// <param name="evidence">What was stated before: lines that a machine hurt otherwise are not read, since what is left of their words are no words.</param>
    /// <returns>False where the page's beginning lies like that of any genuine one: then the rest was not read.</returns>
    public bool Read(SegmentedPage page, SpunModel model, in SpunLevel level, ReadOnlySpan<Evidence> evidence)
    {
        ReadOnlySpan<Block> blocks = page.Page.Blocks;
        if (_sums.Length < blocks.Length)
        {
            _sums = new float[blocks.Length * 2];
            _words = new int[blocks.Length * 2];
            _hurt = new bool[blocks.Length * 2];
        }

        MarkHurt(blocks, evidence);

        float sum = 0;
        int words = 0;
        for (int b = 0; b < blocks.Length; b++)
        {
            (_sums[b], _words[b]) = !_hurt[b] && IsProse(page, blocks[b]) ? SumOf(page, blocks[b].Span, model) : (0, 0);
            bool before = words < Enough;
            sum += _sums[b];
            words += _words[b];
            if (before && words >= Enough && level.Above(sum, words) < Ordinary)
            {
                return false;
            }
        }

        return true;
    }

    private void MarkHurt(ReadOnlySpan<Block> blocks, ReadOnlySpan<Evidence> evidence)
    {
        _hurt.AsSpan(0, blocks.Length).Clear();
        foreach (ref readonly Evidence item in evidence)
        {
            if (item.Detector is "broken-bytes" or "gloss")
            {
                for (int b = Math.Max(0, BlockSearch.Of(blocks, item.Span.Start)); b < blocks.Length && blocks[b].Span.Start < item.Span.End; b++)
                {
                    _hurt[b] = true;
                }
            }
        }
    }

    private static bool IsProse(SegmentedPage page, in Block block) =>
        block.Zone == Zone.Body && block.HeadingLevel == 0 && !block.IsHidden && block.Span.Length >= LeastLetters
        && ClassBits.CountRuns(page.PaddedClasses, block.Span.Start, block.Span.End, CharClass.SentenceEnd) > 0;

    [SkipLocalsInit]
    private static (float Sum, int Words) SumOf(SegmentedPage page, TextSpan span, SpunModel model)
    {
        ReadOnlySpan<char> text = page.Page.Text.AsSpan(0, span.End);
        ReadOnlySpan<CharClass> classes = page.Classes;
        Span<int> asked = stackalloc int[Together * SpunModel.MaxFeatures];
        Span<byte> groups = stackalloc byte[Together];
        float sum = 0;
        int words = 0;
        int waiting = 0;
        byte gap = 5;
        byte style = 0;
        uint before = PromoTagger.NoneBefore;
        for (int i = span.Start; i < span.End && words < PhraseTokens.MaxTokens;)
        {
            if (!PhraseTokens.Opens(classes[i]))
            {
                PhraseTokens.Between(text[i], classes[i], ref gap, ref style);
                i++;
                continue;
            }

            PhraseToken token = default;
            i = PhraseTokens.ReadToken(text, classes, i, ref token);
            model.Ask(gap < 4 ? before : PromoTagger.NoneBefore, token, asked.Slice(waiting * SpunModel.MaxFeatures, SpunModel.MaxFeatures));
            groups[waiting++] = token.Group;
            if (waiting == Together)
            {
                Weigh(model, asked, groups, ref sum);
                waiting = 0;
            }

            before = token.Word;
            words++;
            gap = 0;
        }

        Weigh(model, asked, groups[..waiting], ref sum);
        return (sum, words);
    }

    private static void Weigh(SpunModel model, ReadOnlySpan<int> asked, ReadOnlySpan<byte> groups, ref float sum)
    {
        for (int w = 0; w < groups.Length; w++)
        {
            sum += model.OddsOf(asked.Slice(w * SpunModel.MaxFeatures, SpunModel.MaxFeatures), groups[w]);
        }
    }
}

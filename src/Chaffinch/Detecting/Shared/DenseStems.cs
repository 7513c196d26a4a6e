using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>What accused phrases of Han, kana or Thai begin with, where it comes back at the ends of clauses with other words behind it.</summary>
/// <remarks>
/// A brand or a place is sold in many wordings ("… opening", "… opening by night", "… car keys"), of which no two need be alike. Their beginning counts where a clause that is whole without it goes on to it
/// and ends behind it, twice and more, and the page's sentences never say it by themselves. Linear: at most <see cref="MaxStems"/> passes over the text.
/// </remarks>
internal static class DenseStems
{
    private const int MaxStems = 3;
    private const int MaxFinds = 48;
    private const int MinPlaces = 2;
    private const int MinFound = 2;
    private const int MinLone = 8;
    private const int MinThai = 80;
    private const int MaxOn = 20;
    private const int MaxBlanks = 3;
    private const float LeastSelling = 0.3f;

    // Verbs and small words that want what follows them: behind one of them the name belongs to the clause.
    private const string Wanting = "在到给給由被和与與跟向从從对對让讓把叫称稱为為是有用去来來至及的于於进進找问問看买買做当當像比如即等或";

    /// <summary>Chooses the beginnings that most accused phrases have.</summary>
    /// <param name="page">The page.</param>
    /// <param name="tokens">Accused runs of letters, sorted by what they say.</param>
    /// <param name="stems">Takes the beginnings.</param>
    public static void Choose(SegmentedPage page, List<TextSpan> tokens, List<TextSpan> stems)
    {
        Span<(TextSpan Stem, int Places)> best = stackalloc (TextSpan, int)[MaxStems];
        string text = page.Page.Text;
        for (int i = 0; i < tokens.Count;)
        {
            int length = LeastLength(page.Classes[tokens[i].Start]);
            ReadOnlySpan<char> stem = text.AsSpan(tokens[i].Start, length);
            int next = i + 1;
            while (next < tokens.Count && text.AsSpan(tokens[next].Start, tokens[next].Length).StartsWith(stem, StringComparison.Ordinal))
            {
                next++;
            }

            if ((next - i >= MinPlaces || tokens[i].Length >= MinLone) && page.Classes[tokens[i].Start] != CharClass.Hangul)
            {
                Keep(best, new TextSpan(tokens[i].Start, tokens[i].Start + length), next - i);
            }

            i = next;
        }

        foreach ((TextSpan stem, int places) in best)
        {
            if (places > 0)
            {
                stems.Add(stem);
            }
        }
    }

    private static void Keep(Span<(TextSpan Stem, int Places)> best, TextSpan stem, int places)
    {
        for (int i = 0; i < best.Length; i++)
        {
            if (best[i].Places < places)
            {
                best[i..^1].CopyTo(best[(i + 1)..]);
                best[i] = (stem, places);
                return;
            }
        }
    }

    /// <summary>Finds the phrases that begin with <paramref name="stem"/> at the ends of clauses.</summary>
    /// <param name="page">The page.</param>
    /// <param name="stem">The beginning.</param>
    /// <param name="accused">Accused places and open lines.</param>
    /// <param name="found">Work space.</param>
    /// <param name="into">Takes the phrases, where they are enough.</param>
    public static void Find(SegmentedPage page, TextSpan stem, AccusedNames accused, List<GluedPhrase> found, List<GluedPhrase> into)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        PageFacts facts = PageFacts.Of(page);
        found.Clear();
        float selling = 0;
        int at = 0;
        for (int finds = 0; finds < MaxFinds; finds++)
        {
            int next = text[at..].IndexOf(text[stem.Start..stem.End], StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            var name = new TextSpan(at + next, at + next + stem.Length);
            at = name.End;
            int b = BlockSearch.Of(page.Page.Blocks, name.Start);
            if (b < 0 || page.Page.Blocks[b].Zone != Zone.Body || !IsRunning(page, facts, b, accused) || accused.IsAccused(name))
            {
                continue;
            }

            TextSpan piece = SetApart.Around(page, facts, b, name);
            piece = piece.IsEmpty ? AtClauseEnd(page, page.Page.Blocks[b].Span, name) : piece;
            if (piece.IsEmpty)
            {
                if (accused.Open.Note(b, name))
                {
                    continue;
                }

                return;
            }

            selling += AnchorWords.Promotion(page, piece);
            found.Add(new GluedPhrase(piece, name, IsGluedBefore: true, IsGluedBehind: false, IsClear: true));
        }

        if (found.Count >= MinFound && selling >= found.Count * LeastSelling)
        {
            into.AddRange(found);
        }
    }

    /// <summary>A line of sentences; in scripts without full stops a long one whose letters are parted by blanks.</summary>
    /// <param name="page">The page.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="b">The line.</param>
    /// <param name="accused">Knows the lines that break off.</param>
    public static bool IsRunning(SegmentedPage page, PageFacts facts, int b, AccusedNames accused) =>
        facts.Lines[b].HasSentences || accused.Open.Has(b) || (facts.Lines[b].Main == Script.Thai && page.Page.Blocks[b].HeadingLevel == 0 && facts.Lines[b].Letters >= MinThai && facts.Lines[b].Gaps > 1);

    // From the name to the end of the clause, where a clause stands before it without a mark or a blank.
    private static TextSpan AtClauseEnd(SegmentedPage page, TextSpan block, TextSpan name)
    {
        ReadOnlySpan<CharClass> classes = page.Classes;
        if (name.Start == block.Start || !CharClasses.IsLetter(classes[name.Start - 1]) || Wanting.Contains(page.Page.Text[name.Start - 1], StringComparison.Ordinal))
        {
            return default;
        }

        int blanks = 0;
        int end = name.End;
        while (end < block.End && end - name.End <= MaxOn && (Pieces.IsWord(classes[end]) || (classes[end] == CharClass.Space && blanks++ < MaxBlanks)))
        {
            end++;
        }

        bool ends = end == block.End || classes[end] is CharClass.SentenceEnd or CharClass.Comma;
        return ends && end - name.End <= MaxOn ? new TextSpan(name.Start, end) : default;
    }

    /// <summary>Two characters make a word of Chinese, and three a name of a place; a syllable of Korean is two or three letters, a Thai word has four to six.</summary>
    /// <param name="c">The class of the first letter.</param>
    public static int LeastLength(CharClass c) => c switch
    {
        CharClass.Han => 3,
        CharClass.Hangul => 4,
        CharClass.Hiragana or CharClass.Katakana => 4,
        _ => 6,
    };
}

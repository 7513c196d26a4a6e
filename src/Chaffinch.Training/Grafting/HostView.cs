using System.Text;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Training.Grafting;

/// <summary>A real page or text into which something may be put.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsHtml">False for plain text.</param>
/// <param name="Read">Gives its bytes as fetched.</param>
internal sealed record HostPage(string Name, bool IsHtml, Func<byte[]> Read);

/// <summary>What is known of a host's layout: its language, where its content lies, its headings, menus, lists and cells.</summary>
internal sealed class HostView
{
    private const BlockTraits FrameTraits = BlockTraits.InNav | BlockTraits.InHeader | BlockTraits.InFooter | BlockTraits.InAside | BlockTraits.InForm | BlockTraits.Control | BlockTraits.Code | BlockTraits.Preformatted;

    private const Hints FrameHints = Hints.Navigation | Hints.Footer | Hints.Sidebar | Hints.Related | Hints.Comments | Hints.Advert | Hints.Notice | Hints.Share | Hints.Legal | Hints.Tags;
    private const int LanguageChars = 6000;

    public HostView(Page page)
    {
        Page = page;
        Language = LanguageOf(page);
        IsUnspaced = Language is "zh" or "hant" or "ja" or "th";
        Content = ContentOf(page, IsUnspaced ? 24 : 70);
    }

    public Page Page { get; }

    /// <summary>ISO 639-1, <c>hant</c> for traditional Chinese, empty where it cannot be told.</summary>
    public string Language { get; }

    /// <summary>True where words are not parted by blanks.</summary>
    public bool IsUnspaced { get; }

    /// <summary>Indexes of the blocks of running text in the middle of the page.</summary>
    public List<int> Content { get; }

    /// <summary>Blocks of which something holds, as indexes.</summary>
    public List<int> Where(Func<Block, bool> holds)
    {
        var found = new List<int>();
        for (int b = 0; b < Page.Blocks.Length; b++)
        {
            if (holds(Page.Blocks[b]))
            {
                found.Add(b);
            }
        }

        return found;
    }

    public string TextOf(in Block block) => Page.Text[block.Span.Start..block.Span.End];

    /// <summary>Offsets in a block's text, in front of a word, where one sentence ends and the next begins; no link stands on either side.</summary>
    public List<int> SentenceBorders(in Block block)
    {
        var borders = new List<int>();
        string text = Page.Text;
        for (int i = block.Span.Start + 15; i < block.Span.End - 15; i++)
        {
            bool wide = text[i - 1] is '。' or '！' or '？';
            bool narrow = text[i] == ' ' && text[i - 1] is '.' or '!' or '?' && char.IsLower(text[i - 2]) && (char.IsUpper(text[i + 1]) || (char.IsLetter(text[i + 1]) && !char.IsLower(text[i + 1])));
            if ((wide && char.IsLetter(text[i])) || narrow)
            {
                int at = wide ? i : i + 1;
                if (!IsLinked(block, at))
                {
                    borders.Add(at);
                }
            }
        }

        return borders;
    }

    /// <summary>Offsets in a block's text between two words of a sentence, or two characters where nothing parts words.</summary>
    public List<int> WordBorders(in Block block)
    {
        var borders = new List<int>();
        string text = Page.Text;
        for (int i = block.Span.Start + 15; i < block.Span.End - 15; i++)
        {
            bool here = IsUnspaced ? CharFits(text[i - 1]) && CharFits(text[i]) : text[i - 1] == ' ' && char.IsLetter(text[i]) && char.IsLetter(text[i - 2]);
            if (here && !IsLinked(block, i))
            {
                borders.Add(i);
            }
        }

        return borders;
    }

    private static bool CharFits(char c) => char.IsLetter(c) && c > 0x0E00;

    private bool IsLinked(in Block block, int at)
    {
        for (int l = block.FirstLink; l < block.FirstLink + block.LinkCount; l++)
        {
            if (Page.Links[l].Span.Start <= at && at <= Page.Links[l].Span.End)
            {
                return true;
            }
        }

        return false;
    }

    private static string LanguageOf(Page page)
    {
        var text = new StringBuilder();
        foreach (Block block in page.Blocks)
        {
            if (block.Zone == Zone.Body && !block.IsHidden && block.Span.Length >= 40 && text.Length < LanguageChars)
            {
                text.Append(page.Text, block.Span.Start, block.Span.Length).Append('\n');
            }
        }

        LanguageGuess guess = LanguageIdentifier.Identify(text.Length > 0 ? text.ToString() : page.Text);
        return guess.ChineseScript == "Hant" ? "hant" : guess.Code ?? "";
    }

    // Long blocks with few links outside of frames; of them those in the element that holds most, and what stands among those.
    private static List<int> ContentOf(Page page, int least)
    {
        var long_ = new List<int>();
        var chars = new Dictionary<int, int>();
        for (int b = 0; b < page.Blocks.Length; b++)
        {
            ref readonly Block block = ref page.Blocks[b];
            if (block.Zone == Zone.Body && !block.IsHidden && block.HeadingLevel == 0 && block.Span.Length >= least && block.LinkChars * 3 < block.Span.Length
                && (block.Traits & FrameTraits) == 0 && (block.AllHints & FrameHints) == 0)
            {
                long_.Add(b);
                chars[block.Container] = chars.GetValueOrDefault(block.Container) + block.Span.Length;
            }
        }

        if (long_.Count == 0)
        {
            return long_;
        }

        int home = chars.MaxBy(c => c.Value).Key;
        int first = long_.Find(b => page.Blocks[b].Container == home);
        int last = long_.FindLast(b => page.Blocks[b].Container == home);
        return long_.FindAll(b => b >= first && b <= last);
    }
}

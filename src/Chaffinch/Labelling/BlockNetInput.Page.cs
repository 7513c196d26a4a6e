using System.Text;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>Facts of the page as a whole: its size and shape, the words of its address, of its body's class names, of its generator.</summary>
internal sealed partial class BlockNetInput
{
    private void AddPageFacts(Page page)
    {
        _pageSlots.Clear();
        AddPage(0, Bucket(Count / 4));
        AddPage(1, Bucket(_pageWords / 16));
        AddPage(2, Eighths(_pageLinks, _pageChars));
        AddPage(3, Eighths(LongWords(), _pageWords));
        int headings = 0;
        int cells = 0;
        int items = 0;
        int code = 0;
        int prices = 0;
        int times = 0;
        for (int i = 0; i < Count; i++)
        {
            ref readonly Block block = ref page.Blocks[_blocks[i]];
            headings += block.HeadingLevel > 0 ? 1 : 0;
            cells += (block.Traits & BlockTraits.TableCell) != 0 ? 1 : 0;
            items += (block.Traits & BlockTraits.ListItem) != 0 ? 1 : 0;
            code += (block.Traits & (BlockTraits.Code | BlockTraits.Preformatted)) != 0 ? 1 : 0;
            times += (block.Traits & BlockTraits.HasTime) != 0 ? 1 : 0;
            prices += (_texts[i].Signs & 1) != 0 ? 1 : 0;
        }

        AddPage(4, Bucket(headings));
        AddPage(5, Eighths(cells, Count));
        AddPage(6, Eighths(items, Count));
        AddPage(7, Bucket(code));
        AddPage(8, Bucket(prices));
        AddPage(9, Bucket(times));
        AddPage(10, Bucket(Templates / 4));
        AddPage(11, page.Meta.Author is null ? 0 : 1);
        AddPage(12, page.Meta.Published is null ? 0 : 1);
        AddPageWords(page.Url, 1);
        AddPageWords(page.Meta.Generator, 2);
        AddPageWords(page.Meta.Types, 3);
        for (int c = 0; c < Math.Min(3, Containers); c++)
        {
            if (page.Containers[c].Tag == HtmlTag.Body)
            {
                AddBodyWords(page.Containers[c].ClassWords);
                AddBodyWords(page.Containers[c].MoreClassWords);
            }
        }

        _pageSlots.End();
    }

    private void AddPage(int fact, int value) => _pageSlots.Add(BlockNetSlots.Of(SlotField.Page, (fact * 16) + value));

    private int LongWords()
    {
        int words = 0;
        for (int i = 0; i < Count; i++)
        {
            words += _words[i] >= 20 ? _words[i] : 0;
        }

        return words;
    }

    private void AddPageWords(string? text, uint seed)
    {
        const int MaxChars = 200;
        if (text is null)
        {
            return;
        }

        uint word = 0;
        for (int i = 0; i <= Math.Min(text.Length, MaxChars); i++)
        {
            char c = i < text.Length ? text[i] : ' ';
            if (char.IsAsciiLetter(c))
            {
                word = ((word == 0 ? 2166136261 ^ (seed * 0x9E3779B9) : word) ^ (c | 0x20u)) * 16777619;
            }
            else if (word != 0)
            {
                _pageSlots.Add(BlockNetSlots.Of(SlotField.PageWord, BlockNetSlots.Word(word ^ (word >> 15))));
                word = 0;
            }
        }
    }

    private void AddBodyWords(ulong words)
    {
        for (; words != 0; words >>= 16)
        {
            uint hash = ((uint)(words & 0xFFFF) + 3) * 0x9E3779B9;
            _pageSlots.Add(BlockNetSlots.Of(SlotField.PageWord, BlockNetSlots.Word(hash >> 16)));
        }
    }
}

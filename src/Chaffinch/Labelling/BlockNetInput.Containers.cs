using System.Numerics;
using System.Runtime.Intrinsics;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>The containers' side: how much text and how many links each holds, how often its like stands beside it.</summary>
internal sealed partial class BlockNetInput
{
    // Where a share's steps begin: which of them a container reaches cannot be guessed, so all are compared.
    private static readonly Vector256<float> SmallShares = Vector256.Create(0.002f, 0.005f, 0.01f, 0.02f, 0.05f, 0.1f, 0.2f, 0.3f);
    private static readonly Vector256<float> LargeShares = Vector256.Create(0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.95f, float.PositiveInfinity, float.PositiveInfinity);

    private int[] _containerWords = [];
    private int[] _containerLinks = [];
    private int[] _containerChars = [];
    private int[] _containerBlocks = [];
    private int[] _containerSection = [];

    // The first of the containers that stand beside each other and are alike, and how many of them there are.
    private int[] _alike = [];
    private int[] _siblings = [];
    private int _pageWords;
    private int _pageChars;
    private int _pageLinks;

    private void ReadContainers(Page page)
    {
        ReadOnlySpan<Container> containers = page.Containers;
        Containers = containers.Length;
        Grow(ref _parents, Containers);
        Cleared(ref _containerWords, Containers);
        Cleared(ref _containerLinks, Containers);
        Cleared(ref _containerChars, Containers);
        Cleared(ref _containerBlocks, Containers);
        (_pageWords, _pageChars, _pageLinks) = (0, 0, 0);
        for (int i = 0; i < Count; i++)
        {
            ref readonly Block block = ref page.Blocks[_blocks[i]];
            _pageWords += _words[i];
            _pageChars += block.Span.Length;
            _pageLinks += block.LinkChars;
            if (_own[i] >= 0)
            {
                _containerWords[_own[i]] += _words[i];
                _containerLinks[_own[i]] += block.LinkChars;
                _containerChars[_own[i]] += block.Span.Length;
                _containerBlocks[_own[i]]++;
            }
        }

        for (int c = Containers - 1; c >= 0; c--)
        {
            int parent = _parents[c] = containers[c].Parent;
            if (parent >= 0)
            {
                _containerWords[parent] += _containerWords[c];
                _containerLinks[parent] += _containerLinks[c];
                _containerChars[parent] += _containerChars[c];
                _containerBlocks[parent] += _containerBlocks[c];
            }
        }

        ReadRoles();
        Grow(ref _containerSection, Containers);
        for (int c = 0; c < Containers; c++)
        {
            bool holdsMuch = (long)_containerWords[c] * 8 >= _pageWords;
            _containerSection[c] = holdsMuch ? c : _parents[c] < 0 ? -1 : _containerSection[_parents[c]];
        }

        for (int i = 0; i < Count; i++)
        {
            _section[i] = _own[i] < 0 ? -1 : _containerSection[_own[i]];
        }
    }

    private void ReadRoles()
    {
        Grow(ref _roles, Containers);
        _roles.AsSpan(0, Containers).Clear();
        for (int i = 0; i < Count; i++)
        {
            int c = _own[i];
            for (int role = 0; role < 3 && c >= 0; role++, c = _parents[c])
            {
                _roles[c] |= (byte)(1 << role);
            }

            if (c >= 0)
            {
                _roles[c] |= 8;
            }
        }

        // What is further around a block is so for all its outer containers too.
        for (int c = Containers - 1; c >= 0; c--)
        {
            if ((_roles[c] & 8) != 0 && _parents[c] >= 0)
            {
                _roles[_parents[c]] |= 8;
            }
        }
    }

    private void AddContainerFacts(Page page)
    {
        ReadContainerMarkup(page.Containers);
        ReadOnlySpan<Container> containers = page.Containers;
        _counts.Clear(Containers);
        Grow(ref _alike, Containers);
        Cleared(ref _siblings, Containers);
        for (int i = 0; i < Containers; i++)
        {
            ref int first = ref _counts[SiblingKey(containers[i])];
            first = first == 0 ? i + 1 : first;
            _alike[i] = first - 1;
            _siblings[first - 1]++;
        }

        _containerSlots.Clear();
        for (int i = 0; i < Containers; i++)
        {
            if (_roles[i] == 0)
            {
                // No block sees it.
                _containerSlots.End();
                continue;
            }

            _containerSlots.Add(BlockNetSlots.Of(ContainerField.Siblings, Bucket(_siblings[_alike[i]])));
            int links = Eighths(_containerLinks[i], _containerChars[i]);
            int mean = Math.Min(7, Bucket(_containerWords[i] / Math.Max(1, _containerBlocks[i])) / 2);
            _containerSlots.Add(BlockNetSlots.Of(ContainerField.Density, (links * 8) + mean));
            _containerSlots.Add(BlockNetSlots.Of(ContainerField.Blocks, (Bucket(_containerBlocks[i]) * 8) + mean));
            _containerSlots.Add(BlockNetSlots.Of(ContainerField.Share, Sixteenths(_containerWords[i], _pageWords)));
            _containerSlots.End();
        }
    }

    // The sorts of containers on the page.
    private void ReadContainerMarkup(ReadOnlySpan<Container> containers)
    {
        Grow(ref _containerMarkupOf, Containers);
        _containerMarkup.Clear();
        _counts.Clear(Containers);
        for (int i = 0; i < Containers; i++)
        {
            if (_roles[i] == 0)
            {
                continue;
            }

            ref readonly Container c = ref containers[i];
            ulong key = c.ClassWords * 0x9FB21C651E98DF25UL;
            key = (key ^ (key >> 29) ^ c.MoreClassWords) * 0xD6E8FEB86659FD93UL;
            key = (key ^ (key >> 29) ^ c.OtherWords) * 0x9FB21C651E98DF25UL;
            key = (key ^ (key >> 29) ^ (((ulong)c.Hints << 32) | ((uint)c.Hidden << 16) | (uint)c.Tag)) * 0xD6E8FEB86659FD93UL;
            ref int sort = ref _counts[key];
            if (sort == 0)
            {
                AddContainerMarkup(c);
                sort = _containerMarkup.Lists;
            }

            _containerMarkupOf[i] = sort - 1;
        }
    }

    private void AddContainerMarkup(in Container c)
    {
        _containerMarkup.Add(BlockNetSlots.Of(ContainerField.Tag, (int)c.Tag));
        AddWords(ContainerField.Word, c.ClassWords);
        AddWords(ContainerField.Word, c.MoreClassWords);
        AddWords(ContainerField.OtherWord, c.OtherWords);
        _containerMarkup.AddBits(BlockNetSlots.Of(ContainerField.Hints, 0), (uint)c.Hints);
        _containerMarkup.Add(BlockNetSlots.Of(ContainerField.Hidden, (int)c.Hidden));
        _containerMarkup.End();
    }

    private static ulong SiblingKey(in Container c) => ((ulong)(c.Parent + 2) * 0x9FB21C651E98DF25UL) ^ c.Shape;

    private void AddWords(ContainerField field, ulong words)
    {
        for (; words != 0; words >>= 16)
        {
            if ((words & 0xFFFF) != 0)
            {
                _containerMarkup.Add(BlockNetSlots.Of(field, BlockNetSlots.Word((uint)(words & 0xFFFF))));
            }
        }
    }

    /// <summary>A share on a scale that is finer for small ones: 0 to 15.</summary>
    private static int Sixteenths(int part, int whole)
    {
        if (part <= 0 || whole <= 0)
        {
            return 0;
        }

        Vector256<float> share = Vector256.Create(part / (float)whole);
        uint low = Vector256.GreaterThanOrEqual(share, SmallShares).ExtractMostSignificantBits();
        uint high = Vector256.GreaterThanOrEqual(share, LargeShares).ExtractMostSignificantBits();
        return 1 + BitOperations.PopCount(low) + BitOperations.PopCount(high);
    }

    private static void Cleared(ref int[] array, int length)
    {
        Grow(ref array, length);
        array.AsSpan(0, length).Clear();
    }
}

using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <content>What the networks make of the facts.</content>
internal sealed partial class StrangerMap
{
    // Twice: by a segment's own facts, and knowing what was made of those around and of the rest of the page.
    private void Judge(SegmentedPage page, StrangerNet first, StrangerNet second)
    {
        // What is less likely at first, with nothing likelier around it, is not asked about again.
        const float LeastOwn = 0.04f;
        JudgeFirst(page, first);
        Span<float> facts = stackalloc float[AllCount];
        int n = page.Segments.Length;
        for (int s = 0; s < n; s++)
        {
            bool asked = _offers[s] >= LeastOwn || (IsUnit(s) && _around.HasLikely(s));
            _offers[s] = 0;
            if (asked)
            {
                Facts(page, s, facts[..FactCount]);
                _around.Facts(s, facts[FactCount..]);
                (_offers[s], _fragments[s]) = second.Judge(facts);
            }
        }
    }

    // What is the page's is found out once, what is a block's once for it; the network is asked about several segments at once, since it reads all of its weights for each question.
    private void JudgeFirst(SegmentedPage page, StrangerNet first)
    {
        Span<float> row = stackalloc float[FactCount];
        Span<float> rows = stackalloc float[FactCount * StrangerNet.Together];
        Span<int> segments = stackalloc int[StrangerNet.Together];
        Span<(float Offer, float Fragment)> answers = stackalloc (float, float)[StrangerNet.Together];
        int n = page.Segments.Length, block = -1, waiting = 0;
        _around.Start(n, page.Page.Blocks.Length);
        AddPage(page, row);
        for (int s = 0; s <= n; s++)
        {
            if (waiting == StrangerNet.Together || (s == n && waiting > 0))
            {
                first.Judge(rows[..(FactCount * waiting)], answers);
                Put(page, segments[..waiting], answers);
                waiting = 0;
            }

            if (s == n)
            {
                break;
            }

            (_offers[s], _fragments[s]) = (0, 0);
            if (IsUnit(s))
            {
                if (page.Segments[s].Block != block)
                {
                    block = page.Segments[s].Block;
                    AddBlock(page, block, row);
                }

                AddUnit(page, s, row);
                row.CopyTo(rows[(waiting * FactCount)..]);
                segments[waiting++] = s;
            }
        }
    }

    private void Put(SegmentedPage page, ReadOnlySpan<int> segments, ReadOnlySpan<(float Offer, float Fragment)> answers)
    {
        for (int i = 0; i < segments.Length; i++)
        {
            int s = segments[i];
            _offers[s] = Math.Max(answers[i].Offer, answers[i].Fragment);
            _around.Put(s, page.Segments[s].Block, TokensOf(s), answers[i].Offer, answers[i].Fragment);
        }
    }
}

using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <content>Which variant of Chinese the page is in, and which links leave its site.</content>
internal sealed partial class PageFacts
{
    /// <summary>1 where most Chinese characters of the page that tell are simplified, 2 where traditional, 0 where neither or the page is Japanese.</summary>
    public HanKind Variant { get; private set; }

    /// <summary>True where the Chinese characters of a piece that tell are of the other variant than the page's.</summary>
    public bool IsOtherVariant(TextSpan span)
    {
        if (Variant == HanKind.None)
        {
            return false;
        }

        (int simplified, int traditional) = CountVariants(span);
        int other = Variant == HanKind.Simplified ? traditional : simplified;
        int own = Variant == HanKind.Simplified ? simplified : traditional;
        return other >= 2 && other >= own * 4;
    }

    /// <summary>True where <see cref="IsOtherVariant"/> holds, with two such characters and none of the page's own variant.</summary>
    public bool IsOtherVariantAlone(TextSpan span)
    {
        (int simplified, int traditional) = CountVariants(span);
        return Variant == HanKind.Simplified ? simplified == 0 && traditional >= 2 : traditional == 0 && simplified >= 2;
    }

    private (int Simplified, int Traditional) CountVariants(TextSpan span)
    {
        int simplified = 0;
        int traditional = 0;
        foreach (char c in _page!.Page.Text.AsSpan(span.Start, span.Length))
        {
            if (c >= '\u4E00')
            {
                HanKind kind = HanKinds.Of(c);
                simplified += (kind & HanKind.Simplified) != 0 ? 1 : 0;
                traditional += (kind & HanKind.Traditional) != 0 ? 1 : 0;
            }
        }

        return (simplified, traditional);
    }

    private void FindVariant(SegmentedPage page)
    {
        Variant = HanKind.None;
        if (MainScript != Shared.Script.Han || Script[(int)Shared.Script.Kana] * 20 > Script.Total)
        {
            return;
        }

        const int Enough = 60;
        int simplified = 0;
        int traditional = 0;
        for (int b = 0; b < _lineCount && simplified + traditional < Enough * 20; b++)
        {
            if (_lines[b].Prose)
            {
                (int s, int t) = CountVariants(page.Page.Blocks[b].Span);
                simplified += s;
                traditional += t;
            }
        }

        if (simplified + traditional >= Enough / 3)
        {
            Variant = simplified > traditional * 6 ? HanKind.Simplified : traditional > simplified * 6 ? HanKind.Traditional : HanKind.None;
        }
    }

    /// <summary>True for a link that leaves the site, as far as the page's address or its other links tell.</summary>
    public bool LeavesSite(in Link link)
    {
        if ((link.Traits & (LinkTraits.Local | LinkTraits.Contact)) != 0)
        {
            return false;
        }

        return _page!.Page.Url is null
            ? link.Host != 0 && (link.Traits & LinkTraits.Own) == 0
            : (link.Traits & (LinkTraits.External | LinkTraits.Own)) == LinkTraits.External;
    }
}

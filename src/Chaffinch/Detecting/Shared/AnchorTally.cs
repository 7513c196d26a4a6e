using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>Counts over the links of one row.</summary>
internal struct AnchorTally
{
    private ulong _host;
    private int _supported;
    private int _words;
    private float _weight;

    /// <summary>Links with text.</summary>
    public int Links;

    /// <summary>Those to other sites.</summary>
    public int External;

    /// <summary>Those of them in a script that the page hardly has.</summary>
    public int OtherScript;

    /// <summary>Most links found so far that lead to one foreign host in an unbroken run.</summary>
    public int SameHost;

    /// <summary>Content terms of the external anchors.</summary>
    public int Terms;

    /// <summary>Those that say the text of the one before, or of the one that that one went on from, and go on ("name", "name bonus"), on the same host.</summary>
    public int Families;

    private int _run;
    private Link _stem;

    /// <summary>Share of the terms that stand in the running text or in the page's own menus, headings and labels.</summary>
    public readonly float Share => Terms == 0 ? 1f : Math.Min(1f, (float)_supported / Terms);

    /// <summary>Mean number of words of an external anchor; in scripts without blanks, a word for every two letters.</summary>
    public readonly float MeanWords => External == 0 ? 0 : (float)_words / External;

    /// <summary>
    /// How much the anchors look like search phrases, 0 to 1: longer than the name of a site, shorter than the headline of an article.
    /// </summary>
    public readonly float Phrases
    {
        get
        {
            float mean = External == 0 ? 0 : _weight / External;
            return mean < 20 ? Math.Clamp((mean - 9) / 8, 0f, 1f) : Math.Clamp((52 - mean) / 16, 0f, 1f);
        }
    }

    /// <summary>Counts one link.</summary>
    public void Add(SegmentedPage page, PageFacts facts, in Link link)
    {
        Links++;
        if (!facts.LeavesSite(link))
        {
            _run = 0;
            return;
        }

        External++;
        ReadOnlySpan<char> text = page.Page.Text;
        bool goesOn = _stem.Host == link.Host && link.Span.Length > _stem.Span.Length + 1 && _stem.Span.Length > 2
            && text[link.Span.Start..link.Span.End].StartsWith(text[_stem.Span.Start.._stem.Span.End], StringComparison.OrdinalIgnoreCase);
        Families += goesOn ? 1 : 0;
        _stem = goesOn ? _stem : link;
        _run = link.Host == _host ? _run + 1 : 1;
        _host = link.Host;
        SameHost = Math.Max(SameHost, _run);
        ScriptCounts scripts = Scripts.CountLetters(page.Classes[link.Span.Start..link.Span.End]);
        OtherScript += facts.IsOtherScript(scripts) || facts.IsOtherVariant(link.Span) ? 1 : 0;
        _weight += new Pieces(page).Weight(link.Span);
        RowShape shape = RowShape.Read(page, link.Span);
        _words += (int)MathF.Round(shape.MeanWords * Math.Max(shape.Items, 1));
        Support body = facts.SupportOf(link.Span);
        Support frame = facts.FrameSupportOf(link.Span, 1);
        Terms += body.Terms;
        _supported += Math.Max(body.Supported, frame.Supported);
    }
}

using System.Collections.Immutable;
using Chaffinch.Model;

namespace Chaffinch.Cleaning;

/// <summary>Says in one sentence why a part was cut.</summary>
internal static class Reasons
{
    private const int MaxRepairChars = 120;

    public const string LeftOver = "Separator left over beside a cut.";
    private const string Repeats = "Repeats the title or stands beside it.";
    public const string BesideAuthor = "Stands beside the author's name in the byline.";

    /// <summary>The reason for a part with this label and what the detectors measured there.</summary>
    public static string For(in LabelledSpan span, PartRole role, string text, ReadOnlySpan<Evidence> evidence)
    {
        if (role == PartRole.LeftOver)
        {
            return LeftOver;
        }

        switch (span.Label)
        {
            case Label.Furniture:
                return "Site furniture, not part of the article.";
            case Label.Headline:
                return Repeats;
            case Label.Byline:
                return "Byline of the article or of a part of it; not the one given back.";
            case Label.Injected:
            case Label.Damaged when span.Kind != Kind.Rewrite:
                return WithFact(span, text, evidence);
            default:
                return role == PartRole.Headline ? Repeats : "Stands in the page's head (title, description, keywords), not in its body.";
        }
    }

    private static string WithFact(in LabelledSpan span, string text, ReadOnlySpan<Evidence> evidence)
    {
        string what = What(span.Kind);
        string theme = span.Theme == Theme.None ? "" : " (" + span.Theme.NameOf() + ")";
        int strongest = -1;
        foreach (int index in span.Evidence.AsSpan())
        {
            if ((uint)index < (uint)evidence.Length && (strongest < 0 || evidence[index].Strength > evidence[strongest].Strength))
            {
                strongest = index;
            }
        }

        if (strongest < 0)
        {
            return what + theme + ".";
        }

        string fact = evidence[strongest].Fact.Render(text);
        string repair = evidence[strongest].Repair is { } was ? "; it reads “" + Shortened(was) + "”" : "";
        return what + theme + ": " + fact + repair + (fact.EndsWith('.') ? "" : ".");
    }

    /// <summary>The reason for a run that the article gives back as it was.</summary>
    /// <param name="span">The labelled span that it stands in.</param>
    /// <param name="run">The run.</param>
    /// <param name="text">The page's text.</param>
    /// <param name="evidence">What was stated of it.</param>
    /// <param name="repair">What the article has in its place.</param>
    public static string Repaired(in LabelledSpan span, TextSpan run, string text, in Evidence evidence, ReadOnlySpan<char> repair)
    {
        string fact = evidence.Fact.Render(text);
        return $"{What(span.Kind)}, repaired from “{Shortened(text.AsSpan(run.Start, run.Length))}” to “{Shortened(repair)}”: {fact}{(fact.EndsWith('.') ? "" : ".")}";
    }

    private static string Shortened(ReadOnlySpan<char> repair)
    {
        if (repair.Length <= MaxRepairChars)
        {
            return repair.ToString();
        }

        int end = char.IsHighSurrogate(repair[MaxRepairChars - 1]) ? MaxRepairChars - 1 : MaxRepairChars;
        return string.Concat(repair[..end], "…");
    }

    private static string What(Kind kind) => kind switch
    {
        Kind.Keyword => "Planted phrase",
        Kind.KeywordList => "Planted row of phrases",
        Kind.Link => "Planted links",
        Kind.Splice => "Fragment of a foreign text",
        Kind.Promo => "Planted advertisement",
        Kind.Contact => "Planted sales contact",
        Kind.Camouflage => "Filler that makes copies look different",
        Kind.FakeCredit => "Invented credit",
        Kind.Encoding => "Broken characters",
        Kind.Gloss => "Decoy gloss",
        Kind.Markup => "Markup printed as text",
        Kind.Cipher => "Encoded text",
        _ => "Planted text",
    };
}

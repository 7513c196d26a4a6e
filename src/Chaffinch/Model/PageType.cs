namespace Chaffinch.Model;

/// <summary>What sort of page it is.</summary>
public enum PageType : byte
{
    /// <summary>One text: news, essay, blog post, recipe, encyclopaedia entry.</summary>
    Article,

    /// <summary>A thread of posts: forum, question and answers, discussion.</summary>
    Forum,

    /// <summary>One thing for sale, with its description.</summary>
    Product,

    /// <summary>A shop's category: products side by side.</summary>
    Collection,

    /// <summary>Items side by side that are not for sale: articles of a section, search results, events.</summary>
    Listing,

    /// <summary>Manual, reference, tutorial of a product or language.</summary>
    Documentation,

    /// <summary>What an organisation offers: landing, about and service pages.</summary>
    Service,

    /// <summary>None of these, or not told.</summary>
    Other,
}

/// <summary>The words that stand for page types in reports.</summary>
public static class PageTypeNames
{
    private static readonly string[] Names = ["article", "forum", "product", "collection", "listing", "documentation", "service", "other"];

    /// <summary>The report's word for <paramref name="type"/>.</summary>
    public static string NameOf(this PageType type) => Names[(int)type];

    /// <summary>The type that <paramref name="name"/> stands for; <see cref="PageType.Other"/> for an unknown word.</summary>
    public static PageType Parse(string? name)
    {
        int at = Array.IndexOf(Names, name);
        return at < 0 ? PageType.Other : (PageType)at;
    }
}

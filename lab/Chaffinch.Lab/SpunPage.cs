using Chaffinch.Model;
using Chaffinch.Training.Grafting;
using Chaffinch.Training.Model;

namespace Chaffinch.Lab;

/// <summary>A page that the model of rewritten text learns from or is measured on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Language">ISO 639-1, empty where it is not known.</param>
/// <param name="Page">The page as the engine reads it.</param>
/// <param name="Gold">What each code unit is; null is genuine.</param>
internal sealed record SpunPage(string Name, string Language, Page Page, Gold?[] Gold)
{
    /// <summary>True where any of it was rewritten.</summary>
    public bool IsRewritten { get; } = Gold.Any(SpunMeasure.IsRewritten);

    /// <summary>True for a page of the public lists.</summary>
    public bool IsReal { get; } = Path.IsPathRooted(Name);

    /// <summary>A labelled page.</summary>
    public static SpunPage Of(GoldPages page) => new(page.Case.Name, page.Case.Language == "hant" ? "zh" : page.Case.Language, page.Page, page.Gold);

    /// <summary>Which of a number of folds it belongs to; by its name.</summary>
    public int FoldOf(int folds) => (int)(Stable.Hash(Path.GetFileName(Name)) % (uint)folds);
}

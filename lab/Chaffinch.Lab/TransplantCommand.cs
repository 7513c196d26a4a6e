using Chaffinch.Model;
using Chaffinch.Training.Grafting;

namespace Chaffinch.Lab;

/// <summary><c>lab score-transplants</c>: what is found of planted text in real pages, and what of the real pages is lost.</summary>
internal static class TransplantCommand
{
    private const int DefaultSeed = 31;

    public static int Score(Options options)
    {
        Transplanter maker = Transplants.ForMeasuring();
        var analyzer = new PageAnalyzer();
        var table = new TransplantTable();
        string? folder = options.Text("out");
        string? show = options.Text("show");
        for (int i = 0; i < options.Int("n", 400); i++)
        {
            Transplant page = maker.Make(options.Int("seed", DefaultSeed), i);
            LabelledPage found = analyzer.Analyze(page.Page.Source, page.Page.Hints);
            table.Add(page, found, show is not null && page.Page.Name.Contains(show, StringComparison.Ordinal));
            if (folder is not null)
            {
                Directory.CreateDirectory(folder);
                File.WriteAllBytes(Path.Combine(folder, page.Page.Name.Split(':')[0] + (page.Page.IsHtml ? ".html" : ".txt")), page.Page.Source);
            }
        }

        table.Print(options.Int("worst", 0));
        return 0;
    }
}

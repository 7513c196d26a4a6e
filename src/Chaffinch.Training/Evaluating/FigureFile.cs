using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Evaluating;

/// <summary>Measured figures in a file that only rises, each with the command that measures it and a digest of the pages it was measured on.</summary>
public static class FigureFile
{
    /// <summary>SHA-256 of the pages' names, bytes and gold texts, in hexadecimal: other inputs, other figures.</summary>
    public static string Digest(IEnumerable<GoldPage> pages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (GoldPage page in pages)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(page.Id));
            hash.AppendData(page.Html.Span);
            hash.AppendData(Encoding.UTF8.GetBytes(page.MainText));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The figures that are kept: word F1 of all pages and of each type, needed strings found, unwanted strings left out.</summary>
    public static List<(string Name, double Value)> FiguresOf(MainTextScores scores)
    {
        var figures = new List<(string, double)> { ("f1", scores.F1), ("with", scores.With), ("without-left-out", 1 - scores.UnwantedFound), ("page-type-right", scores.TypeAccuracy) };
        foreach (PageType type in Enum.GetValues<PageType>())
        {
            if (scores.Pages.Any(s => s.Page.Type == type))
            {
                figures.Add(("f1/" + type.NameOf(), scores.F1Of(type)));
            }
        }

        return figures;
    }

    /// <summary>The figures that are kept of strings: F1, precision, recall.</summary>
    public static List<(string Name, double Value)> FiguresOf(StringScores scores) =>
        [("strings/f1", scores.F1), ("strings/precision", scores.Precision), ("strings/recall", scores.Recall)];

    /// <summary>Holds figures against a file, and writes those that rose.</summary>
    /// <param name="path">The file; made where it is not there.</param>
    /// <param name="command">What measures them.</param>
    /// <param name="digest">Of the inputs.</param>
    /// <param name="figures">Rounded down to three digits before they are compared.</param>
    /// <returns>A line for each figure that fell, or whose inputs are others than those kept.</returns>
    public static List<string> Hold(string path, string command, string digest, IEnumerable<(string Name, double Value)> figures)
    {
        JsonObject all = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : [];
        var failures = new List<string>();
        foreach ((string name, double value) in figures)
        {
            double now = Math.Floor((value * 1000) + 1e-6) / 1000;
            if (all[name] is JsonObject kept)
            {
                if ((string?)kept["inputs"] != digest)
                {
                    failures.Add($"{name}: kept for other inputs");
                    continue;
                }

                if (now < (double)kept["value"]!)
                {
                    failures.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: measured {now}, kept {(double)kept["value"]!}"));
                    continue;
                }
            }

            all[name] = new JsonObject { ["value"] = now, ["command"] = command, ["inputs"] = digest };
        }

        using FileStream file = File.Create(path);
        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            all.WriteTo(json);
        }

        file.WriteByte((byte)'\n');
        return failures;
    }
}

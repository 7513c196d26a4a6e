using System.Text;
using System.Text.Json;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Loading;

/// <summary>Reads documents into which a model leaked the residue of tool calls, from a file of JSON Lines.</summary>
public static class LeakedDocuments
{
    /// <summary>Reads them in the order of the file.</summary>
    /// <param name="file">Lines with <c>path</c>, <c>text</c> and <c>spans</c> (<c>start</c> and <c>end</c> in UTF-16 code units).</param>
    public static IEnumerable<LeakedDocument> Read(string file)
    {
        foreach (string line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            string text = json.RootElement.GetProperty("text").GetString()!;
            var leaks = new List<string>();
            var clean = new StringBuilder();
            int done = 0;
            foreach (JsonElement span in json.RootElement.GetProperty("spans").EnumerateArray())
            {
                int start = span.GetProperty("start").GetInt32();
                int end = span.GetProperty("end").GetInt32();
                clean.Append(text, done, start - done);
                leaks.Add(text[start..end]);
                done = end;
            }

            clean.Append(text, done, text.Length - done);
            yield return new LeakedDocument(json.RootElement.GetProperty("path").GetString()!, text, leaks, WithoutMarkers(clean.ToString()));
        }
    }

    // Second lines of the same residue that the data do not list.
    private static string WithoutMarkers(string text) =>
        string.Join('\n', text.Split('\n').Where(l => !l.Contains(" to=final", StringComparison.Ordinal) && !l.Contains(" to=functions.", StringComparison.Ordinal)));
}

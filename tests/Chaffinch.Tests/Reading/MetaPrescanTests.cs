using System.Text;
using Chaffinch.Model;
using Chaffinch.Reading;
using Xunit;

namespace Chaffinch.Tests.Reading;

/// <summary>The prescan against the encoding cases of html5lib.</summary>
public sealed class MetaPrescanTests
{
    [Fact]
    public void The_encoding_cases_of_html5lib_pass()
    {
        Assert.SkipWhen(Repository.Data is null, "The development data is absent.");
        var wrong = new List<string>();
        int ran = 0;
        foreach (string file in new[] { "tests1.dat", "tests2.dat", "test-yahoo-jp.dat" })
        {
            byte[] all = File.ReadAllBytes(Path.Combine(Repository.Data!, "html5lib-tests", "encoding", file));
            foreach ((byte[] data, string expected) in Cases(all))
            {
                ran++;
                string found = data.AsSpan().StartsWith("\uFEFF"u8)
                    ? SourceReader.Read(data, InputHints.None, ReadLimits.Default).Encoding
                    : (MetaPrescan.Find(data) ?? WebEncoding.Windows1252).Name;
                string wanted = WebEncoding.FromLabel(Encoding.ASCII.GetBytes(expected))!.Name;
                if (found != wanted)
                {
                    wrong.Add($"{file}: {wanted}, found {found}: {Encoding.Latin1.GetString(data.AsSpan(0, Math.Min(data.Length, 300)))}");
                }
            }
        }

        Assert.True(ran > 80, $"Only {ran} cases were found.");
        Assert.True(wrong.Count == 0, string.Join("\n----\n", wrong));
    }

    private static IEnumerable<(byte[] Data, string Expected)> Cases(byte[] all)
    {
        string text = Encoding.Latin1.GetString(all);
        foreach (string part in text.Split("#data\n", StringSplitOptions.RemoveEmptyEntries))
        {
            int at = part.IndexOf("\n#encoding\n", StringComparison.Ordinal);
            if (at >= 0)
            {
                yield return (Encoding.Latin1.GetBytes(part[..at]), part[(at + 11)..].Trim().Split('\n')[0]);
            }
        }
    }
}

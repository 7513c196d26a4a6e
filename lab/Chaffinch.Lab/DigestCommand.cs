using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Chaffinch.Detecting;
using Chaffinch.Model;
using Chaffinch.Segmenting;
using Chaffinch.Writing;

namespace Chaffinch.Lab;

/// <summary>What each stage makes of each page, as hashes: two trees that print the same read, cut and label alike. For work on speed.</summary>
internal static class DigestCommand
{
    private static readonly string[] Folders = ["wcxb-dev", "readability", "cases", "zh-pages", "html5lib-tests"];

    public static int Run(Options options)
    {
        var analyzer = new PageAnalyzer();
        var report = new ArrayBufferWriter<byte>();
        foreach (string folder in Folders)
        {
            foreach (string file in LabData.Files(folder, "*", folder == "wcxb-dev" ? options.Int("every", 5) : 1))
            {
                byte[] bytes = LabData.Read(file);
                Page page = analyzer.Read(bytes);
                report.Clear();
                ReportWriter.Write(report, analyzer.Analyze(bytes));
                Console.WriteLine(string.Join(' ', Hash(PageFields(page)), Hash(SegmentFields(page)), EvidenceHash(page), Hash(analyzer.ReadMainText(bytes).Text),
                    Convert.ToHexStringLower(SHA256.HashData(report.WrittenSpan).AsSpan(0, 6)), Path.GetRelativePath(LabData.Folder, file)));
            }
        }

        return 0;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())).AsSpan(0, 6));

    // All that is stated, to the last bit of each strength: labels change long after it does.
    private static string EvidenceHash(Page page)
    {
        SegmentedPage segmented = Segmenter.Segment(page);
        var sink = new EvidenceSink();
        Detectors.Run(Detectors.All, segmented, sink);
        var stated = new StringBuilder();
        foreach (ref readonly Evidence e in sink.Items)
        {
            stated.Append(CultureInfo.InvariantCulture, $"{e.Signal.Key} {e.Span} {BitConverter.SingleToUInt32Bits(e.Strength)} {e.Fact}\n");
        }

        segmented.Release();
        return Hash(stated.ToString());
    }

    private static string PageFields(Page page)
    {
        var fields = new StringBuilder(page.Text);
        fields.Append(CultureInfo.InvariantCulture, $"{page.Meta} {page.Encoding} {page.DeclaredLanguage} {page.Url} {page.IsHtml}\n");
        foreach (Block block in page.Blocks)
        {
            fields.Append(CultureInfo.InvariantCulture, $"{block}\n");
        }

        foreach (Container container in page.Containers)
        {
            fields.Append(CultureInfo.InvariantCulture, $"{container} {container.ClassWords} {container.MoreClassWords} {container.OtherWords}\n");
        }

        foreach (Link link in page.Links)
        {
            fields.Append(CultureInfo.InvariantCulture, $"{link}\n");
        }

        foreach (InlineRun run in page.Inlines)
        {
            fields.Append(CultureInfo.InvariantCulture, $"{run}\n");
        }

        foreach (SourceRun run in page.Map.Runs)
        {
            fields.Append(CultureInfo.InvariantCulture, $"{run}\n");
        }

        foreach (Defect defect in page.Defects)
        {
            fields.Append(CultureInfo.InvariantCulture, $"{defect}\n");
        }

        return fields.ToString();
    }

    private static string SegmentFields(Page page)
    {
        var fields = new StringBuilder();
        SegmentedPage segmented = Segmenter.Segment(page);
        fields.Append(CultureInfo.InvariantCulture, $"{segmented.Language} {segmented.Mask}\n");
        for (int s = 0; s < segmented.Segments.Length; s++)
        {
            ref readonly SegmentProfile p = ref segmented.Profiles[s];
            fields.Append(CultureInfo.InvariantCulture, $"{segmented.Segments[s]} {p.Chars} {p.Letters} {p.Han} {p.Kana} {p.Hangul} {p.Latin} {p.Cyrillic} {p.RightToLeft} {p.SouthEastAsian}");
            fields.Append(CultureInfo.InvariantCulture, $" {p.OtherLetters} {p.Digits} {p.Punctuation} {p.Symbols} {p.Broken} {p.Gaps} {p.LinkChars} {p.Fold}\n");
        }

        foreach (BlockProfile block in segmented.BlockProfiles)
        {
            fields.Append(CultureInfo.InvariantCulture, $"{block}\n");
        }

        segmented.Release();
        return fields.ToString();
    }
}

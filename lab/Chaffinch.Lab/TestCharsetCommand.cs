using System.Diagnostics;
using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Reading;

namespace Chaffinch.Lab;

/// <summary>Accuracy of charset detection on sentences written in the encodings that fit their language, UTF.Unknown beside it.</summary>
/// <remarks>A detection is right where its decoding gives the text back; several encodings may.</remarks>
internal static class TestCharsetCommand
{
    private static readonly int[] Lengths = [100, 300, 1000, 5000];

    private static readonly (string Language, int[] CodePages)[] Fitting =
    [
        ("zho_Hans", [936, 54936]), ("zho_Hant", [950]), ("yue_Hant", [950]), ("jpn_Jpan", [932, 51932]), ("kor_Hang", [949]),
        ("rus_Cyrl", [1251, 20866, 28595, 866]), ("ukr_Cyrl", [1251, 21866, 28595]),
        ("deu_Latn", [1252]), ("fra_Latn", [1252]), ("spa_Latn", [1252]), ("por_Latn", [1252]), ("tur_Latn", [1254]),
        ("arb_Arab", [1256, 28596]), ("tha_Thai", [874]),
    ];

    /// <summary>Languages outside of the parallel sentences, from the folder of <c>lab/tables/language_corpus.py</c>.</summary>
    private static readonly (string Language, int[] CodePages)[] Held =
    [
        ("pl", [1250, 28592]), ("cs", [1250, 28592]), ("hu", [1250, 28592]), ("ro", [1250, 28592]), ("el", [1253, 28597]), ("he", [1255]),
        ("lt", [1257]), ("lv", [1257]), ("et", [1257]), ("bg", [1251, 28595]),
    ];

    public static int Run(Options options)
    {
        Console.WriteLine("language   code page " + string.Join("", Lengths.Select(l => $"{l,16}")) + "   (bytes; Chaffinch / UTF.Unknown, % right)");
        foreach ((string language, int[] pages) in Fitting)
        {
            // Every fourth sentence, by its number, was kept from training.
            string[] lines = File.ReadLines(Path.Combine(LabData.Folder, "clean", "sib200", language + ".tsv")).Skip(1).Select(l => l.Split('\t'))
                .Where(l => int.Parse(l[0], CultureInfo.InvariantCulture) % 4 == 0).Select(l => l[2]).ToArray();
            Array.ForEach(pages, page => Row(language, page, lines, options.Int("samples", 60)));
        }

        if (options.Plain.Count > 0)
        {
            foreach ((string language, int[] pages) in Held)
            {
                string[] lines = File.ReadAllLines(Path.Combine(options.Plain[0], language + ".test.txt"));
                Array.ForEach(pages, page => Row(language, page, lines, options.Int("samples", 60)));
            }
        }

        return 0;
    }

    private static void Row(string language, int page, string[] lines, int samples)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(page, new EncoderReplacementFallback(string.Empty), DecoderFallback.ReplacementFallback)!;
        var row = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{language,-10} {page,9} "));
        var wrong = new Dictionary<string, int>();
        var clock = new Stopwatch();
        foreach (int length in Lengths)
        {
            int ours = 0;
            int theirs = 0;
            int n = 0;
            for (int i = 0; i < samples; i++)
            {
                (byte[] bytes, string text) = Sample(lines, i * 7, length, encoding);
                if (System.Text.Ascii.IsValid(bytes))
                {
                    continue;
                }

                n++;
                clock.Start();
                DecodedSource source = SourceReader.Read(bytes, new InputHints(Format: InputFormat.Text), ReadLimits.Default);
                clock.Stop();
                bool right = Encoding.UTF8.GetString(source.Utf8.Span) == text;
                ours += right ? 1 : 0;
                if (!right)
                {
                    wrong[source.Encoding] = wrong.GetValueOrDefault(source.Encoding) + 1;
                }

                string? name = UtfUnknown.CharsetDetector.DetectFromBytes(bytes).Detected?.EncodingName;
                theirs += name is not null && Named(name)?.GetString(bytes) == text ? 1 : 0;
            }

            row.Append(CultureInfo.InvariantCulture, $"{100.0 * ours / Math.Max(1, n),8:F1} / {100.0 * theirs / Math.Max(1, n),5:F1}");
        }

        Console.WriteLine($"{row}  {clock.Elapsed.TotalMicroseconds / samples / Lengths.Length:F0} µs  " + string.Join(' ', wrong.Select(w => $"{w.Key}:{w.Value}")));
    }

    private static (byte[] Bytes, string Text) Sample(string[] lines, int first, int length, Encoding encoding)
    {
        var text = new StringBuilder();
        int size = 0;
        for (int i = first; size < length; i++)
        {
            string line = encoding.GetString(encoding.GetBytes(lines[i % lines.Length])) + "\n";
            text.Append(line);
            size += encoding.GetByteCount(line);
        }

        while (size > length)
        {
            int drop = text.Length > 1 && char.IsLowSurrogate(text[^1]) ? 2 : 1;
            size -= encoding.GetByteCount(text.ToString(text.Length - drop, drop));
            text.Length -= drop;
        }

        return (encoding.GetBytes(text.ToString()), text.ToString());
    }

    private static Encoding? Named(string name)
    {
        try
        {
            return name == "euc-kr" ? CodePagesEncodingProvider.Instance.GetEncoding(949) : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

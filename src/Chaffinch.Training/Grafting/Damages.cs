using System.Globalization;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Training.Model;

namespace Chaffinch.Training.Grafting;

/// <summary>What copying kits and broken pipes do to genuine text.</summary>
internal static class Damages
{
    private static readonly Dictionary<char, string> Readings = ReadReadings();
    private static readonly string[] Vowels = ["aāáǎà", "eēéěè", "iīíǐì", "oōóǒò", "uūúǔù"];

    static Damages() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Pinyin in brackets after characters, by one of three kits: toned, toned with a blank, toneless.</summary>
    public static void Gloss(Draft draft, Dice dice)
    {
        int kit = dice.Between(0, 2);
        double share = dice.Chance(0.5) ? 0.03 : 0.1;
        EachBody(draft, line =>
        {
            var runs = new List<Run>();
            var plain = new StringBuilder();
            foreach (char c in line.Text)
            {
                plain.Append(c);
                if (dice.Chance(share) && Readings.TryGetValue(c, out string? syllable))
                {
                    Flush(plain, runs);
                    string said = kit == 2 ? syllable : Toned(syllable, dice);
                    runs.Add(new Run(kit == 1 ? $"( {said} )" : dice.Chance(0.5) ? $"({said})" : $"（{said}）", Gold.Damage(Kind.Gloss)));
                }
            }

            Flush(plain, runs);
            Replace(line, runs);
        });
        draft.IsDamagedThroughout = true;
    }

    /// <summary>UTF-8 read as Windows-1252 (or GBK as Latin-1): letters beyond ASCII come out as two or three wrong ones.</summary>
    public static void Mojibake(Draft draft, Dice dice)
    {
        var latin = Encoding.GetEncoding(1252);
        bool whole = draft.IsUnspaced || draft.Language is "ru" or "uk" or "ar" or "fa" or "ko" or "hi";
        EachBody(draft, line =>
        {
            var runs = new List<Run>();
            var plain = new StringBuilder();
            foreach (Rune rune in line.Text.EnumerateRunes())
            {
                if (rune.IsAscii)
                {
                    plain.Append((char)rune.Value);
                    continue;
                }

                Flush(plain, runs);
                string broken = latin.GetString(Encoding.UTF8.GetBytes(rune.ToString()));
                runs.Add(new Run(new string([.. broken.Select(c => char.IsControl(c) ? '\u00AD' : c)]), Gold.Damage(Kind.Encoding)));
            }

            Flush(plain, runs);
            Replace(line, whole ? Joined(runs) : runs);
        });
        draft.IsDamagedThroughout = true;
    }

    /// <summary>Holes: characters beyond ASCII lost to question marks or U+FFFD, all through or now and then.</summary>
    public static void Holes(Draft draft, Dice dice)
    {
        char hole = dice.Chance(0.6) ? '\uFFFD' : '?';
        bool stray = dice.Chance(0.4);
        double share = stray ? 0.004 : dice.Chance(0.5) ? 0.06 : 1;
        if (draft.Language is "en" or "id" && hole == '?')
        {
            return;
        }

        EachBody(draft, line =>
        {
            var runs = new List<Run>();
            var plain = new StringBuilder();
            foreach (char c in line.Text)
            {
                if (c < 0x80 || char.IsSurrogate(c) || !dice.Chance(share))
                {
                    plain.Append(c);
                    continue;
                }

                Flush(plain, runs);
                runs.Add(new Run(hole.ToString(), Gold.Damage(Kind.Encoding)));
            }

            Flush(plain, runs);
            Replace(line, runs);
        });
        draft.IsDamagedThroughout = !stray;
    }

    /// <summary>Tags, entities and short codes printed as text.</summary>
    public static void PrintedMarkup(Draft draft, Dice dice)
    {
        string id = dice.Next(99999).ToString(CultureInfo.InvariantCulture);
        string[] marks =
        [
            "<br>", "</p>", "&nbsp;", "&nbsp;&nbsp;", "<span style=\"font-size:14px\">", "</span>", $"[caption id=\"attachment_{id}\" width=\"600\"]", "[/caption]", "&amp;quot;", "<strong>", "</strong>", "{{title}}",
            $"<x id=\"k{id}\"></x>", "[gallery]", "&ldquo;",
        ];
        List<string> own = dice.Some(marks, dice.Between(1, 3));
        foreach (DraftLine line in dice.Some([.. draft.Lines.Where(l => l.Role == LineRole.Paragraph && l.IsGenuine)], dice.Between(1, 4)))
        {
            line.Runs.Insert(dice.Chance(0.5) ? 0 : line.Runs.Count, new Run(dice.Of(own), Gold.Damage(Kind.Markup)));
        }
    }

    /// <summary>Paragraphs behind a paywall, turned by ROT47.</summary>
    public static void Rot47(Draft draft, Dice dice)
    {
        if (draft.IsUnspaced || draft.Language is "ru" or "uk" or "ar" or "fa" or "ko" or "hi")
        {
            return;
        }

        List<DraftLine> lines = [.. draft.Lines.Where(l => l.Role == LineRole.Paragraph && l.IsGenuine && l.Text.Length > 80)];
        foreach (DraftLine line in lines.Skip(1 + dice.Next(2)))
        {
            string turned = new([.. line.Text.Select(c => c is > ' ' and <= '~' ? (char)(33 + ((c - 33 + 47) % 94)) : c)]);
            Replace(line, [new Run(turned, Gold.Damage(Kind.Cipher))]);
        }
    }

    private static void EachBody(Draft draft, Action<DraftLine> change)
    {
        foreach (DraftLine line in draft.Lines.Where(l => l.Role is LineRole.Paragraph or LineRole.Item && l.IsGenuine))
        {
            change(line);
        }
    }

    private static void Flush(StringBuilder plain, List<Run> runs)
    {
        if (plain.Length > 0)
        {
            runs.Add(new Run(plain.ToString(), Gold.Body));
            plain.Clear();
        }
    }

    // A wholly unreadable line is one run, its blanks and ASCII marks with it.
    private static List<Run> Joined(List<Run> runs)
    {
        int damaged = runs.Where(r => r.Gold.Label == Label.Damaged).Sum(r => r.Text.Length);
        int all = runs.Sum(r => r.Text.Length);
        return damaged * 10 > all * 8 ? [new Run(string.Concat(runs.Select(r => r.Text)), Gold.Damage(Kind.Encoding))] : runs;
    }

    private static void Replace(DraftLine line, List<Run> runs)
    {
        line.Runs.Clear();
        line.Runs.AddRange(runs);
    }

    private static string Toned(string syllable, Dice dice)
    {
        foreach (string vowel in Vowels)
        {
            int at = syllable.IndexOf(vowel[0], StringComparison.Ordinal);
            if (at >= 0)
            {
                return syllable[..at] + vowel[dice.Between(1, 4)] + syllable[(at + 1)..];
            }
        }

        return syllable;
    }

    private static Dictionary<char, string> ReadReadings()
    {
        using Stream stream = typeof(PageAnalyzer).Assembly.GetManifestResourceStream("han-readings.res")
            ?? throw new InvalidOperationException("The resource han-readings.res is missing from the assembly.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        var readings = new Dictionary<char, string>();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split('\t');
            foreach (char c in cells[1])
            {
                readings.TryAdd(c, cells[0].Replace('v', 'ü'));
            }
        }

        return readings;
    }
}

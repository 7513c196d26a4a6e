using System.Buffers;
using System.Collections.Immutable;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees text that is encoded against readers without a subscription or mixed with noise against copying.</summary>
internal sealed class Cipher : Detector
{
    private const int MinRotChars = 40;
    private const int MinNoiseRuns = 4;
    private const int MinNoiseChars = 4;
    private const int MaxNoiseChars = 12;

    private static readonly Signal Rot = new("cipher", "rot47", "A run of ASCII that, rotated by 47 places, is words.");

    private static readonly Signal Noise = new("cipher", "anti-copy-noise", "Short runs of the same few characters stand inside the sentences of a post.");

    /// <summary>What the commonest letters and the blank of a text look like in ROT47: e, t, a, o, n, i, s.</summary>
    private static readonly SearchValues<char> RotLetters = SearchValues.Create("6E2@?:D");

    /// <summary>Symbols that neither versions, dates, prices, tags nor addresses are written with.</summary>
    private static readonly SearchValues<char> Noisy = SearchValues.Create("!#$*=?@[\\]^`{|}~");

    public override string Name => "cipher";

    public override string What => "Paragraphs rotated by 47 places (the rest of a paywalled article) and runs of noise that forum software strews into posts.";

    public override string Why => "Neither is readable, and both are the site's own doing, not a spammer's: without a name of their own they would pass for camouflage.";

    public override string LeavesAlone => "Code, keys and hashes (no words when rotated), serial numbers, ASCII art, tables, runs that differ each time.";

    public override string Example => "%96 3C:586 :D @A6? 282:?[ D2:5 E96 92C3@FC >2DE6C @? |@?52J]";

    public override string Source => "Local newspapers' paywalls that publish ROT47; forum software that inserts hidden noise against copying; own reading.";

    public override ImmutableArray<Signal> Signals { get; } = [Rot, Noise];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            if ((block.Traits & (BlockTraits.Code | BlockTraits.Preformatted)) == BlockTraits.None)
            {
                StateRot(page.Page.Text, block.Span, sink);
            }
        }

        StateNoise(page, sink);
    }

    private static void StateRot(ReadOnlySpan<char> text, TextSpan span, EvidenceSink sink)
    {
        ReadOnlySpan<char> line = text[span.Start..span.End];
        if (line.Length < MinRotChars)
        {
            return;
        }

        // The cheap question first: ordinary text is full of small letters, which rotate to symbols and digits and back.
        int small = 0;
        int typical = 0;
        int sample = Math.Min(line.Length, 200);
        for (int i = 0; i < sample; i++)
        {
            small += char.IsAsciiLetterLower(line[i]) ? 1 : 0;
            if (small * 4 > sample)
            {
                return;
            }
        }

        for (int i = 0; i < sample; i++)
        {
            typical += RotLetters.Contains(line[i]) ? 1 : 0;
        }

        if (typical * 4 < sample)
        {
            return;
        }

        int words = 0;
        int letters = 0;
        int odd = 0;
        int run = 0;
        foreach (char c in line)
        {
            char plain = c is >= '!' and <= '~' ? (char)('!' + ((c - '!' + 47) % 94)) : c;
            bool letter = char.IsAsciiLetter(plain);
            letters += letter ? 1 : 0;
            odd += !letter && plain is not (' ' or ',' or '.' or '\'' or '"' or '-' or ';' or ':' or '?' or '!' or '(' or ')' or '’' or '“' or '”') && !char.IsAsciiDigit(plain) ? 1 : 0;
            words += run >= 2 && plain == ' ' ? 1 : 0;
            run = letter ? run + 1 : 0;
        }

        if (letters * 4 >= line.Length * 3 && odd * 20 <= line.Length && words * 12 >= line.Length)
        {
            sink.Add(Rot, span, 1f, new("rotated by 47 places it reads as {a} words", words));
        }
    }

    /// <summary>Runs of ASCII without blanks inside Han or kana, all over one small alphabet of symbols, letters and digits.</summary>
    private static void StateNoise(SegmentedPage page, EvidenceSink sink)
    {
        if (!CharClasses.Bytes(page.Classes).ContainsAny((byte)CharClass.Han, (byte)CharClass.Hiragana, (byte)CharClass.Katakana))
        {
            return;
        }

        ReadOnlySpan<char> text = page.Page.Text;
        Span<TextSpan> runs = stackalloc TextSpan[64];
        int count = 0;
        for (int at = 1; at < text.Length && count < runs.Length;)
        {
            int next = text[at..].IndexOfAnyInRange('!', '/');
            if (next < 0)
            {
                break;
            }

            at += next;
            TextSpan run = RunAround(page, at);
            if (!run.IsEmpty && (count == 0 || runs[count - 1] != run))
            {
                runs[count++] = run;
            }

            at = Math.Max(at + 1, run.End);
        }

        if (count < MinNoiseRuns || !ShareAlphabet(text, runs[..count]))
        {
            return;
        }

        foreach (TextSpan run in runs[..count])
        {
            sink.Add(Noise, run, 0.8f, new("one of {a} runs of the same few characters inside sentences", count));
        }
    }

    /// <summary>The run of ASCII around <paramref name="at"/> that Han or kana enclose on both sides, empty where it is none.</summary>
    private static TextSpan RunAround(SegmentedPage page, int at)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int start = at;
        int end = at;
        while (start > 0 && text[start - 1] is > ' ' and <= '~' && at - start <= MaxNoiseChars)
        {
            start--;
        }

        while (end < text.Length && text[end] is > ' ' and <= '~' && end - start <= MaxNoiseChars)
        {
            end++;
        }

        if (end - start is < MinNoiseChars or > MaxNoiseChars || start == 0 || end == text.Length || !IsCjk(page.Classes[start - 1]) || !IsCjk(page.Classes[end]))
        {
            return default;
        }

        int symbols = 0;
        int letters = 0;
        for (int i = start; i < end; i++)
        {
            symbols += Noisy.Contains(text[i]) ? 1 : 0;
            letters += char.IsAsciiLetterOrDigit(text[i]) ? 1 : 0;
        }

        return symbols >= 2 && letters >= 1 ? new(start, end) : default;
    }

    private static bool IsCjk(CharClass k) => k is CharClass.Han or CharClass.Hiragana or CharClass.Katakana;

    private static bool ShareAlphabet(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> runs)
    {
        const int MaxAlphabet = 12;
        UInt128 seen = 0;
        int chars = 0;
        foreach (TextSpan run in runs)
        {
            foreach (char c in text[run.Start..run.End])
            {
                seen |= UInt128.One << c;
                chars++;
            }
        }

        int alphabet = (int)UInt128.PopCount(seen);
        return alphabet <= MaxAlphabet && chars >= alphabet * 3;
    }
}

using System.Buffers;
using System.Collections.Immutable;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;

namespace Chaffinch.Detecting;

/// <summary>Sees text that is encoded against readers without a subscription or mixed with noise against copying.</summary>
internal sealed class Cipher : Detector
{
    private const int MinRotChars = 40;
    private const int MinAmongOthers = 20;

    private static readonly Signal Rot = new("cipher", "rot47", "A run of ASCII that, rotated by 47 places, is words, or a paragraph that reads as a language does with its letters moved back in the alphabet.");

    private static readonly Signal Noise = new("cipher", "anti-copy-noise", "Short runs of random letters, digits and signs stand in or between the sentences of a text, seen or hidden.");

    /// <summary>What the commonest letters and the blank of a text look like in ROT47: e, t, a, o, n, i, s.</summary>
    private static readonly SearchValues<char> RotLetters = SearchValues.Create("6E2@?:D");

    public override string Name => "cipher";

    public override string What => "Paragraphs rotated by 47 places (the rest of a paywalled article) or by some letters of the alphabet and runs of noise that forum software strews into posts.";

    public override string Why => "Neither is readable, and both are the site's own doing, not a spammer's: without a name of their own they would pass for camouflage.";

    public override string LeavesAlone => "Code, keys and hashes (no words when rotated), serial numbers, ASCII art, tables, prices, versions and model numbers, formulas, code in sentences, product keys in a list.";

    public override string Example => "%96 3C:586 :D @A6? 282:?[ D2:5 E96 92C3@FC >2DE6C @? |@?52J]";

    public override string Source => "Local newspapers' paywalls that publish ROT47; forum software that inserts hidden noise against copying; own reading.";

    public override ImmutableArray<Signal> Signals { get; } = [Rot, Noise];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        // Where one line is sure, short ones beside it are too.
        bool found = false;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            if ((block.Traits & (BlockTraits.Code | BlockTraits.Preformatted)) == BlockTraits.None)
            {
                found |= StateRot(page.Page.Text, block.Span, found ? MinAmongOthers : MinRotChars, sink);
            }
        }

        MovedLetters.Find(page, Rot, sink);
        CopyNoise.Find(page, Noise, sink);
    }

    private static bool StateRot(ReadOnlySpan<char> text, TextSpan span, int least, EvidenceSink sink)
    {
        ReadOnlySpan<char> line = text[span.Start..span.End];
        if (line.Length < least)
        {
            return false;
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
                return false;
            }
        }

        // Letters beyond ASCII stay as they are.
        int turned = 0;
        for (int i = 0; i < sample; i++)
        {
            typical += RotLetters.Contains(line[i]) ? 1 : 0;
            turned += line[i] is > ' ' and <= '~' ? 1 : 0;
        }

        if (typical * 4 < turned || turned * 2 < sample)
        {
            return false;
        }

        int words = 0;
        int letters = 0;
        int odd = 0;
        int run = 0;
        foreach (char c in line)
        {
            char plain = Rotate(c);
            bool letter = char.IsLetter(plain);
            letters += letter || char.IsAsciiDigit(plain) ? 1 : 0;
            odd += !letter && plain is not (' ' or ',' or '.' or '\'' or '"' or '-' or ';' or ':' or '?' or '!' or '(' or ')' or '’' or '“' or '”' or '<' or '>' or '/' or '=') && !char.IsAsciiDigit(plain) ? 1 : 0;
            words += run >= 2 && plain == ' ' ? 1 : 0;
            run = letter ? run + 1 : 0;
        }

        if (letters * 4 >= line.Length * 3 && odd * 20 <= line.Length && words * 12 >= line.Length)
        {
            sink.Add(Rot, span, 1f, new("rotated by 47 places it reads as {a} words", words), Rotate(line));
            return true;
        }

        return false;
    }

    private static char Rotate(char c) => c is >= '!' and <= '~' ? (char)('!' + ((c - '!' + 47) % 94)) : c;

    private static string Rotate(ReadOnlySpan<char> line) =>
        string.Create(line.Length, line, (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = Rotate(from[i]);
            }
        });
}

using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees what wrong decoding leaves in a text: replacement characters, misread sequences, question marks in place of letters.</summary>
internal sealed class BrokenBytes : Detector
{
    private const int MinPrivateRun = 4;

    // Letters of a misread run inside of good text, where no other run was found before it and where one was.
    private const int LeastEmbedded = 3;
    private const int LeastAmongOthers = 2;

    private static readonly Signal Replacement = new("broken-bytes", "replacement-character", "U+FFFD, which stands where bytes could not be decoded.");

    private static readonly Signal Misread = new("broken-bytes", "mojibake", "A run that, encoded back, is valid text in another encoding.");

    private static readonly Signal Holes = new("broken-bytes", "question-holes", "Question marks inside words or in the place of whole ones, where letters were lost.");

    private static readonly Signal Shifted = new("broken-bytes", "byte-shifted", "A run of characters whose bytes, paired anew one byte later, are common characters.");

    private static readonly Signal Unreadable = new("broken-bytes", "unreadable-run", "A run of question marks, private-use characters or accented letters that no language writes.");

    public override string Name => "broken-bytes";

    public override string What => "Replacement characters, text decoded in the wrong encoding (repaired where that leaves no doubt), characters read one byte too late, question marks in the place of lost letters, runs of private-use characters.";

    public override string Why => "Machines that cut text by bytes or misread its encoding leave them; a splice cut in mid-character leaves one beside the cut.";

    public override string LeavesAlone => "Pages about encodings that show examples, icon fonts (single private-use characters), addresses with a query, doubled question marks, alphabets.";

    public override string Example => "The cafÃ© opened at nine and the r?sum?s of the wait?rs were read at ten�";

    public override string Source => "Forms of double decoding as UTF-8, windows-1252, windows-1251, GBK and Shift_JIS define them; own reading of polluted pages.";

    public override ImmutableArray<Signal> Signals { get; } = [Replacement, Misread, Holes, Shifted, Unreadable];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        var found = new SpanList();
        try
        {
            ReadOnlySpan<char> text = page.Page.Text;
            FindReplacements(page, ref found);
            int replacements = found.Count;
            if (replacements > 0 && !EncodingTalk.Is(page, found.Items))
            {
                foreach (TextSpan span in found.Items)
                {
                    sink.Add(Replacement, span, 1f, new("{a} replacement characters", span.Length));
                }
            }
        }
        finally
        {
            found.Dispose();
        }

        StateMojibake(page, sink);
        QuestionHoles.Find(page, Holes, Shifted, Unreadable, sink);
        StatePrivate(page, sink);
    }

    private static void FindReplacements(SegmentedPage page, ref SpanList found)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        for (int at = (page.Mask & CharClasses.Bit(CharClass.Replacement)) == 0 ? text.Length : 0; at < text.Length;)
        {
            int next = text[at..].IndexOf('\uFFFD');
            if (next < 0)
            {
                return;
            }

            at += next;
            found.Add(new(at, at + 1));
            at++;
        }
    }

    private static void StateMojibake(SegmentedPage page, EvidenceSink sink)
    {
        var found = new SpanList();
        try
        {
            ReadOnlySpan<char> text = page.Page.Text;

            // A search for many characters costs ten times one for a range: most pages have none of them.
            bool sure = text.ContainsAnyInRange(Mojibake.FirstLead1252, Mojibake.LastLead1252) && Find(text, Mojibake.Leads1252, Length1252, ref found);
            int latin = found.Count;
            sure |= (page.Mask & CharClasses.Bit(CharClass.Cyrillic)) != 0 && Find(text, Mojibake.Leads1251, Mojibake.Length1251, ref found);
            sure |= text.ContainsAnyInRange(Mojibake.FirstLeadCjk, '\uFFFF') && FindCjk(page, ref found);
            int single = found.Count;
            FindCodePages(page, ref found);
            sure |= found.Count > single;
            int letters = found.Count;
            AlphabetMisread.Find(page, ref found);
            sure |= found.Count > letters;
            int accents = found.Count;
            FindAccentRuns(page, ref found);
            MisreadLines.FindShort(page, found.Count - accents, ref found);
            single = found.Count;
            MisreadLines.FindShiftJis(page, ref found);
            MisreadLines.FindInverted(page, ref found);
            sure |= found.Count > single;
            if (found.Count == 0 || (!sure && latin == found.Count && !IsConfirmed(text, found.Items)) || EncodingTalk.Is(page, found.Items))
            {
                return;
            }

            StateJoined(text, found.Items, sink);
        }
        finally
        {
            found.Dispose();
        }
    }

    /// <summary>Arabic, Greek, Hebrew and Thai that were read in their own single-byte code pages.</summary>
    private static void FindCodePages(SegmentedPage page, ref SpanList found)
    {
        const ulong Scripts = (1UL << (int)CharClass.Greek) | (1UL << (int)CharClass.Arabic) | (1UL << (int)CharClass.Hebrew) | (1UL << (int)CharClass.Thai);
        if ((page.Mask & Scripts) != 0)
        {
            foreach (CodePageMojibake one in CodePageMojibake.All)
            {
                Find(page.Page.Text, one.Leads, one.LengthAt, ref found);
            }
        }
    }

    private delegate int LengthAt(ReadOnlySpan<char> text, int at);

    private static int Length1252(ReadOnlySpan<char> text, int at) => Mojibake.Length1252(text, at);

    /// <summary>Adds all runs that <paramref name="length"/> measures; true when one of them is of three characters or more.</summary>
    private static bool Find(ReadOnlySpan<char> text, System.Buffers.SearchValues<char> leads, LengthAt length, ref SpanList found)
    {
        bool sure = false;
        for (int at = 0; at < text.Length;)
        {
            int next = text[at..].IndexOfAny(leads);
            if (next < 0)
            {
                break;
            }

            at += next;
            int run = length(text, at);
            if (run > 0)
            {
                found.Add(new(at, at + run));
                sure |= run > 2;
            }

            at += Math.Max(run, 1);
        }

        return sure;
    }

    private static bool FindCjk(SegmentedPage page, ref SpanList found)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int before = found.Count;
        bool sure = FindCjk(page, (0, text.Length), false, ref found);
        if (sure)
        {
            // What stood before the first sure run is looked at once more.
            FindCjk(page, (0, found.Items[before].Start), true, ref found);
        }

        return sure;
    }

    private static bool FindCjk(SegmentedPage page, (int Start, int End) part, bool sure, ref SpanList found)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int from = part.Start;
        foreach (ref readonly Block block in page.Page.Blocks)
        {
            int stop = Math.Min(block.Span.End, part.End);
            bool may = block.Span.Start < stop && text[block.Span.Start..stop].ContainsAnyInRange(Mojibake.FirstLeadCjk, '\uFFFF');
            for (int at = may ? block.Span.Start : stop; at < stop;)
            {
                int next = text[at..stop].IndexOfAny(Mojibake.LeadsCjk);
                if (next < 0)
                {
                    break;
                }

                at += next;
                (int start, int end) = Mojibake.RunCjk(text, from, at);
                (start, end) = end > start ? (start, end) : EmbeddedMojibake.Find(text, Math.Max(from, block.Span.Start), at, sure ? LeastAmongOthers : LeastEmbedded);
                (start, end) = end > start || !EmbeddedShiftJis.Leads.Contains(text[at]) ? (start, end) : EmbeddedShiftJis.Find(text[..stop], Math.Max(from, block.Span.Start), at);
                if (end > start)
                {
                    found.Add(new(start, end));
                    sure = true;
                }

                at = Math.Max(at + 1, end);
                from = Math.Max(from, end);
            }
        }

        return sure;
    }

    /// <summary>Two-character sequences alone convince when one stands inside a lower-case word or two stand apart.</summary>
    private static bool IsConfirmed(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> spans)
    {
        foreach (TextSpan span in spans)
        {
            bool before = span.Start > 0 && char.IsLower(text[span.Start - 1]);
            bool after = span.End < text.Length && char.IsAsciiLetterLower(text[span.End]);
            if (text[span.Start] is 'Ã' or 'Å' or 'Ä' or 'Î' or 'Ð' or 'Ñ' && (before || after))
            {
                return true;
            }

            if (span.Length > 2)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Five or more letters of Latin-1's upper half in a row: another encoding's bytes shown one by one.</summary>
    private static void FindAccentRuns(SegmentedPage page, ref SpanList found)
    {
        const int MinRun = 5;
        ReadOnlySpan<char> text = page.Page.Text;
        for (int at = 0; at < text.Length;)
        {
            int next = text[at..].IndexOfAnyInRange('\u0080', '\u00FF');
            if (next < 0)
            {
                return;
            }

            at += next;
            int end = at;
            int rising = 0;
            while (end < text.Length && text[end] is >= '\u0080' and <= '\u00FF')
            {
                rising += end > at && text[end] - text[end - 1] is >= 0 and <= 3 ? 1 : 0;
                end++;
            }

            if (end - at >= MinRun && rising * 2 < end - at)
            {
                found.Add(new(at, end));
            }

            at = end;
        }
    }

    /// <summary>States the spans in order, joined where only blanks and punctuation part them.</summary>
    private static void StateJoined(ReadOnlySpan<char> text, ReadOnlySpan<TextSpan> spans, EvidenceSink sink)
    {
        TextSpan[] sorted = spans.ToArray();
        Array.Sort(sorted, (a, b) => a.Start.CompareTo(b.Start));
        TextSpan last = sorted[0];
        foreach (TextSpan span in sorted)
        {
            // Single letters of another code page stand each for itself.
            bool near = span.Start - last.End <= (Math.Min(last.Length, span.Length) > 1 ? 2 : 0);
            for (int i = last.End; near && i < span.Start; i++)
            {
                near = !char.IsLetterOrDigit(text[i]) && text[i] is not ('\n' or '\r');
            }

            if (!near)
            {
                StateOne(text, last, spans.Length, sink);
            }

            last = near ? new(last.Start, Math.Max(last.End, span.End)) : span;
        }

        StateOne(text, last, spans.Length, sink);
    }

    private static void StateOne(ReadOnlySpan<char> text, TextSpan span, int count, EvidenceSink sink)
    {
        ReadOnlySpan<char> run = text[span.Start..span.End];
        string? repaired = MojibakeRepair.FromUtf8(run) ?? (run[0] is >= 'а' and <= 'я' && run.Length > 1 && char.IsUpper(run[1]) ? MojibakeRepair.FromCyrillic(run) : null);
        sink.Add(Misread, span, span.Length > 2 ? 1f : 0.8f, new("{a} characters read in the wrong encoding, one of {b} such places", span.Length, count), repaired);
    }

    private static void StatePrivate(SegmentedPage page, EvidenceSink sink)
    {
        ReadOnlySpan<byte> classes = MemoryMarshal.AsBytes(page.Classes);
        for (int at = (page.Mask & CharClasses.Bit(CharClass.PrivateUse)) == 0 ? classes.Length : 0; at < classes.Length;)
        {
            int next = classes[at..].IndexOf((byte)CharClass.PrivateUse);
            if (next < 0)
            {
                return;
            }

            at += next;
            int length = classes[at..].IndexOfAnyExcept((byte)CharClass.PrivateUse);
            length = length < 0 ? classes.Length - at : length;
            if (length >= MinPrivateRun)
            {
                sink.Add(Unreadable, new(at, at + length), 0.7f, new("{a} private-use characters in a row", length));
            }

            at += length;
        }
    }
}

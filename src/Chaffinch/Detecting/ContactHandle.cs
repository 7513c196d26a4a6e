using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using Chaffinch.Detecting.Shared;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Detecting;

/// <summary>Sees sales contacts: chat numbers and handles, phones that ask for a call at once, invitation and bonus codes.</summary>
internal sealed class ContactHandle : Detector
{
    private const int MinDigits = 2;

    /// <summary>How far before a lead-in its clause may start to be taken with it.</summary>
    private const int MaxLeadChars = 40;

    private const int MaxTailChars = 40;

    private static readonly SearchValues<char> RestStops = SearchValues.Create(".,!?。，！？；;@＠:：");

    /// <summary>Numbers of a page that are looked for in its frame; each takes a pass over the text.</summary>
    private const int MaxAsked = 64;

    private static readonly Signal Chat = new("contact-handle", "chat-handle", "A chat service's name or nickname with an account's number or handle.");

    private static readonly Signal Phone = new("contact-handle", "sales-phone", "A phone number with words that ask for a call at once, or that it is a chat account too.");

    private static readonly Signal Code = new("contact-handle", "promo-code", "An invitation, bonus or discount code with its lead-in.");

    public override string Name => "contact-handle";

    public override string What => "Sales contacts with their lead-in: chat handles and numbers, also in disguised digits, phones to call at once, invitation and bonus codes.";

    public override string Why => "Planted text wants the reader to leave the page for a private channel; the page's own contacts stand in its furniture and name an institution.";

    public override string LeavesAlone => "Contacts in a footer or address, public accounts of a publisher, editorial addresses, emergency numbers, numbers and accounts that head or foot of the page have too, weaker: those of market places, an author's handle, at signs in code and forums, prices and years.";

    public override string Example => "Ask for the price list, WhatsApp +00 700 900 0000 (quote CODE10)";

    public override string Source => "Own reading of polluted pages and of public spam corpora.";

    public override ImmutableArray<Signal> Signals { get; } = [Chat, Phone, Code];

    public override void Detect(SegmentedPage page, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        int done = 0;
        var asked = new Questions();
        for (int s = 0; s < page.Segments.Length; s++)
        {
            Segment segment = page.Segments[s];
            if (page.Profiles[s].Digits < MinDigits && text[segment.Span.Start..segment.Span.End].IndexOfAny('@', '＠') < 0 && !MayHoldCode(page.Profiles[s]))
            {
                continue;
            }

            ref readonly Block block = ref page.BlockOf(s);
            if (IsOwnContact(block))
            {
                continue;
            }

            // The cut between a lead-in and its handle may be a border of segments.
            int from = Math.Max(done, Math.Max(block.Span.Start, segment.Span.Start - MaxLeadChars));
            for (int at = from; at < segment.Span.End;)
            {
                int next = at + ClassBits.Width;
                for (ulong starts = Starts(page, block.Span.Start, at, segment.Span.End); starts != 0; starts &= starts - 1)
                {
                    int start = at + BitOperations.TrailingZeroCount(starts);
                    int end = ContactWords.MayStart(text[start..block.Span.End]) ? State(page, segment.Block, start, ref asked, sink) : 0;
                    if (end > 0)
                    {
                        done = end;
                        next = end;
                        break;
                    }
                }

                at = next;
            }
        }
    }

    /// <summary>Which of the next places are no white space and not inside a word: elsewhere no lead-in starts.</summary>
    private static ulong Starts(SegmentedPage page, int block, int at, int end)
    {
        ReadOnlySpan<CharClass> classes = page.PaddedClasses;
        ulong latin = ClassBits.Between(classes, at, CharClass.Latin, CharClass.Latin);
        ulong before = (latin << 1) | (at > block && classes[at - 1] == CharClass.Latin ? 1UL : 0);
        return ~(latin & before) & ~ClassBits.Between(classes, at, CharClass.Space, CharClass.LineEnd) & ClassBits.Low(Math.Min(ClassBits.Width, end - at));
    }

    private static bool MayHoldCode(in SegmentProfile profile) => profile.Latin >= 3 && profile.Latin < profile.Letters;

    private static bool IsOwnContact(in Block block) =>
        block.Zone != Zone.Body
        || (block.Traits & (BlockTraits.InFooter | BlockTraits.Code | BlockTraits.Preformatted)) != BlockTraits.None
        || block.Tag == HtmlTag.Address
        || (block.AllHints & (Hints.Footer | Hints.Legal | Hints.Share | Hints.Byline)) != Hints.None;

    /// <summary>Reads the contact whose lead-in may start at <paramref name="at"/>; returns where reading goes on, 0 where none is.</summary>
    private static int State(SegmentedPage page, int b, int at, ref Questions asked, EvidenceSink sink)
    {
        ReadOnlySpan<char> text = page.Page.Text;
        TextSpan block = page.Page.Blocks[b].Span;
        if (at > block.Start && IsJoined(text[at - 1], text[at]))
        {
            return 0;
        }

        ContactLead lead = ContactWords.At(text[at..block.End], out int length);
        if (lead == ContactLead.None || !EndsWord(text, block, at, length))
        {
            return 0;
        }

        int after = HandleReader.SkipJoint(text, at + length, block.End, out bool joined);
        bool plain = !joined && text[at + length - 1] is ':' or '：';
        joined |= plain;
        Handle handle = Read(text, block, lead, after, joined, at + length);
        if (handle.IsEmpty || IsPublicAccount(text, block, at) || IsAmount(text, block, handle.End))
        {
            return 0;
        }

        int start = ClauseStart(text, block, at);
        int end = TailEnd(text, block, handle.End);
        switch (lead)
        {
            case ContactLead.Code:
                sink.Add(Code, new(at, handle.End), joined ? 0.9f : 0.7f, new("a code after its lead-in: {quote}", Quote: new(at, handle.End)));
                return handle.End;
            case var _ when ++asked.Numbers <= MaxAsked && IsOwnNumber(page.Page, handle):
                return end;
            case ContactLead.Call:
                sink.Add(Phone, new(start, end), 0.8f * asked.Doubt(page, b), new("a number of {a} digits after a call to ring at once", handle.DigitCount));
                return end;
            default:
                float strength = 0.6f + (lead == ContactLead.Disguised ? 0.3f : 0f) + (handle.Disguised ? 0.1f : 0f) + (start < at ? 0.1f : 0f);

                // "LINE: name" is how notices of clubs and shops name their own account too.
                strength *= plain && !handle.HasAt && !handle.Disguised ? 0.7f : 1;
                sink.Add(Chat, new(start, end), strength * asked.Doubt(page, b), new("{quote} names a chat account", Quote: new(at, handle.End)));
                return end;
        }
    }

    /// <summary>What is asked of the whole page, a bounded number of times.</summary>
    private struct Questions
    {
        private bool _judged;
        private float _doubt;

        public int Numbers;

        /// <summary>What is left of a contact's weight among others like it, on the pages that are there for them.</summary>
        public float Doubt(SegmentedPage page, int block)
        {
            const float AmongOthers = 0.45f;
            if (!_judged)
            {
                _judged = true;
                _doubt = MarketPlace.IsOne(page, block) ? AmongOthers : 1;
            }

            return _doubt;
        }
    }

    /// <summary>True for a number or account that stands in the bar over or under the page too: the house's own.</summary>
    private static bool IsOwnNumber(Page page, in Handle number)
    {
        const int MaxFinds = 32;
        ReadOnlySpan<char> text = page.Text;
        ReadOnlySpan<char> needle = text[number.Start..number.End];
        int at = 0;
        for (int finds = 0; finds < MaxFinds && page.IsHtml; finds++)
        {
            int next = text[at..].IndexOf(needle, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            at += next;
            int b = BlockSearch.Of(page.Blocks, at);
            if (b >= 0 && !page.Blocks[b].IsHidden && IsFrame(page.Blocks[b]))
            {
                return true;
            }

            at += needle.Length;
        }

        return false;
    }

    private static bool IsFrame(in Block block) =>
        block.Tag == HtmlTag.Address || (block.Traits & (BlockTraits.InHeader | BlockTraits.InFooter | BlockTraits.InNav)) != BlockTraits.None
        || (block.AllHints & (Hints.Header | Hints.Footer | Hints.Navigation)) != Hints.None;

    private static Handle Read(ReadOnlySpan<char> text, TextSpan block, ContactLead lead, int at, bool joined, int leadEnd)
    {
        if (at >= block.End)
        {
            return default;
        }

        if (lead == ContactLead.Code)
        {
            return HandleReader.Code(text, at, block.End);
        }

        // Account numbers of chat services are shorter than phones; without a colon only a long one convinces.
        const int MinAccountDigits = 6;
        int min = lead == ContactLead.Disguised || joined ? MinAccountDigits : HandleReader.MinPhoneDigits;
        if (DateReader.Read(text[..block.End], at, out _) > 0)
        {
            return default;
        }

        Handle number = HandleReader.Number(text, at, block.End, min);
        bool part = !number.IsEmpty && number.End < block.End && char.IsAsciiLetter(text[number.End]);
        if ((!number.IsEmpty && !part) || lead == ContactLead.Call)
        {
            return number;
        }

        Handle name = HandleReader.Name(text, at, block.End);
        bool apart = at > leadEnd || !char.IsAsciiLetter(text[leadEnd - 1]);
        bool nickname = lead == ContactLead.Disguised && apart && text[leadEnd - 1] is not ('机' or '機' or '鹅' or '鵝');
        return name.HasAt || joined || nickname ? name : default;
    }

    /// <summary>True when the word does not go on behind the lead-in.</summary>
    private static bool EndsWord(ReadOnlySpan<char> text, TextSpan block, int at, int length) =>
        at + length >= block.End || !IsJoined(text[at + length - 1], text[at + length]) || char.IsAsciiDigit(text[at + length]);

    /// <summary>Two letters of one script that writes blanks between words are one word.</summary>
    private static bool IsJoined(char a, char b)
    {
        CharClass first = CharClasses.Of(a);
        bool blanks = first is CharClass.Latin or CharClass.Cyrillic or CharClass.Arabic or CharClass.Digit;
        CharClass second = CharClasses.Of(b);
        return blanks && (second == first || (second is CharClass.Latin or CharClass.Digit && first is CharClass.Latin or CharClass.Digit));
    }

    /// <summary>A publisher's public account is furniture, not a sales contact.</summary>
    private static bool IsPublicAccount(ReadOnlySpan<char> text, TextSpan block, int at)
    {
        const int Reach = 24;
        ReadOnlySpan<char> around = text[Math.Max(block.Start, at - Reach)..Math.Min(block.End, at + Reach)];
        return around.Contains("公众", StringComparison.Ordinal) || around.Contains("公眾", StringComparison.Ordinal) || around.Contains("订阅", StringComparison.Ordinal)
            || around.Contains("官方", StringComparison.Ordinal) || around.Contains("反馈", StringComparison.Ordinal) || around.Contains("QQ群", StringComparison.Ordinal)
            || around.Contains("channel", StringComparison.OrdinalIgnoreCase) || around.Contains("канал", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAmount(ReadOnlySpan<char> text, TextSpan block, int at) =>
        at < block.End && text[at] is '元' or '块' or '塊' or '万' or '萬' or '亿' or '分' or '%' or '％' or '円' or '원' or '年' or '人' or '名';

    /// <summary>Start of the clause that the lead-in stands in, where it is near; else the lead-in's own.</summary>
    private static int ClauseStart(ReadOnlySpan<char> text, TextSpan block, int at)
    {
        if (at > block.Start && text[at - 1] is '+' or '＋')
        {
            return at - 1;
        }

        int i = at;
        int cost = 0;
        while (i > block.Start && !IsClauseEnd(text, block, i - 1))
        {
            i--;
            cost += text[i] >= '\u2E80' ? 3 : 1;
            if (cost > MaxLeadChars)
            {
                return at;
            }
        }

        while (i < at && (char.IsWhiteSpace(text[i]) || CharClasses.Of(text[i]) is CharClass.CloseBracket or CharClass.Quote))
        {
            i++;
        }

        return i;
    }

    private static bool IsClauseEnd(ReadOnlySpan<char> text, TextSpan block, int i)
    {
        CharClass k = CharClasses.Of(text[i]);
        bool stop = k is CharClass.SentenceEnd or CharClass.OpenBracket or CharClass.CloseBracket or CharClass.Quote || (k == CharClass.Comma && text[i] is not (':' or '：'));
        return stop && (text[i] > '\x7F' || i + 1 >= block.End || text[i + 1] == ' ' || text[i] is '(' or '[' or '"');
    }

    /// <summary>A bracket after the handle belongs to it, and a few words to the end of the line.</summary>
    private static int TailEnd(ReadOnlySpan<char> text, TextSpan block, int at)
    {
        int i = at;
        while (i < block.End && text[i] == ' ')
        {
            i++;
        }

        int end = at;
        if (i < block.End && text[i] is '(' or '（')
        {
            int close = text[i..Math.Min(block.End, i + MaxTailChars)].IndexOfAny(')', '）');
            end = close < 0 ? at : i + close + 1;
        }

        const int MaxRest = 20;
        ReadOnlySpan<char> rest = text[end..block.End];
        return rest.Length <= MaxRest && rest.IndexOfAny(RestStops) < 0 ? block.End : end;
    }
}

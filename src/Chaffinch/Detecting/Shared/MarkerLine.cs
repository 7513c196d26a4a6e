using System.Numerics;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>A line that is nothing but unlike signs and numbers, as kits set between fragments so that copies differ.</summary>
/// <param name="Signs">Signs in it.</param>
/// <param name="Distinct">Different ones among them.</param>
/// <param name="Families">How many families they come from.</param>
/// <param name="Rare">True where a sign is of a family that no everyday text uses.</param>
/// <param name="Number">True where a group of two or more digits stands in it.</param>
/// <param name="Joined">True where such groups are joined as a date, a time or an id.</param>
/// <param name="Labels">Words before a colon.</param>
internal readonly record struct MarkerLine(int Signs, int Distinct, int Families, bool Rare, bool Number, bool Joined, int Labels)
{
    /// <summary>No longer line is a marker.</summary>
    public const int MaxChars = 72;

    private const int MaxIdLetters = 3;
    private const int MaxLabels = 3;

    /// <summary>How little a genuine line looks like it, 0 to 1: unlike families weigh most, a number or date makes it a marker.</summary>
    public float Strength
    {
        get
        {
            if (Labels > 0 && !(Joined && Rare && Distinct >= 2))
            {
                return 0;
            }

            float strength = Families >= 3 ? 0.55f : Families == 2 && Rare ? 0.45f : Families == 2 ? 0.25f : Rare ? 0.2f : 0f;
            strength += Math.Min(0.2f, 0.05f * (Distinct - 1));
            strength += Joined ? 0.3f : Number ? 0.2f : 0;

            // Few signs over and over are an ornament.
            strength -= Distinct * 4 < Signs ? 0.25f : 0;
            // No more than this: the line is no one's words, and it alone does not say what the page's other lines are.
            return Math.Min(0.6f, strength);
        }
    }

    /// <summary>Reads <paramref name="line"/>; false where it holds words, or nothing that makes a marker.</summary>
    public static bool TryRead(ReadOnlySpan<char> line, ReadOnlySpan<CharClass> classes, out MarkerLine marker)
    {
        marker = default;
        if (line.Length is < 3 or > MaxChars)
        {
            return false;
        }

        var state = new State();
        for (int i = 0; i < line.Length;)
        {
            CharClass k = classes[i];
            if (CharClasses.IsLetter(k) || k == CharClass.Digit)
            {
                int start = i;
                while (i < line.Length && (CharClasses.IsLetter(classes[i]) || classes[i] is CharClass.Digit or CharClass.Mark))
                {
                    i++;
                }

                if (!state.TakeWord(line, classes, start, i))
                {
                    return false;
                }
            }
            else if (!state.TakeSign(line[i], k))
            {
                return false;
            }
            else
            {
                i++;
            }
        }

        // Letters and operators beside mathematical signs are a formula.
        int families = BitOperations.PopCount(state.Families);
        bool formula = SignFamilies.HasMathematics(state.Families) && ((state.LooseLetters > 0 && !state.Joined) || state.Operators > 0);
        marker = new(state.Signs, state.Distinct, families, SignFamilies.HasRare(state.Families), state.Groups > 0, state.Joined, state.Labels);
        bool enough = state.Signs >= 2 && (state.Groups > 0 || (state.Distinct >= 3 && families >= 3));
        return enough && !formula && state.LooseLetters <= state.Signs + MaxIdLetters;
    }

    private struct State
    {
        public int Signs;
        public int Distinct;
        public uint Families;
        public int Groups;
        public int LooseLetters;
        public int Operators;
        public int Labels;
        public bool Joined;

        private ulong _seen;
        private bool _joins;

        public bool TakeSign(char c, CharClass k)
        {
            bool sign = k == CharClass.Symbol || (k == CharClass.OtherPunctuation && c > '\x7F' && c is not ('©' or '®' or '™' or '°' or '№' or '§' or '¶' or '¡' or '¿' or '℃' or '℉'));
            if (sign)
            {
                Signs++;
                ulong bit = 1ul << (int)((c * 0x9E3779B1u) >> 26);
                Distinct += (_seen & bit) == 0 ? 1 : 0;
                _seen |= bit;
                Families |= SignFamilies.BitOf(c);
            }

            Operators += k == CharClass.Operator ? 1 : 0;
            _joins = c is '-' or '/' or '.' or ':' or '_' or '－' or '／' or '：' or '·';
            return sign || k is CharClass.Space or CharClass.SentenceEnd or CharClass.Comma or CharClass.OpenBracket or CharClass.CloseBracket or CharClass.Quote
                or CharClass.Separator or CharClass.OtherPunctuation or CharClass.Operator or CharClass.Format or CharClass.Mark;
        }

        /// <summary>Takes a run of letters and digits: a number, an id, a label before a colon; false for a word.</summary>
        public bool TakeWord(ReadOnlySpan<char> line, ReadOnlySpan<CharClass> classes, int start, int end)
        {
            int digits = 0;
            for (int i = start; i < end; i++)
            {
                digits += classes[i] == CharClass.Digit ? 1 : 0;
            }

            int letters = end - start - digits;
            bool group = digits >= 2 || (digits == 1 && _joins);
            Joined |= group && _joins && Groups > 0;
            Groups += digits >= 2 ? 1 : 0;
            _joins = false;
            if (letters == 0 || (digits > 0 && end - start <= 16))
            {
                return true;
            }

            if (end < line.Length && line[end] is ':' or '：' && Labels < MaxLabels && letters <= 12)
            {
                Labels++;
                return true;
            }

            LooseLetters += letters;
            return letters <= MaxIdLetters;
        }
    }
}

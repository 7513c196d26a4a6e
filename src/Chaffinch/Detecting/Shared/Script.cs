using System.Runtime.CompilerServices;
using Chaffinch.Text;

namespace Chaffinch.Detecting.Shared;

/// <summary>Scripts as far apart as readers feel them: letters of one never stand for letters of another.</summary>
internal enum Script : byte
{
    None,
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Indic,
    Thai,
    SouthEastAsian,
    Tibetan,
    Georgian,
    Ethiopic,
    Hangul,
    Kana,
    Han,
    Other,
}

/// <summary>Letters counted by script.</summary>
[InlineArray(Scripts.Count)]
internal struct ScriptCounts
{
    private int _first;

    /// <summary>Letters of all scripts.</summary>
    public readonly int Total
    {
        get
        {
            int sum = 0;
            for (int i = 1; i < Scripts.Count; i++)
            {
                sum += this[i];
            }

            return sum;
        }
    }

    /// <summary>The script with the most letters; kana counts for Han and the other way round, since Japanese mixes them.</summary>
    public readonly Script Main
    {
        get
        {
            var best = Script.None;
            int most = 0;
            for (int i = 1; i < Scripts.Count; i++)
            {
                int n = i == (int)Script.Han ? this[i] + this[(int)Script.Kana] : i == (int)Script.Kana ? 0 : this[i];
                if (n > most)
                {
                    most = n;
                    best = (Script)i;
                }
            }

            return best;
        }
    }

    /// <summary>Letters of <paramref name="script"/>, kana counted with Han.</summary>
    public readonly int Of(Script script) => script == Script.Han ? this[(int)Script.Han] + this[(int)Script.Kana] : this[(int)script];

    /// <summary>Adds the counts of another run of text.</summary>
    public void Add(in ScriptCounts other)
    {
        Span<int> sums = this;
        ReadOnlySpan<int> added = other;
        for (int i = 1; i < sums.Length && i < added.Length; i++)
        {
            sums[i] += added[i];
        }
    }
}

/// <summary>Which script a character class belongs to.</summary>
internal static class Scripts
{
    /// <summary>Number of members of <see cref="Script"/>.</summary>
    public const int Count = 17;

    private static readonly Script[] ByClass = Build();

    /// <summary>The script of a class; <see cref="Script.None"/> for all that is no letter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Script Of(CharClass c) => ByClass[(int)c];

    /// <summary>True for scripts that set no blanks between words, where a term is a pair of characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDense(Script s) => s is Script.Han or Script.Kana or Script.Hangul or Script.Thai or Script.SouthEastAsian or Script.Tibetan;

    /// <summary>Counts the letters of a run of classified text.</summary>
    public static ScriptCounts CountLetters(ReadOnlySpan<CharClass> classes)
    {
        ScriptCounts counts = default;
        foreach (CharClass c in classes)
        {
            counts[(int)Of(c)]++;
        }

        counts[0] = 0;
        return counts;
    }

    private static Script[] Build()
    {
        var map = new Script[Enum.GetValues<CharClass>().Length];
        map[(int)CharClass.Latin] = Script.Latin;
        map[(int)CharClass.Greek] = Script.Greek;
        map[(int)CharClass.Cyrillic] = Script.Cyrillic;
        map[(int)CharClass.Armenian] = Script.Armenian;
        map[(int)CharClass.Hebrew] = Script.Hebrew;
        map[(int)CharClass.Arabic] = Script.Arabic;
        map[(int)CharClass.Devanagari] = Script.Indic;
        map[(int)CharClass.Bengali] = Script.Indic;
        map[(int)CharClass.OtherIndic] = Script.Indic;
        map[(int)CharClass.Thai] = Script.Thai;
        map[(int)CharClass.Lao] = Script.SouthEastAsian;
        map[(int)CharClass.Khmer] = Script.SouthEastAsian;
        map[(int)CharClass.Burmese] = Script.SouthEastAsian;
        map[(int)CharClass.Tibetan] = Script.Tibetan;
        map[(int)CharClass.Georgian] = Script.Georgian;
        map[(int)CharClass.Ethiopic] = Script.Ethiopic;
        map[(int)CharClass.Hangul] = Script.Hangul;
        map[(int)CharClass.Hiragana] = Script.Kana;
        map[(int)CharClass.Katakana] = Script.Kana;
        map[(int)CharClass.Bopomofo] = Script.Han;
        map[(int)CharClass.Han] = Script.Han;
        map[(int)CharClass.OtherLetter] = Script.Other;
        return map;
    }
}

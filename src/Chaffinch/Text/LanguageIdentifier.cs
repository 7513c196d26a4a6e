using System.Runtime.CompilerServices;

namespace Chaffinch.Text;

/// <summary>The language of a text.</summary>
/// <param name="Code">ISO 639-1 code, or null when it cannot be told.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="TraditionalShare">
/// Of the Chinese characters that only one of simplified and traditional writing has, the share of traditional ones; -1 where there is none.
/// </param>
internal readonly record struct LanguageGuess(string? Code, float Confidence, float TraditionalShare = -1)
{
    /// <summary>The ISO 15924 code of Chinese writing, <c>Hans</c> or <c>Hant</c>; null for other languages and where it cannot be told.</summary>
    public string? ChineseScript => Code != "zh" || TraditionalShare < 0 ? null : TraditionalShare >= 0.5f ? "Hant" : "Hans";
}

/// <summary>Tells the language of a text: by script where that suffices, by character n-grams among languages that share one.</summary>
/// <remarks>
/// Allocates nothing. Looks at no more than <see cref="MaxScriptChars"/> characters spread over the text, so its cost has a bound. Chinese
/// and Japanese without kana are told apart by characters that only one of the national standards has.
/// </remarks>
internal static class LanguageIdentifier
{
    /// <summary>UTF-16 code units whose script is counted.</summary>
    public const int MaxScriptChars = 4096;

    /// <summary>UTF-16 code units whose n-grams are scored.</summary>
    public const int MaxScoredChars = 1536;
    private const int Pieces = 8;

    // Pieces are scored far from each other first, until the best language leads by so much that the others cannot catch up.
    private const int LeastPieces = 2;
    private const float DecidedNats = 45;

    // N-grams overlap: four of them say about as much as one that stands alone; a cost's unit is a sixteenth of a nat.
    private const float UnitsPerNat = 16f * LanguageModel.MaxOrder;

    private static ReadOnlySpan<byte> ScoringOrder => [0, 4, 7, 2, 5, 3, 6, 1];

    // Letters of a page that are not enough to say anything.
    private const int MinWeight = 6;

    /// <summary>Tells the language of <paramref name="text"/>.</summary>
    public static LanguageGuess Identify(ReadOnlySpan<char> text)
    {
        ScriptCounts counts = default;
        if (text.Length <= MaxScriptChars)
        {
            counts.Take(text);
        }

        for (int i = 0; i < Pieces && text.Length > MaxScriptChars; i++)
        {
            counts.Take(PieceOf(text, MaxScriptChars, i));
        }

        int cjk = (counts.Scripts[(int)Script.Han] * 3) + (counts.Scripts[(int)Script.Kana] * 2);
        int best = cjk;
        int total = cjk;
        Script script = Script.Han;
        for (int i = (int)Script.Kana + 1; i < (int)Script.Count; i++)
        {
            // A Hangul syllable holds two to three letters.
            int weight = counts.Scripts[i] * (i == (int)Script.Hangul ? 2 : 1);
            total += weight;
            if (weight > best)
            {
                best = weight;
                script = (Script)i;
            }
        }

        if (best < MinWeight)
        {
            return new(null, 0);
        }

        float share = (float)best / total;
        return script switch
        {
            Script.Han => Cjk(counts, share),
            Script.Latin => Model(LanguageModel.Latin, text, script, share),
            Script.Cyrillic or Script.Arabic => Model(LanguageModel.Other, text, script, share),
            _ => new(CodeOf(script), share),
        };
    }

    /// <summary>Script of a UTF-16 code unit that is a letter.</summary>
    internal static Script ScriptOf(char c)
    {
        if (c < 0x80)
        {
            return ((uint)c | 0x20) - 'a' < 26 ? Script.Latin : Script.None;
        }

        return CharClasses.Of(c) switch
        {
            CharClass.Latin => Script.Latin,
            CharClass.Han => Script.Han,
            CharClass.Hiragana or CharClass.Katakana => Script.Kana,
            CharClass.Hangul => Script.Hangul,
            CharClass.Cyrillic => Script.Cyrillic,
            CharClass.Arabic => Script.Arabic,
            CharClass.Greek => Script.Greek,
            CharClass.Hebrew => Script.Hebrew,
            CharClass.Thai => Script.Thai,
            CharClass.Devanagari => Script.Devanagari,
            CharClass.Bengali => c < 0x0A00 ? Script.Bengali : Script.None,
            CharClass.OtherIndic => (Script)((int)Script.Gurmukhi + Math.Min((c - 0x0A00) >> 7, 7)),
            CharClass.Armenian => Script.Armenian,
            CharClass.Georgian => Script.Georgian,
            CharClass.Ethiopic => Script.Ethiopic,
            CharClass.Lao => Script.Lao,
            CharClass.Khmer => Script.Khmer,
            CharClass.Burmese => Script.Burmese,
            CharClass.Tibetan => Script.Tibetan,
            _ => Script.None,
        };
    }

    private static string? CodeOf(Script script) => script switch
    {
        Script.Hangul => "ko",
        Script.Greek => "el",
        Script.Hebrew => "he",
        Script.Thai => "th",
        Script.Devanagari => "hi",
        Script.Bengali => "bn",
        Script.Gurmukhi => "pa",
        Script.Gujarati => "gu",
        Script.Oriya => "or",
        Script.Tamil => "ta",
        Script.Telugu => "te",
        Script.Kannada => "kn",
        Script.Malayalam => "ml",
        Script.Sinhala => "si",
        Script.Armenian => "hy",
        Script.Georgian => "ka",
        Script.Ethiopic => "am",
        Script.Lao => "lo",
        Script.Khmer => "km",
        Script.Burmese => "my",
        Script.Tibetan => "bo",
        _ => null,
    };

    private static LanguageGuess Cjk(in ScriptCounts counts, float share)
    {
        int kana = counts.Scripts[(int)Script.Kana];
        int han = counts.Scripts[(int)Script.Han];
        float only = counts.Simplified + counts.Traditional;
        float traditional = only == 0 ? -1 : counts.Traditional / only;

        // Chinese pages hold a kana here and there (の as ornament); running Japanese has a third or more, its headlines none at times.
        if (kana * 8 > han || (kana * 20 > han && counts.Japanese > 0))
        {
            return new("ja", share);
        }

        if (kana > 0 || counts.Japanese > 0)
        {
            bool japanese = counts.Japanese * 20 > han && counts.Japanese * 2 >= counts.Simplified;
            return new(japanese ? "ja" : "zh", share * 0.8f, japanese ? -1 : traditional);
        }

        return new("zh", share * (only == 0 ? 0.8f : 1), traditional);
    }

    private static LanguageGuess Model(LanguageModel model, ReadOnlySpan<char> text, Script script, float share)
    {
        CostArray sums = default;
        Span<int> costs = sums;
        for (int i = 0; i < model.Languages.Length; i++)
        {
            costs[i] = -(int)(PriorNats(model.Languages[i]) * UnitsPerNat);
        }

        int grams = 0;
        int best = -1;
        int second = -1;
        int pieces = text.Length <= MaxScoredChars ? 1 : Pieces;
        for (int i = 0; i < pieces; i++)
        {
            grams += model.Score(pieces == 1 ? text : PieceOf(text, MaxScoredChars, ScoringOrder[i]), costs);
            if (i < LeastPieces - 1 && pieces > 1)
            {
                continue;
            }

            FindBest(model, costs, script, out best, out second);
            if (costs[second] - costs[best] > DecidedNats * UnitsPerNat)
            {
                // What is left cannot make up for such a lead.
                break;
            }
        }

        if (grams == 0)
        {
            return new(null, 0);
        }

        float nats = (costs[second] - costs[best]) / UnitsPerNat;
        float confidence = share / (1 + MathF.Exp(-nats));
        return confidence < 0.4f ? new(null, confidence) : new(model.Languages[best], confidence);
    }

    private static void FindBest(LanguageModel model, ReadOnlySpan<int> costs, Script script, out int best, out int second)
    {
        best = -1;
        second = -1;
        for (int i = 0; i < model.Languages.Length; i++)
        {
            if (!Writes(model.Languages[i], script))
            {
                continue;
            }

            if (best < 0 || costs[i] < costs[best])
            {
                second = best;
                best = i;
            }
            else if (second < 0 || costs[i] < costs[second])
            {
                second = i;
            }
        }
    }

    /// <summary>How much likelier a page is in a language than in a rare one, before a word of it is read: set by hand in rough order of the languages' shares of the web.</summary>
    private static float PriorNats(string language) => language switch
    {
        "en" => 4,
        "es" or "de" => 2.5f,
        "fr" or "pt" or "ru" => 2,
        "it" or "nl" or "pl" or "tr" => 1.5f,
        "fa" or "vi" or "id" or "cs" or "ar" => 1,
        "uk" or "hu" or "ro" or "sv" or "da" or "fi" => 0.5f,
        _ => 0,
    };

    /// <summary>True where a language of the group of other scripts is written in <paramref name="script"/>.</summary>
    internal static bool Writes(string language, Script script) => script switch
    {
        Script.Cyrillic => language is "ru" or "uk" or "be" or "bg" or "sr" or "mk" or "kk",
        Script.Arabic => language is "ar" or "fa" or "ur",
        Script.Greek => language == "el",
        Script.Hebrew => language == "he",
        Script.Thai => language == "th",
        _ => true,
    };

    /// <summary>One of the pieces of a text of more than <paramref name="max"/> code units, spread evenly, that have so many together.</summary>
    private static ReadOnlySpan<char> PieceOf(ReadOnlySpan<char> text, int max, int piece)
    {
        int length = max / Pieces;
        return text.Slice((int)((long)(text.Length - length) * piece / (Pieces - 1)), length);
    }

    /// <summary>Scripts that are counted apart.</summary>
    internal enum Script : byte
    {
        None,
        Han,
        Kana,
        Latin,
        Hangul,
        Cyrillic,
        Arabic,
        Greek,
        Hebrew,
        Thai,
        Devanagari,
        Bengali,
        Gurmukhi,
        Gujarati,
        Oriya,
        Tamil,
        Telugu,
        Kannada,
        Malayalam,
        Sinhala,
        Armenian,
        Georgian,
        Ethiopic,
        Lao,
        Khmer,
        Burmese,
        Tibetan,
        Count,
    }

    [InlineArray((int)Script.Count)]
    private struct ScriptArray
    {
        private int _first;
    }

    [InlineArray(LanguageModel.RowBytes)]
    private struct CostArray
    {
        private int _first;
    }

    private struct ScriptCounts
    {
        public ScriptArray Scripts;
        public int Simplified;
        public int Traditional;
        public int Japanese;

        public void Take(ReadOnlySpan<char> piece)
        {
            int ascii = 0;
            foreach (char c in piece)
            {
                if (c < 0x80)
                {
                    ascii += ((uint)c | 0x20) - 'a' < 26 ? 1 : 0;
                    continue;
                }

                Script script = ScriptOf(c);
                Scripts[(int)script]++;
                if (script == Script.Han)
                {
                    HanKind kind = HanKinds.Of(c);
                    Simplified += (kind & HanKind.Simplified) != 0 ? 1 : 0;
                    Traditional += (kind & HanKind.Traditional) != 0 ? 1 : 0;
                    Japanese += (kind & HanKind.Japanese) != 0 ? 1 : 0;
                }
            }

            Scripts[(int)Script.Latin] += ascii;
        }
    }
}

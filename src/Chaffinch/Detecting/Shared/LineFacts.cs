using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <summary>What was counted in one line (block) of the page.</summary>
internal struct LineFacts
{
    /// <summary>Hash of letters and digits with case and width folded and every number alike; 0 where there are none.</summary>
    public ulong Fold;

    /// <summary>First two letters or digits, folded, as one key.</summary>
    public uint Head;

    /// <summary>Last two letters or digits, folded, as one key.</summary>
    public uint Tail;

    /// <summary>Code units that are not white space.</summary>
    public int Chars;

    /// <summary>Letters.</summary>
    public int Letters;

    /// <summary>Letters of scripts without blanks.</summary>
    public int DenseLetters;

    /// <summary>Digits.</summary>
    public int Digits;

    /// <summary>Runs of white space inside.</summary>
    public int Gaps;

    /// <summary>Runs of sentence-ending punctuation.</summary>
    public int SentenceEnds;

    /// <summary>Commas and their kin.</summary>
    public int Commas;

    /// <summary>Bars, underscores, dashes and their kin.</summary>
    public int Separators;

    /// <summary>Brackets, quotes, operators and other marks that neither end nor join: code and tables are full of them.</summary>
    public int Marks;

    /// <summary>Starts with the bullet, number sign or bar of a list, heading or table set in plain text.</summary>
    public bool Bulleted;

    /// <summary>Letters of scripts other than <see cref="Main"/>.</summary>
    public int OtherLetters;

    /// <summary>Holds Latin letters and such that look like them (Cyrillic, Greek).</summary>
    public bool MixesScripts;

    /// <summary>Symbols, full-width letters and letters of no common script: what words are disguised with.</summary>
    public int Odd;

    /// <summary>The script with the most letters.</summary>
    public Script Main;

    /// <summary>Ends with sentence-ending punctuation (a closing quote or bracket may follow).</summary>
    public bool EndsSentence;

    /// <summary>Starts with a quotation mark or a dialogue dash.</summary>
    public bool Quoted;

    /// <summary>Visible running text of the body: what the rest of the page is measured against.</summary>
    public bool Prose;

    /// <summary>Index of the first line with the same <see cref="Fold"/>.</summary>
    public int FirstAlike;

    /// <summary>Index of the next line with the same <see cref="Fold"/>, -1 for the last.</summary>
    public int NextAlike;

    /// <summary>How many lines have this <see cref="Fold"/>; kept at the first of them.</summary>
    public int Alike;

    /// <summary>Number of prose lines before this one.</summary>
    public int ProseBefore;

    /// <summary>Looks like code, a path, a table row or a setting rather than words.</summary>
    public readonly bool IsTechnical => Marks * 9 > Chars;

    /// <summary>Running text, also among the first lines of a plain text, which count as titles until a long paragraph comes.</summary>
    public readonly bool HasSentences => Prose || (SentenceEnds > 0 && Weight >= 60);

    /// <summary>Length as a reader feels it: a letter of a script without blanks counts for two and a half Latin ones.</summary>
    public readonly float Weight => Chars + (DenseLetters * 1.5f);
}

/// <summary>How well a piece of text is borne out by the running text of the page.</summary>
/// <param name="Terms">Content terms in the piece.</param>
/// <param name="Supported">Those of them that stand in running text apart from copies of the piece.</param>
internal readonly record struct Support(int Terms, int Supported)
{
    /// <summary>Supported share, 0 to 1; 1 where there is nothing to ask about.</summary>
    public float Share => Terms == 0 ? 1f : (float)Supported / Terms;

    /// <summary>Support in whole per cent.</summary>
    public int Percent => (int)MathF.Round(Share * 100);
}

namespace Chaffinch.Parsing;

/// <summary>What the tokenizer has found.</summary>
internal enum TokenKind : byte
{
    EndOfFile,
    Text,
    StartTag,
    EndTag,
    Comment,
    Doctype,
}

/// <summary>The group of tokenizer states that text is read in.</summary>
internal enum ContentModel : byte
{
    Data,
    Rcdata,
    Rawtext,
    ScriptData,
    Plaintext,
    Cdata,
}

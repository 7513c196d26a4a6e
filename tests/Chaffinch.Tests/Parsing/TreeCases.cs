using System.Text;
using Chaffinch.Model;
using Chaffinch.Parsing;
using Chaffinch.Text;

namespace Chaffinch.Tests.Parsing;

/// <summary>A tree-construction case of html5lib: input, and the tree as the suite prints it.</summary>
internal sealed record TreeCase(string File, int Number, string Data, string? Fragment, bool? Scripting, string Document)
{
    private static readonly System.Buffers.SearchValues<byte> NameEnds = System.Buffers.SearchValues.Create(" \t\n\f\r/>"u8);

    public string Name => $"{File}#{Number}";

    public static IEnumerable<TreeCase> Read(string path)
    {
        string file = Path.GetFileName(path);
        int number = 0;
        foreach (string part in ("\n" + System.IO.File.ReadAllText(path, Encoding.UTF8).Replace("\r\n", "\n", StringComparison.Ordinal)).Split("\n#data\n").Skip(1))
        {
            yield return Parse(file, number++, part);
        }
    }

    private static TreeCase Parse(string file, int number, string part)
    {
        int document = part.IndexOf("\n#document\n", StringComparison.Ordinal);
        string head = part[..document];
        int errors = head.StartsWith("#errors", StringComparison.Ordinal) ? 0 : head.IndexOf("\n#errors", StringComparison.Ordinal) + 1;
        string data = errors == 0 ? "" : head[..(errors - 1)];
        string[] options = head[errors..].Split('\n');
        int fragment = Array.IndexOf(options, "#document-fragment");
        bool? scripting = options.Contains("#script-on") ? true : options.Contains("#script-off") ? false : null;
        return new TreeCase(file, number, data, fragment < 0 ? null : options[fragment + 1], scripting, part[(document + "\n#document\n".Length)..].TrimEnd('\n'));
    }

    /// <summary>The texts of the expected tree in document order, each with the names of the elements around it; neighbours are joined.</summary>
    public List<(string Chain, string Text)> ExpectedTexts()
    {
        var texts = new List<(string, string)>();
        var names = new List<string>();
        bool joins = false;
        string[] lines = Document.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            int at = 2;
            while (at < line.Length && line[at] == ' ')
            {
                at++;
            }

            int depth = (at - 2) / 2;
            if (line[at] == '"')
            {
                var text = new StringBuilder(line[(at + 1)..]);
                while (text.Length == 0 || text[^1] != '"' || (i + 1 < lines.Length && !lines[i + 1].StartsWith("| ", StringComparison.Ordinal)))
                {
                    text.Append('\n').Append(lines[++i]);
                }

                names.RemoveRange(Math.Min(depth, names.Count), names.Count - Math.Min(depth, names.Count));
                Add(texts, string.Join('>', names.Where(n => n != "content")), text.ToString(0, text.Length - 1), joins);
                joins = true;
                continue;
            }

            bool attribute = line[at] != '<' && line.Contains("=\"", StringComparison.Ordinal);
            if (attribute)
            {
                while (!lines[i].EndsWith('"'))
                {
                    i++;
                }

                continue;
            }

            if (line[at] == '<' && line[at + 1] is '!' or '?')
            {
                // A comment; its text may run over lines.
                while (!lines[i].EndsWith('>'))
                {
                    i++;
                }

                joins = false;
                continue;
            }

            names.RemoveRange(Math.Min(depth, names.Count), names.Count - Math.Min(depth, names.Count));
            string name = line[at..].Trim('<', '>');
            int space = name.IndexOf(' ', StringComparison.Ordinal);
            names.Add(space < 0 || !(name.StartsWith("svg ", StringComparison.Ordinal) || name.StartsWith("math ", StringComparison.Ordinal)) ? name : name[(space + 1)..].ToLowerInvariant());
            joins = false;
        }

        return texts;
    }

    private static void Add(List<(string Chain, string Text)> texts, string chain, string text, bool joins)
    {
        if (joins && texts.Count > 0 && texts[^1].Chain == chain)
        {
            texts[^1] = (chain, texts[^1].Text + text);
        }
        else
        {
            texts.Add((chain, text));
        }
    }

    /// <summary>What the reader makes of the case.</summary>
    public List<(string Chain, string Text)> ActualTexts(HtmlParser parser, Markup markup)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(Data);
        if (Fragment is null)
        {
            parser.Parse(utf8, ReadLimits.Default, markup);
        }
        else
        {
            Namespace space = Fragment.StartsWith("svg ", StringComparison.Ordinal) ? Namespace.Svg
                : Fragment.StartsWith("math ", StringComparison.Ordinal) ? Namespace.MathMl : Namespace.Html;
            string name = Fragment[(Fragment.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            parser.ParseFragment(utf8, ReadLimits.Default, markup, TagNames.Find(Encoding.UTF8.GetBytes(name)), space);
        }

        var texts = new List<(string, string)>();
        var names = new Stack<string>();
        bool joins = false;
        foreach (MarkupNode node in markup.AllNodes)
        {
            switch (node.Kind)
            {
                case MarkupKind.Open:
                    names.Push(NameOf(node, utf8));
                    joins = false;
                    break;
                case MarkupKind.Close:
                    names.Pop();
                    joins = false;
                    break;
                case MarkupKind.Comment:
                    joins = false;
                    break;
                default:
                    string text = CharacterReferences.DecodeToString(utf8.AsSpan(node.Start, node.End - node.Start), ModeOf(node));
                    if (text.Length > 0)
                    {
                        Add(texts, string.Join('>', names.Reverse().Skip(Fragment is null ? 0 : 1)), text, joins);
                        joins = true;
                    }

                    break;
            }
        }

        return texts;
    }

    private static CharacterMode ModeOf(in MarkupNode node)
    {
        bool replaces = (node.Flags & (MarkupFlags.RawText | MarkupFlags.Foreign)) != 0;
        return (node.Flags & MarkupFlags.HasReferences) != 0 ? replaces ? CharacterMode.Replaceable : CharacterMode.Text
            : replaces ? CharacterMode.Raw : CharacterMode.Text;
    }

    private static string NameOf(in MarkupNode node, byte[] utf8)
    {
        if (node.Tag != HtmlTag.Other && (node.Tag != HtmlTag.Desc || (node.Flags & MarkupFlags.Foreign) == 0))
        {
            return Encoding.ASCII.GetString(TagNames.NameOf(node.Tag));
        }

        ReadOnlySpan<byte> name = utf8.AsSpan(node.Start + 1, node.End - node.Start - 1);
        int end = name.IndexOfAny(NameEnds);
        string s = Encoding.UTF8.GetString(name[..end]).Replace('\0', '\uFFFD');
        return new string([.. s.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c)]);
    }
}

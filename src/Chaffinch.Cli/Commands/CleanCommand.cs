using System.CommandLine;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Writing;

namespace Chaffinch.Cli.Commands;

/// <summary><c>chaffinch clean</c>: gives the genuine article of a page.</summary>
internal static class CleanCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var command = new Command("clean", "Print the genuine article of a page: title, byline and text.");
        var pages = new PageOptions(command);
        var markdown = new Option<bool>("--markdown") { Description = "Print Markdown: headings, lists, tables, code, links." };
        var json = new Option<bool>("--json") { Description = "Print the article and what was cut, and why, one line for each input." };
        var pretty = new Option<bool>("--pretty") { Description = "With --json: indented, on many lines." };
        command.Options.Add(markdown);
        command.Options.Add(json);
        command.Options.Add(pretty);
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            PageRun run = pages.Read(parsed, surroundings);
            if (parsed.GetValue(json))
            {
                bool indented = parsed.GetValue(pretty);
                var lines = new JsonLines(output);
                return run.ForEach((page, name) => lines.Write(buffer => ReportWriter.WriteArticle(buffer, page, name, indented)));
            }

            bool asMarkdown = parsed.GetValue(markdown);
            bool first = true;
            return run.ForEach((page, name) =>
            {
                if (!first)
                {
                    output.Write(asMarkdown ? "\n---\n\n" : "\n\f\n");
                }

                first = false;
                Print(output, page.Article, asMarkdown, surroundings.OutIsTerminal);
                output.Flush();
                TellRepairs(surroundings.Error, page.Article, name);
            });
        });
        return command;
    }

    // Beside the article, so that it holds nothing but its own words.
    private static void TellRepairs(TextWriter error, Article article, string name)
    {
        if (!article.Repairs.IsEmpty)
        {
            string runs = article.Repairs.Length == 1 ? "1 damaged run was" : $"{article.Repairs.Length:N0} damaged runs were";
            error.Write($"chaffinch: {(name == "-" ? "standard input" : Screen.OneLine(name))}: {runs} repaired in the article; --json lists them, --as-found leaves them out\n");
        }
    }

    private static void Print(TextWriter output, Article article, bool asMarkdown, bool isTerminal)
    {
        string? title = article.Title is null || !asMarkdown ? article.Title : "# " + article.Title;
        string?[] parts = [title, article.Byline, asMarkdown ? article.Markdown : article.Text, .. article.Comments.Select(c => TextOf(c, asMarkdown))];
        bool first = true;
        foreach (string? part in parts)
        {
            if (string.IsNullOrWhiteSpace(part))
            {
                continue;
            }

            string text = part.TrimEnd();
            output.Write(first ? "" : "\n");
            output.Write(isTerminal ? Screen.Lines(text) : text);
            output.Write('\n');
            first = false;
        }
    }

    private static string TextOf(Comment comment, bool asMarkdown)
    {
        string?[] head = [comment.Author, comment.Published];
        string from = string.Join(", ", head.Where(static h => h is not null));
        return asMarkdown
            ? $"---\n\n**{Escaped(from)}**\n\n{Escaped(comment.Text).Replace("\n", "\n\n", StringComparison.Ordinal)}"
            : $"— {from}\n{comment.Text}";
    }

    // A comment has no markup of its own that is known of: signs that Markdown would read as some stay what they are.
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            escaped.Append(c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '#' or '|' or '>' or '~' ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }
}

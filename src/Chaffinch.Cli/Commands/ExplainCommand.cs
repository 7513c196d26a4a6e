using System.CommandLine;
using Chaffinch.Detecting;
using Chaffinch.Model;

namespace Chaffinch.Cli.Commands;

/// <summary><c>chaffinch explain</c>: what the detectors see, and why.</summary>
internal static class ExplainCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var command = new Command("explain", "List the detectors, or tell what one sees, why, and what it leaves alone.");
        var name = new Argument<string?>("DETECTOR")
        {
            Description = "A detector's name, as reports give it.",
            HelpName = "DETECTOR",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.CompletionSources.Add(static _ => Detectors.All.Select(static d => new System.CommandLine.Completions.CompletionItem(d.Name)));
        command.Arguments.Add(name);
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            int width = Math.Clamp(surroundings.Width, 40, 100);
            if (parsed.GetValue(name) is string wanted)
            {
                Explain(output, DetectorNames.Check(wanted.Split('/')[0]), width);
            }
            else
            {
                List(output, width);
            }

            return Exit.Done;
        });
        return command;
    }

    private static void List(TextWriter output, int width)
    {
        int column = Detectors.All.Length == 0 ? 0 : Detectors.All.Max(static d => d.Name.Length) + 2;
        foreach (Detector detector in Detectors.All)
        {
            output.Write(detector.Name.PadRight(column));
            Paragraph(output, detector.What, width, column, isFirstIndented: false);
        }

        output.Write("\nchaffinch explain DETECTOR tells more of one.\n");
    }

    private static void Explain(TextWriter output, Detector detector, int width)
    {
        output.Write(detector.Name + "\n\n");
        (string Heading, string Text)[] parts =
        [
            ("What it sees", detector.What),
            ("Why it tells", detector.Why),
            ("What it leaves alone", detector.LeavesAlone),
            ("Example", detector.Example),
            ("Source", detector.Source),
        ];
        foreach ((string heading, string text) in parts)
        {
            output.Write(heading + "\n");
            foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
            {
                Paragraph(output, line, width, indent: 2, isFirstIndented: true);
            }

            output.Write("\n");
        }

        output.Write("Signals\n");
        foreach (Signal signal in detector.Signals)
        {
            output.Write("  " + signal.Name + "\n");
            Paragraph(output, signal.Meaning, width, indent: 6, isFirstIndented: true);
        }
    }

    private static void Paragraph(TextWriter output, string text, int width, int indent, bool isFirstIndented)
    {
        string margin = new(' ', indent);
        bool first = true;
        foreach (string line in Rendering.Wrapping.Wrap(text, width - indent))
        {
            output.Write(first && !isFirstIndented ? line : margin + line);
            output.Write('\n');
            first = false;
        }
    }
}

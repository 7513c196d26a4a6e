using System.Diagnostics;
using Chaffinch.Cli.Inputs;
using Chaffinch.Model;

namespace Chaffinch.Cli.Commands;

/// <summary>One run over all inputs of a command: one analyzer, results in order, problems told, the exit code kept.</summary>
internal sealed class PageRun(Surroundings surroundings, string[] arguments, InputHints hints, AnalyzerOptions options)
{
    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(200);

    private TimeSpan _lastProgress;
    private bool _progressShown;

    /// <summary>The findings that make the run fail: <c>injected</c>, <c>damaged</c>, <c>any</c> or null.</summary>
    public string? FailOn { get; init; }

    /// <summary>True when no result is to be printed.</summary>
    public bool Quiet { get; init; }

    /// <summary>The arguments as given.</summary>
    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>Reads and labels each input and hands it on.</summary>
    /// <param name="result">Takes each labelled page with its name.</param>
    /// <returns>The exit code: 3 where an input could not be read, else 1 where findings are to fail, else 0.</returns>
    public int ForEach(Action<LabelledPage, string> result)
    {
        var analyzer = new PageAnalyzer(options);
        var reader = new InputReader(surroundings.In, options.Limits.MaxInputBytes);
        long started = Stopwatch.GetTimestamp();
        bool unreadable = false;
        bool found = false;
        int done = 0;
        foreach (Input input in InputList.Expand(arguments))
        {
            surroundings.Cancel.ThrowIfCancellationRequested();
            try
            {
                ReadOnlyMemory<byte> bytes = reader.Read(input);
                Page read = analyzer.Read(bytes, HintsFor(input));
                if (!read.Defects.IsEmpty && read.Defects[0] is { Kind: "binary-input" } binary)
                {
                    throw new InputException(binary.Message.TrimEnd('.') + "; give HTML or plain text");
                }

                LabelledPage page = analyzer.Label(read);
                surroundings.Cancel.ThrowIfCancellationRequested();
                found |= HasFindings(page);
                ClearProgress();
                if (!Quiet)
                {
                    result(page, input.Name);
                }
            }
            catch (InputException e)
            {
                unreadable = true;
                ClearProgress();
                string name = input.Name == "-" ? "standard input" : input.Name;
                surroundings.Error.Write($"chaffinch: {Screen.OneLine(name)}: {Screen.OneLine(e.Message)}\n");
            }

            done++;
            ShowProgress(Stopwatch.GetElapsedTime(started), done);
        }

        ClearProgress();
        return unreadable ? Exit.Unreadable : found ? Exit.Findings : Exit.Done;
    }

    // Markdown often holds HTML; it is still text.
    private InputHints HintsFor(Input input) =>
        hints.Format == InputFormat.Auto && input.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
            ? hints with { Format = InputFormat.Text }
            : hints;

    private bool HasFindings(LabelledPage page)
    {
        if (FailOn is null)
        {
            return false;
        }

        foreach (LabelledSpan span in page.Spans)
        {
            if ((span.Label == Label.Injected && FailOn != "damaged") || (span.Label == Label.Damaged && FailOn != "injected"))
            {
                return true;
            }
        }

        return false;
    }

    private void ShowProgress(TimeSpan elapsed, int done)
    {
        if (!surroundings.ErrorIsTerminal || Quiet || elapsed < ProgressAfter || elapsed - _lastProgress < ProgressEvery)
        {
            return;
        }

        _lastProgress = elapsed;
        _progressShown = true;
        surroundings.Error.Write($"\r{done} pages, {done / elapsed.TotalSeconds:0} a second");
    }

    private void ClearProgress()
    {
        if (_progressShown)
        {
            _progressShown = false;
            surroundings.Error.Write("\r\u001b[K");
        }
    }
}

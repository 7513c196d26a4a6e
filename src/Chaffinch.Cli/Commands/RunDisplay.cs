using System.Globalization;
using System.Text;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Model;
using Chaffinch.Model;

namespace Chaffinch.Cli.Commands;

/// <summary>Shows how far a run is on standard error: one line that renews itself on a terminal, else a line now and then where asked for.</summary>
internal sealed class RunDisplay : IDisposable
{
    private const int TerminalMs = 500;

    private readonly CorpusRun _run;
    private readonly Surroundings _surroundings;
    private readonly Timer? _timer;
    private readonly Lock _lock = new();
    private bool _isShown;
    private bool _isOver;

    public RunDisplay(CorpusRun run, Surroundings surroundings, int seconds)
    {
        _run = run;
        _surroundings = surroundings;
        int ms = surroundings.ErrorIsTerminal ? TerminalMs : (int)Math.Min(int.MaxValue, seconds * 1000L);
        _timer = ms > 0 ? new Timer(_ => Show(), null, ms, ms) : null;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _isOver = true;
            if (_isShown && _surroundings.ErrorIsTerminal)
            {
                _surroundings.Error.Write("\r\u001b[K");
            }
        }
    }

    /// <summary>One line that says how far a run is.</summary>
    public static string Line(RunProgress progress)
    {
        RunCounts counts = progress.Counts;
        double seconds = Math.Max(0.001, progress.Elapsed.TotalSeconds);
        var line = new StringBuilder();
        double? share = progress.StoredBytes is > 0 and long all ? Math.Min(1, progress.StoredBytesDone / (double)all) : null;
        if (share is double part)
        {
            line.Append(CultureInfo.InvariantCulture, $"{100 * part:0.0} %  ");
        }

        line.Append(CultureInfo.InvariantCulture, $"{counts.Records:N0} records  {counts.BytesInflated / 1e6 / seconds:N0} MB/s ");
        for (int verdict = 0; verdict < counts.Verdicts.Length; verdict++)
        {
            if (counts.Verdicts[verdict] > 0)
            {
                line.Append(CultureInfo.InvariantCulture, $" {((PageVerdict)verdict).NameOf()} {counts.Verdicts[verdict]:N0}");
            }
        }

        line.Append(CultureInfo.InvariantCulture, $"  {progress.UnitsDone}/{progress.Units} inputs");
        if (share is > 0.001 and < 1 && seconds > 3)
        {
            // What earlier processes did cost this one nothing, so the rate is that of this process only.
            double own = counts.BytesStored;
            double left = progress.StoredBytes!.Value - progress.StoredBytesDone;
            if (own > 0)
            {
                line.Append("  ").Append(Duration(TimeSpan.FromSeconds(Math.Min(left / own * seconds, TimeSpan.MaxValue.TotalSeconds / 2)))).Append(" left");
            }
        }

        return line.ToString();
    }

    /// <summary>Prints what a run would read.</summary>
    public static void PrintPlan(TextWriter output, CorpusRun run, RunOptions options)
    {
        long bytes = 0;
        int unknown = 0;
        int done = 0;
        int number = 0;
        foreach (WorkUnit unit in run.Units)
        {
            (int shards, bool isDone) = run.FinishedOf(unit);
            string state = isDone ? "  finished" : shards > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {shards} shards finished") : "";
            string part = unit.Part.IsWhole ? "" : string.Create(CultureInfo.InvariantCulture, $"  from byte {unit.Part.Start}");
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{++number,6}  {(unit.Bytes is long b ? Size(b) : "size unknown"),12}  {unit.Path}{part}  -> {unit.Name}{state}\n"));
            bytes += unit.Bytes ?? 0;
            unknown += unit.Bytes is null ? 1 : 0;
            done += isDone ? 1 : 0;
        }

        output.Write(string.Create(CultureInfo.InvariantCulture, $"{run.Units.Count} inputs or parts, {Size(bytes)} as stored"));
        output.Write(unknown > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {unknown} of unknown size") : "");
        output.Write(done > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {done} are finished") : "");
        output.Write(options.Task.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"; task {options.Task} of {run.AllUnits} in all\n") : "\n");
    }

    /// <summary>Prints how a run ended.</summary>
    public static void PrintResult(TextWriter output, RunResult result, RunOptions options)
    {
        RunCounts counts = result.Counts;
        output.Write(string.Create(CultureInfo.InvariantCulture,
            $"{counts.Records:N0} records = {counts.Documents:N0} documents + {counts.RejectedSum:N0} rejected{Reasons(counts.Rejected)} + {counts.SkippedSum:N0} skipped{Reasons(counts.Skipped)}\n"));
        string verdicts = string.Join(", ", counts.Verdicts.Select(static (n, v) => string.Create(CultureInfo.InvariantCulture, $"{((PageVerdict)v).NameOf()} {n:N0}")));
        output.Write(string.Create(CultureInfo.InvariantCulture, $"verdicts: {verdicts}; {counts.Injected:N0} of {counts.Characters:N0} characters planted, {counts.Kept:N0} kept\n"));
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{counts.Defects:N0} defects; {result.ShardsFinished} shards in {options.OutputFolder}"));
        output.Write(result.ShardsFound > 0 ? string.Create(CultureInfo.InvariantCulture, $", {result.ShardsFound} of them found finished\n") : "\n");
    }

    private static string Reasons(SortedDictionary<string, long> reasons) =>
        reasons.Count == 0 ? "" : " (" + string.Join(", ", reasons.Select(static r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} {r.Value:N0}"))) + ")";

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 40 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 40):0.00} TiB"),
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.00} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 10):0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalHours: >= 48 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days"),
        { TotalMinutes: >= 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h"),
        { TotalSeconds: >= 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
    };

    private void Show()
    {
        if (_run.Progress() is not RunProgress progress)
        {
            return;
        }

        string line = Line(progress);
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            if (_surroundings.ErrorIsTerminal)
            {
                int width = Math.Max(20, _surroundings.Width - 1);
                _surroundings.Error.Write($"\r\u001b[K{(line.Length > width ? line[..width] : line)}");
            }
            else
            {
                _surroundings.Error.Write(line + "\n");
            }

            _isShown = true;
        }
    }
}

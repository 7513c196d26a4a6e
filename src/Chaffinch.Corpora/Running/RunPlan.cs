using System.IO.Compression;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Running;

/// <summary>What a run reads, in which order, and which task reads what. Depends on the inputs' names and sizes and on the number of tasks only.</summary>
internal sealed class RunPlan
{
    private RunPlan(IReadOnlyList<CatalogEntry> inputs, IReadOnlyList<WorkUnit> units, RunTask task)
    {
        Inputs = inputs;
        AllUnits = units;
        Units = [.. units.Where((_, i) => i % task.Count == task.Index - 1)];
    }

    /// <summary>All inputs of the run.</summary>
    public IReadOnlyList<CatalogEntry> Inputs { get; }

    /// <summary>The units of all tasks.</summary>
    public IReadOnlyList<WorkUnit> AllUnits { get; }

    /// <summary>The units of this task, in order.</summary>
    public IReadOnlyList<WorkUnit> Units { get; }

    /// <summary>Makes the plan.</summary>
    /// <param name="options">What to read.</param>
    /// <param name="list">Lists the files that a name stands for.</param>
    /// <exception cref="RunException">The inputs cannot be used as asked.</exception>
    public static RunPlan Make(RunOptions options, Func<string, IReadOnlyList<ArchiveInput>> list)
    {
        List<CatalogEntry> inputs = InputCatalog.Read(options.Inputs, list);
        if (options.Task.Count > 1 && inputs.Exists(static i => i.Path == "-"))
        {
            throw new RunException("Standard input cannot be shared by several tasks; name files.");
        }

        string[] names = OutputNames.For([.. inputs.Select(static i => i.Path)]);
        int partsWanted = (options.Task.Count + inputs.Count - 1) / inputs.Count;
        var units = new List<WorkUnit>();
        for (int i = 0; i < inputs.Count; i++)
        {
            (OutputFormat format, string ending) = FormatOf(options.Output, inputs[i].Path);
            int parts = partsWanted > 1 ? PartsOf(inputs[i], partsWanted, options.MinPartBytes) : 1;
            if (parts == 1)
            {
                units.Add(new WorkUnit(names[i], inputs[i].Path, ArchiveRange.Whole, inputs[i].Bytes, format, ending) { Files = inputs[i].Files });
                continue;
            }

            long bytes = inputs[i].Bytes!.Value;
            for (int part = 0; part < parts; part++)
            {
                long start = (long)(bytes * (decimal)part / parts);
                long end = (long)(bytes * (decimal)(part + 1) / parts);
                units.Add(new WorkUnit(
                    $"{names[i]}.part-{part + 1:D5}-of-{parts:D5}",
                    inputs[i].Path,
                    new ArchiveRange(start, part == parts - 1 ? long.MaxValue : end),
                    end - start,
                    format,
                    ending));
            }
        }

        return new RunPlan(inputs, units, options.Task);
    }

    private static (OutputFormat Format, string Ending) FormatOf(OutputOptions output, string path)
    {
        if (output.Format is null && output.Emit == Emit.Attributes && OutputNames.LinesOf(path) is (OutputFormat, string) lines)
        {
            return lines;
        }

        OutputFormat format = output.Format ?? (output.Emit == Emit.Attributes ? OutputFormat.JsonLinesGzip : OutputFormat.JsonLinesZstd);
        return (format, OutputNames.EndingOf(format));
    }

    // Only records in gzip members of their own can be read from the middle of a file at once; a file that begins so is taken to go on so.
    private static int PartsOf(CatalogEntry input, int wanted, long minBytes)
    {
        if (input.Bytes is not long bytes || bytes < 2 * minBytes || input.Files is not null || !HoldsPackedRecords(input.Path))
        {
            return 1;
        }

        return (int)Math.Min(wanted, bytes / minBytes);
    }

    private static bool HoldsPackedRecords(string path)
    {
        Span<byte> head = stackalloc byte[8];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            using var inflated = new GZipStream(file, CompressionMode.Decompress);
            int length = inflated.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return head[..length].StartsWith("WARC/"u8) || head[..length].SequenceEqual("filedesc"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // No gzip file, or none that can be read: that is told when its turn comes.
            return false;
        }
    }
}

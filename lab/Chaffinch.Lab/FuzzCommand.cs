using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Chaffinch.Lab;

/// <summary>Feeds hostile pages to a target until the time is over or a law is broken; a finding is written to a file, made small, and can be run again.</summary>
internal static class FuzzCommand
{
    private static readonly MarkupLaws Markup = new();

    private static readonly (string Name, Func<PageAnalyzer, byte[], string?> Check)[] Targets =
    [
        ("parser", (_, bytes) => Markup.Check(bytes)),
        ("reader", (analyzer, bytes) => Laws.Read(analyzer, bytes)),
        ("analyze", (analyzer, bytes) => Laws.Analyze(analyzer, bytes)),
    ];

    public static int Run(Options options)
    {
        string name = options.Plain.Count > 0 ? options.Plain[0] : throw new UsageException("name a target: " + string.Join(", ", Targets.Select(t => t.Name)));
        int index = Array.FindIndex(Targets, t => t.Name == name);
        (Func<int, byte[]> Make, Func<byte[], string?> Check)? own = OwnInputs(name);
        if (index < 0 && own is null)
        {
            throw new UsageException($"there is no target '{name}': " + string.Join(", ", Targets.Select(t => t.Name).Concat(ArchiveFuzz.Names).Append("filter")));
        }

        var target = new Target(own is { } checks ? (_, bytes) => checks.Check(bytes) : Targets[index].Check);
        if (options.Text("input") is string input)
        {
            string? broken = target.Check(File.ReadAllBytes(input));
            Console.WriteLine(broken ?? "no finding");
            return broken is null ? 0 : 1;
        }

        int seed = options.Int("seed", 1);
        long until = Stopwatch.GetTimestamp() + (long)(options.Number("minutes", 10) * 60 * Stopwatch.Frequency);
        if (own is { } makes)
        {
            return Loop(name, target, makes.Make, seed, until);
        }

        List<byte[]> seeds = [.. FuzzSeeds.Own];
        if (options.Has("data"))
        {
            seeds.AddRange(LabData.Files("readability/pages", "source.html.gz", 10).Concat(LabData.Files("wcxb-dev", "*.html.gz", 60)).Concat(LabData.Files("zh-pages", "*.gz", 3))
                .Select(LabData.Read).Where(b => b.Length < 120_000));
        }

        return Loop(name, target, round => Make(seeds, round), seed, until);
    }

    // Targets that take other things than pages make them themselves.
    private static (Func<int, byte[]> Make, Func<byte[], string?> Check)? OwnInputs(string name) =>
        name == "filter" ? (FilterFuzz.Make, FilterFuzz.Check)
        : ArchiveFuzz.Names.Contains(name) ? (round => ArchiveFuzz.Make(name, round), bytes => ArchiveFuzz.Check(name, bytes))
        : null;

    private static int Loop(string name, Target target, Func<int, byte[]> make, int seed, long until)
    {
        long runs = 0;
        long bytes = 0;
        long report = Stopwatch.GetTimestamp();
        long started = report;
        for (int round = seed; Stopwatch.GetTimestamp() < until; round++)
        {
            byte[] input = make(round);
            string? broken = target.Check(input);
            runs++;
            bytes += input.Length;
            if (broken is not null)
            {
                return Report(name, target, input, round, broken);
            }

            if (Stopwatch.GetElapsedTime(report).TotalSeconds > 60)
            {
                report = Stopwatch.GetTimestamp();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalMinutes:F0} min: {runs:N0} inputs, {bytes / 1e6:F0} MB, slowest {target.SlowestMs:F0} ms, no finding"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {runs:N0} inputs from seed {seed}, {bytes / 1e6:F0} MB in {Stopwatch.GetElapsedTime(started).TotalMinutes:F1} min, slowest {target.SlowestMs:F0} ms, no finding"));
        return 0;
    }

    private static byte[] Make(List<byte[]> seeds, int round)
    {
        var soup = new Soup(round);
        return (round % 3) switch
        {
            0 => soup.Page(1 << (3 + (round % 8))),
            _ => soup.Mutate(seeds[round / 3 % seeds.Count], seeds[round * 7 % seeds.Count]),
        };
    }

    private static int Report(string name, Target target, byte[] input, int round, string broken)
    {
        byte[] small = Minimise(target, input, broken);
        string folder = Path.Combine(LabData.Root, "artifacts", "lab", "fuzz");
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, $"{name}-{Convert.ToHexStringLower(SHA256.HashData(small))[..12]}.bin");
        File.WriteAllBytes(file, small);
        File.WriteAllBytes(file + ".full", input);
        Console.WriteLine($"FINDING at round {round}: {broken}");
        Console.WriteLine($"  {input.Length} bytes, made small to {small.Length}: {Path.GetRelativePath(LabData.Root, file)}");
        Console.WriteLine($"  lab/run fuzz {name} --input {Path.GetRelativePath(LabData.Root, file)}");
        return 1;
    }

    // Takes out ever smaller pieces as long as the same law stays broken.
    private static byte[] Minimise(Target target, byte[] input, string broken)
    {
        string law = Law(broken);
        long until = Stopwatch.GetTimestamp() + (20 * Stopwatch.Frequency);
        for (int piece = Math.Max(1, input.Length / 2); piece >= 1; piece /= 2)
        {
            for (int at = 0; at < input.Length && Stopwatch.GetTimestamp() < until;)
            {
                byte[] without = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(input.Length, at + piece))];
                if (target.Check(without) is string same && Law(same) == law)
                {
                    input = without;
                }
                else
                {
                    at += piece;
                }
            }
        }

        return input;
    }

    private static string Law(string broken) => broken.Split(':')[0];

    /// <summary>Runs one input: a broken law, an exception and a hang are findings alike.</summary>
    private sealed class Target(Func<PageAnalyzer, byte[], string?> check)
    {
        // No input of this size takes a thousandth of it; a pause of the machine can.
        private const double MaxMs = 10_000;

        private PageAnalyzer _analyzer = new();

        public double SlowestMs { get; private set; }

        public string? Check(byte[] input)
        {
            long start = Stopwatch.GetTimestamp();
            string? broken;
            try
            {
                broken = check(_analyzer, input);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                broken = $"{e.GetType().Name}: {e.Message} {Frame(e)}";
                _analyzer = new PageAnalyzer();
            }

            double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            SlowestMs = Math.Max(SlowestMs, ms);
            return broken ?? (ms > MaxMs ? string.Create(CultureInfo.InvariantCulture, $"hang: {ms:F0} ms for {input.Length} bytes") : null);
        }

        private static string Frame(Exception e) =>
            e.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Chaffinch.", StringComparison.Ordinal))?.Trim() ?? "";
    }
}

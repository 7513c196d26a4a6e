using System.Diagnostics;
using System.Globalization;

namespace Chaffinch.Lab;

/// <summary>The memory of the command itself over an archive of gigabytes: the same members again and again, labelled by a process of its own.</summary>
internal static class CrawlMemory
{
    private const int PollMs = 50;

    public static int Run(Options options)
    {
        double gigabytes = options.Number("gb", 4);
        int threads = options.Int("threads", Environment.ProcessorCount);
        string program = Path.Combine(LabData.Root, "artifacts", "bin", "Chaffinch.Cli", "release", "Chaffinch.Cli.dll");
        if (!File.Exists(program))
        {
            throw new UsageException("the command is not built; run dotnet build -c Release");
        }

        string folder = Directory.CreateTempSubdirectory("chaffinch-memory-").FullName;
        try
        {
            string block = Path.Combine(folder, "block");
            (_, long inflated) = CrawlArchive.Write(block, options.Int("pages", 400), options.Int("seed", 1));
            byte[] members = File.ReadAllBytes(block);
            string archive = Path.Combine(folder, "crawl.warc.gz");
            long copies = 0;
            using (FileStream file = File.Create(archive))
            {
                while (file.Length < gigabytes * 1e9)
                {
                    file.Write(members);
                    copies++;
                }
            }

            File.Delete(block);
            var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
            foreach (string argument in (string[])[program, "run", archive, "--out", Path.Combine(folder, "out"), "--threads", threads.ToString(CultureInfo.InvariantCulture), "--progress", "60"])
            {
                start.ArgumentList.Add(argument);
            }

            long begin = Stopwatch.GetTimestamp();
            using Process process = Process.Start(start)!;
            long peak = 0;
            TimeSpan cpu = default;
            while (!process.WaitForExit(PollMs))
            {
                try
                {
                    process.Refresh();
                    peak = Math.Max(peak, process.PeakWorkingSet64);
                    cpu = process.TotalProcessorTime;
                }
                catch (InvalidOperationException)
                {
                    // It ended in this moment.
                    break;
                }
            }

            process.WaitForExit();
            double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{new FileInfo(archive).Length / 1e9:F2} GB stored, {inflated * copies / 1e9:F1} GB inflated, {threads} threads: exit code {process.ExitCode}, {seconds:F0} s by the clock, {cpu.TotalSeconds:F0} s of processor time, {inflated * copies / 1e6 / cpu.TotalSeconds:F0} MB/s a core, peak resident memory {peak / 1e6:F0} MB"));
            return process.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>The command as a process of its own: killed, out of disk, without a folder to write to.</summary>
public sealed class RunKillTests : IDisposable
{
    private const int Kills = 20;

    private static readonly string Program = Path.Combine(Repository.Root, "artifacts", "bin", "Chaffinch.Cli", "release", "Chaffinch.Cli.dll");

    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Killed_at_20_random_moments_it_ends_byte_equal_and_with_exact_counts()
    {
        string[] inputs = [_fixture.Write("in/a.warc.gz", SampleArchive.Warc(300)), _fixture.Write("in/b.warc.gz", SampleArchive.Warc(100, seed: 2, withBroken: true))];
        Assert.Equal(0, Start("whole", inputs).Code);
        string[] expected = _fixture.Files("whole");
        Assert.True(expected.Length > 30, "There are too few shards to be killed between.");

        // A busy machine makes moments by the clock fall before all work, so they are counted in finished shards, and the clock only adds to that.
        var random = new Random(20260101);
        int killed = 0;
        int between = 0;
        for (int round = 0; killed < Kills; round++)
        {
            Assert.True(round < 3 * Kills, "The process ended before it was killed, again and again.");
            while (killed < Kills)
            {
                (int code, int shards, string error) = StartAndKill($"out{round}", inputs, random.Next(4), random.Next(40));
                if (shards < 0)
                {
                    Assert.True(code == 0, error);
                    break;
                }

                killed++;
                between += shards > 0 ? 1 : 0;
            }

            (int last, string message) = Start($"out{round}", inputs);
            Assert.True(last == 0, message);
            Assert.Equal(expected, _fixture.Files($"out{round}"));
        }

        Assert.True(between > Kills / 4, $"Only {between} of {killed} kills came while shards were written.");
    }

    [Fact]
    public async Task Terminated_it_drops_what_is_unfinished_and_says_how_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        string[] inputs = [_fixture.Write("a.warc.gz", SampleArchive.Warc(1500))];
        using Process process = Begin("out", inputs);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string shards = Path.Combine(_fixture.Folder, "out", "manifest", "shards");
        while (!process.HasExited && !Directory.Exists(shards))
        {
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        using (Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string told = await error;
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("", await output);
        Assert.Contains("Run the same command again", told, StringComparison.Ordinal);
        Assert.Single(told.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain(_fixture.Files("out"), static f => f.Contains(".part ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_full_disk_is_told_in_one_line_and_nothing_half_written_is_left()
    {
        string disk = Path.Combine(_fixture.Folder, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(Shell($"mount -t tmpfs -o size=192k none '{disk}'") == 0, "A small file system cannot be mounted here; the writers' own test covers a full disk.");
        try
        {
            string[] inputs = [_fixture.Write("a.warc.gz", SampleArchive.Warc(400))];
            (int code, string error) = Start("disk/out", inputs, "--as", "jsonl");
            Assert.Equal(2, code);
            Assert.Contains("cannot be written", error, StringComparison.Ordinal);
            Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.DoesNotContain(_fixture.Files("disk/out"), static f => f.Contains(".part ", StringComparison.Ordinal));
            Assert.NotEmpty(Directory.GetFiles(Path.Combine(disk, "out", "documents")));

            // With room again the same command ends as if nothing had been.
            Assert.Equal(0, Shell($"mount -o remount,size=64m '{disk}'"));
            Assert.Equal(0, Start("disk/out", inputs, "--as", "jsonl").Code);
            Assert.Equal(0, Start("whole", inputs, "--as", "jsonl").Code);
            Assert.Equal(_fixture.Files("whole"), _fixture.Files("disk/out"));
            Assert.Equal(0, Shell($"mount -o remount,ro '{disk}'"));
            (code, error) = Start("disk/other", inputs);
            Assert.Equal(2, code);
            Assert.Contains("cannot be written", error, StringComparison.Ordinal);
            Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            Shell($"umount '{disk}'");
        }
    }

    [Fact]
    public void An_output_folder_that_cannot_be_made_is_told_in_one_line()
    {
        string[] inputs = [_fixture.Write("a.warc.gz", SampleArchive.Warc(3))];
        _fixture.Write("file", "x");
        (int code, string error) = Start("file/out", inputs);
        Assert.Equal(2, code);
        Assert.Contains("cannot be written", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void An_input_that_has_gone_is_told_and_the_code_says_so()
    {
        (int code, string error) = Start("out", [_fixture.Write("a.warc.gz", SampleArchive.Warc(3)), Path.Combine(_fixture.Folder, "gone.warc.gz")]);
        Assert.Equal(3, code);
        Assert.Contains("gone.warc.gz: there is no such file", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(3, _fixture.Lines("out/documents/a-00000.jsonl.zst").Length);
    }

    private (int Code, string Error) Start(string output, string[] inputs, params string[] more)
    {
        using Process process = Begin(output, inputs, more);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> written = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.WaitForExit();
        _ = written.Result;
        return (process.ExitCode, error.Result);
    }

    // Kills the process some milliseconds after it has finished so many more shards; gives the shards that were there then, -1 when it ended before.
    private (int Code, int Shards, string Error) StartAndKill(string output, string[] inputs, int moreShards, int milliseconds)
    {
        string folder = Path.Combine(_fixture.Folder, output, "manifest", "shards");
        int target = Count(folder) + moreShards;
        using Process process = Begin(output, inputs);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> written = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (Count(folder) < target && !process.WaitForExit(1))
        {
        }

        bool ended = process.WaitForExit(milliseconds);
        if (!ended)
        {
            process.Kill();
        }

        process.WaitForExit();
        _ = written.Result;
        return (process.ExitCode, ended ? -1 : Count(folder), error.Result);
    }

    private static int Count(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Length : 0;

    private Process Begin(string output, string[] inputs, params string[] more)
    {
        Assert.True(File.Exists(Program), "The command was not built.");
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, StandardErrorEncoding = Encoding.UTF8 };
        foreach (string argument in (string[])[Program, "run", .. inputs, "--out", Path.Combine(_fixture.Folder, output), "--shard-size", "10", "--threads", "2", .. more])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static int Shell(string command)
    {
        if (OperatingSystem.IsWindows())
        {
            return 1;
        }

        var start = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        using Process process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}

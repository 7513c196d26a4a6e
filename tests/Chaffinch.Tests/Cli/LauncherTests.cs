using System.Diagnostics;
using Xunit;

namespace Chaffinch.Tests.Cli;

/// <summary>The scripts at the root, as far as they can be run without building.</summary>
public sealed class LauncherTests
{
    [Theory]
    [InlineData("chaffinch")]
    [InlineData("test")]
    [InlineData("eng/sdk.sh")]
    [InlineData("lab/aot-check.sh")]
    [InlineData(".ci/run")]
    public void Scripts_are_whole(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no bash.");
        (int code, string output) = Bash($"bash -n '{Path.Combine(Repository.Root, script)}'");
        Assert.True(code == 0, output);
    }

    [Fact]
    public void Without_an_sdk_and_without_consent_nothing_is_fetched()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no bash.");
        string root = Directory.CreateTempSubdirectory("chaffinch-sdk-").FullName;
        try
        {
            (int code, string output) = Bash(
                $"root='{root}'; yes=0; . '{Repository.Root}/eng/sdk.sh'; find_sdk() {{ return 1; }}; fetch_sdk() {{ echo FETCHED; }}; require_sdk </dev/null");
            Assert.NotEqual(0, code);
            Assert.Contains(".NET SDK 10.0 is not installed", output, StringComparison.Ordinal);
            Assert.Contains("--yes", output, StringComparison.Ordinal);
            Assert.DoesNotContain("FETCHED", output, StringComparison.Ordinal);

            (code, output) = Bash(
                $"root='{root}'; yes=1; . '{Repository.Root}/eng/sdk.sh'; find_sdk() {{ [ -n \"${{got-}}\" ]; }}; fetch_sdk() {{ echo FETCHED; got=1; }}; require_sdk </dev/null");
            Assert.Equal(0, code);
            Assert.Contains("FETCHED", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static (int Code, string Output) Bash(string command)
    {
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("{ " + command + "; } 2>&1");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Chaffinch.Tests.Acceptance;

/// <summary>Measured figures that may rise and never fall, kept in <c>tests/ratchet.json</c> with the command that measures them.</summary>
/// <remarks>
/// All figures are shares for which more is better, rounded down to three digits. <c>CHAFFINCH_UPDATE=1</c> writes those that rose and those that
/// are new; it lowers none. To lower one is an edit by hand that a reviewer sees.
/// </remarks>
internal sealed class Ratchet(string path)
{
    /// <summary>The figures of the repository.</summary>
    public static Ratchet Shared { get; } = new(Path.Combine(Repository.Root, "tests", "ratchet.json"));

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _gate = new();

    /// <summary>Whether this run writes what rose.</summary>
    public static bool Updating => Environment.GetEnvironmentVariable("CHAFFINCH_UPDATE") == "1";

    /// <summary>Holds measured figures against the kept ones.</summary>
    /// <param name="command">What measures them, from the repository's root.</param>
    /// <param name="figures">Name and measured value, 0 to 1.</param>
    /// <param name="update">Whether to write what rose and what is new.</param>
    /// <returns>A line for each figure that fell or that is not kept yet; none where all is well.</returns>
    public List<string> Hold(string command, IEnumerable<(string Name, double Value)> figures, bool update)
    {
        lock (_gate)
        {
            var failures = new List<string>();
            JsonObject all = Read();
            bool changed = false;
            foreach ((string name, double value) in figures)
            {
                double now = Math.Floor((value * 1000) + 1e-6) / 1000;
                double? kept = (double?)all[name]?["value"];
                if (update && (kept is null || now > kept))
                {
                    all[name] = new JsonObject { ["value"] = now, ["command"] = command };
                    changed = true;
                }
                else if (kept is null || now < kept)
                {
                    failures.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: measured {value:F4}, kept {(kept is null ? "none" : kept)}"));
                }
            }

            if (changed)
            {
                var sorted = new JsonObject(all.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));
                File.WriteAllText(path, sorted.ToJsonString(Written).ReplaceLineEndings("\n") + "\n");
            }

            return failures;
        }
    }

    private JsonObject Read() => File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : [];
}

/// <summary>The ratchet goes one way.</summary>
public sealed class RatchetTests
{
    [Fact]
    public void A_figure_that_fell_fails_and_is_never_written()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "{}");
            var ratchet = new Ratchet(path);
            Assert.Single(ratchet.Hold("measure", [("a", 0.5)], update: false));
            Assert.Empty(ratchet.Hold("measure", [("a", 0.56789), ("b", 1)], update: true));
            Assert.Empty(ratchet.Hold("measure", [("a", 0.567), ("b", 1)], update: false));
            Assert.Single(ratchet.Hold("measure", [("a", 0.566)], update: false));
            Assert.Single(ratchet.Hold("measure", [("a", 0.566), ("b", 1)], update: true));
            Assert.Empty(ratchet.Hold("measure", [("a", 0.6)], update: false));
            Assert.Single(ratchet.Hold("measure", [("a", 0.566)], update: false));
        }
        finally
        {
            File.Delete(path);
        }
    }
}

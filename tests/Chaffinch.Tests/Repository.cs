namespace Chaffinch.Tests;

/// <summary>Finds the repository and the development data beside it.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The development data, or null where it is absent (tests that need it then skip and say so).</summary>
    public static string? Data { get; } = FindData();

    private static string FindRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "Chaffinch.slnx")))
            {
                return d.FullName;
            }
        }

        throw new InvalidOperationException("Chaffinch.slnx is in no folder above the tests.");
    }

    private static string? FindData()
    {
        string? given = Environment.GetEnvironmentVariable("CHAFFINCH_DATA");
        string beside = Path.Combine(Root, "..", "shared", "data");
        string path = string.IsNullOrEmpty(given) ? beside : given;
        return Directory.Exists(path) ? Path.GetFullPath(path) : null;
    }
}

using System.Reflection;

namespace Chaffinch.Cli;

/// <summary>What this build is.</summary>
internal static class Product
{
    /// <summary>Its version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}

using System.Globalization;

namespace Chaffinch.Lab;

/// <summary>The caller used a command wrongly; the message says how.</summary>
internal sealed class UsageException : Exception
{
    public UsageException()
    {
    }

    public UsageException(string message)
        : base(message)
    {
    }

    public UsageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The arguments of one command: <c>--name value</c>, <c>--flag</c> and plain ones.</summary>
internal sealed class Options
{
    private readonly List<string> _plain = [];
    private readonly Dictionary<string, string?> _named = new(StringComparer.Ordinal);

    public Options(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _plain.Add(args[i]);
                continue;
            }

            bool hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            _named[args[i][2..]] = hasValue ? args[++i] : null;
        }
    }

    /// <summary>Arguments without a name, in order. A flag swallows the plain argument after it: plain ones come first.</summary>
    public IReadOnlyList<string> Plain => _plain;

    public bool Has(string name) => _named.ContainsKey(name);

    public string? Text(string name) => _named.GetValueOrDefault(name);

    public int Int(string name, int otherwise) => (int)Number(name, otherwise);

    public double Number(string name, double otherwise)
    {
        if (!_named.TryGetValue(name, out string? text))
        {
            return otherwise;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new UsageException($"--{name} takes a number");
    }
}

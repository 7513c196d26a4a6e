namespace Chaffinch.Cli.Inputs;

/// <summary>An input that could not be taken; the message says what is wrong and what to do.</summary>
internal sealed class InputException(string message) : Exception(message);

/// <summary>One page to read: a file, standard input, or something that cannot be read.</summary>
/// <param name="Name">How it is called in reports and messages: the path as reached from the argument, <c>-</c> for standard input.</param>
/// <param name="Path">Its path, null for standard input.</param>
/// <param name="Problem">Why it cannot be read, null where nothing is known against it.</param>
internal readonly record struct Input(string Name, string? Path, string? Problem = null);

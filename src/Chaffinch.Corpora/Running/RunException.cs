namespace Chaffinch.Corpora.Running;

/// <summary>A run that cannot be begun or gone on with as asked; the message is one line that says what to do.</summary>
public sealed class RunException : Exception
{
    internal RunException(string message)
        : base(message)
    {
    }
}

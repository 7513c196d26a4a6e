using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>How each signal counts where it is asked how clearly a piece is accused, looked up by its number.</summary>
internal sealed class SignalWays
{
    private Way[] _ways = [];

    /// <summary>The ways of one signal.</summary>
    /// <param name="ClarityInHtml">How much of its strength accuses a piece of an HTML page; 0 where it only makes room for what others state.</param>
    /// <param name="ClarityInText">The same in plain text, where there is less else to go by.</param>
    /// <param name="IsQuotable">True where a page that speaks of spam shows the same in what it quotes.</param>
    public readonly record struct Way(float ClarityInHtml, float ClarityInText, bool IsQuotable);

    /// <summary>The ways of a signal.</summary>
    public ref readonly Way Of(Signal signal)
    {
        if (signal.Number >= _ways.Length)
        {
            Array.Resize(ref _ways, Math.Max(signal.Number + 1, 256));
        }

        ref Way way = ref _ways[signal.Number];
        if (way == default)
        {
            way = Make(signal);
        }

        return ref way;
    }

    private static Way Make(Signal signal)
    {
        if (signal.Key is "ragged-edge/beside" or "keyword-row/beside-item" || signal.Name is "company" or "low-support" or "supported" or "own-part" or "plain")
        {
            return new Way(0, 0, IsQuotable: true);
        }

        bool quotable = signal.Detector is "promo-style" or "splice-style" or "trade-words" or "split-sentence" or "foreign-offer" or "stranger" or "ragged-edge" || signal.Key is "keyword-row/row" or "shared-name/name";
        return signal.Detector switch
        {
            "promo-style" or "trade-words" or "stranger" => new Way(1, 1, quotable),
            "foreign-offer" => signal.Name is "passage" ? new Way(1, 1, quotable) : new Way(0.3f, 0.3f, quotable),
            "splice-style" => new Way(0.3f, 0.3f, quotable),
            "coherence" => new Way(0.3f, 1.1f, quotable),
            "shared-name" when signal.Name is "beside-glued" => new Way(1.2f, 1.2f, quotable),
            "shared-name" when signal.Name is "name" => new Way(0.6f, 0.6f, quotable),
            _ => new Way(1.5f, 1.5f, quotable),
        };
    }
}

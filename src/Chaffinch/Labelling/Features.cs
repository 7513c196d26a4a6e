using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.CompilerServices;
using Chaffinch.Model;

namespace Chaffinch.Labelling;

/// <summary>The rows of the weight table that stand for facts of form and place, resolved to row numbers once.</summary>
internal sealed class Features
{
    private readonly WeightTable _table;
    private int[] _signals = [];
    private float[] _mostInjected = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public Features(WeightTable table)
    {
        _table = table;
        Zones = Enumerate<Zone>("zone/");
        Roles = Enumerate<SegmentRole>("role/");
        HiddenBy = Enumerate<HiddenBy>("hidden/");
        Tags = Enumerate<HtmlTag>("tag/");
        Traits = Bits<BlockTraits>("trait/");
        OwnHints = Bits<Hints>("hint/");
        AroundHints = Bits<Hints>("around/");
        Headings = Numbered("heading/", 7);
        Bias = Row("bias");
        Sizes = Numbered("size/", 6);
        BlockSizes = Numbered("block-size/", 6);
        Links = Numbered("links/", 4);
    }

    public int[] Zones { get; }

    public int[] Roles { get; }

    public int[] HiddenBy { get; }

    public int[] Tags { get; }

    public int[] Traits { get; }

    public int[] OwnHints { get; }

    public int[] AroundHints { get; }

    public int[] Headings { get; }

    public int Bias { get; }

    /// <summary>By length class of the piece, see <see cref="SizeClass"/>.</summary>
    public int[] Sizes { get; }

    /// <summary>By length class of the block.</summary>
    public int[] BlockSizes { get; }

    /// <summary>Share of characters in links: none, under 0.3, under 0.8, more.</summary>
    public int[] Links { get; }

    /// <summary>The names asked for so far: every row of the table must be one of them or a signal's key.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The row of a named feature, -1 where the table has none. Ask once, when an object is made.</summary>
    public int Row(string name)
    {
        _asked.Add(name);
        return _table.RowOf(name);
    }

    /// <summary>The row of a signal, -1 where the table has none.</summary>
    public int Row(Signal signal)
    {
        const int Unknown = int.MinValue;
        if (signal.Number >= _signals.Length)
        {
            int known = _signals.Length;
            Array.Resize(ref _signals, Math.Max(signal.Number + 1, 256));
            _signals.AsSpan(known).Fill(Unknown);
            Array.Resize(ref _mostInjected, _signals.Length);
            _mostInjected.AsSpan(known).Fill(float.NaN);
        }

        ref int row = ref _signals[signal.Number];
        if (row == Unknown)
        {
            row = _table.RowOf(signal.Key);
        }

        return row;
    }

    /// <summary>True when the signal speaks for the state.</summary>
    public bool Opens(Signal signal, int state) => Row(signal) is >= 0 and var row && _table.Weights(row)[state] > 0;

    /// <summary>The greatest weight that the table gives a signal for an injected state; 0 where there is none.</summary>
    public float MostInjected(Signal signal)
    {
        int row = Row(signal);
        ref float most = ref _mostInjected[signal.Number];
        if (float.IsNaN(most))
        {
            most = 0;
            foreach (float weight in row < 0 ? [] : _table.Weights(row)[LabelState.FirstInjected..LabelState.FirstDamaged])
            {
                most = Math.Max(most, weight);
            }
        }

        return most;
    }

    /// <summary>0: under 4 columns, 1: under 12, 2: under 40, 3: under 100, 4: under 240, 5: more. East Asian letters fill two columns.</summary>
    public static int SizeClass(int columns) => columns switch
    {
        < 4 => 0,
        < 12 => 1,
        < 40 => 2,
        < 100 => 3,
        < 240 => 4,
        _ => 5,
    };

    /// <summary>Adds row <paramref name="row"/> to a vector of <see cref="LabelState.Width"/> scores; nothing where it is -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, Span<float> scores, float factor = 1)
    {
        if (row < 0)
        {
            return;
        }

        ReadOnlySpan<float> weights = _table.Weights(row);
        for (int i = 0; i <= LabelState.Width - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            (Vector256.Create<float>(scores[i..]) + (Vector256.Create<float>(weights[i..]) * factor)).CopyTo(scores[i..]);
        }
    }

    /// <summary>Adds the rows of all bits that are set.</summary>
    public void AddBits(int[] rows, uint bits, Span<float> scores)
    {
        while (bits != 0)
        {
            int bit = BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            if (bit < rows.Length)
            {
                Add(rows[bit], scores);
            }
        }
    }

    private int[] Enumerate<T>(string prefix)
        where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        var rows = new int[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            rows[i] = Row(prefix + Kebab(names[i]));
        }

        return rows;
    }

    private int[] Bits<T>(string prefix)
        where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        T[] values = Enum.GetValues<T>();
        var rows = new int[32];
        Array.Fill(rows, -1);
        for (int i = 0; i < names.Length; i++)
        {
            uint value = Convert.ToUInt32(values[i]);
            if (BitOperations.IsPow2(value))
            {
                rows[BitOperations.TrailingZeroCount(value)] = Row(prefix + Kebab(names[i]));
            }
        }

        return rows;
    }

    private int[] Numbered(string prefix, int count)
    {
        var rows = new int[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = Row(prefix + i);
        }

        return rows;
    }

    internal static string Kebab(string name)
    {
        var s = new System.Text.StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i]))
            {
                s.Append('-');
            }

            s.Append(char.ToLowerInvariant(name[i]));
        }

        return s.ToString();
    }
}

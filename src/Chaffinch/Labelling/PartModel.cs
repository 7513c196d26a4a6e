namespace Chaffinch.Labelling;

/// <summary>
/// Trained weights that tell the genuine parts of a page apart: each fact of a block adds to the scores of headline, subhead, byline, body, caption and furniture. It stands on the
/// table's scores, which decide where it has nothing to say, and it never says what is planted.
/// </summary>
/// <remarks>
/// A conditional random field over the chain of pieces with the table's steps (Lafferty, McCallum, Pereira 2001), trained by <c>lab train-parts</c>. The file: version, number of slots,
/// one scale, then for each slot six signed 8-bit numbers; a file with another number of slots is refused, as facts were added or moved.
/// </remarks>
internal sealed class PartModel
{
    /// <summary>The genuine states.</summary>
    public const int States = LabelState.FirstInjected;

    private const int Version = 1;

    private readonly float[] _rows;

    /// <param name="rows"><see cref="States"/> numbers for each slot of <see cref="PartFacts"/>.</param>
    public PartModel(float[] rows)
    {
        if (rows.Length != PartFacts.Slots * States)
        {
            throw new ArgumentException("There must be six numbers a slot.", nameof(rows));
        }

        _rows = rows;
    }

    /// <summary>The package's weights.</summary>
    public static PartModel Default => Shipped.Model;

    /// <summary>Weights that add nothing: for training, which stands on the table alone.</summary>
    public static PartModel Nothing => new(new float[PartFacts.Slots * States]);

    /// <summary>What the facts of a block add to the genuine states.</summary>
    /// <param name="facts">Slots.</param>
    /// <param name="sums">Takes <see cref="States"/> log-odds.</param>
    public void Sum(ReadOnlySpan<int> facts, Span<float> sums)
    {
        sums[..States].Clear();
        foreach (int slot in facts)
        {
            ReadOnlySpan<float> row = _rows.AsSpan(slot * States, States);
            for (int s = 0; s < States; s++)
            {
                sums[s] += row[s];
            }
        }
    }

    /// <summary>Writes the weights in the form that <see cref="Read"/> reads.</summary>
    public byte[] Write()
    {
        using var to = new MemoryStream();
        using var writer = new BinaryWriter(to);
        float scale = 1e-6f;
        foreach (float number in _rows)
        {
            scale = Math.Max(scale, Math.Abs(number) / sbyte.MaxValue);
        }

        writer.Write(Version);
        writer.Write(PartFacts.Slots);
        writer.Write(scale);
        foreach (float number in _rows)
        {
            writer.Write((sbyte)MathF.Round(number / scale));
        }

        writer.Flush();
        return to.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not weights of this version.</exception>
    public static PartModel Read(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        if (reader.ReadInt32() != Version || reader.ReadInt32() != PartFacts.Slots)
        {
            throw new InvalidDataException("parts.res is not for this version's facts: run lab train-parts.");
        }

        float scale = reader.ReadSingle();
        var rows = new float[PartFacts.Slots * States];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = reader.ReadSByte() * scale;
        }

        return new PartModel(rows);
    }

    private static PartModel Load()
    {
        using Stream stream = typeof(PartModel).Assembly.GetManifestResourceStream("parts.res")
            ?? throw new InvalidOperationException("The package lacks its weights of parts.");
        return Read(stream);
    }

    // Read when first asked for, so that they can be trained anew where the facts have changed.
    private static class Shipped
    {
        public static readonly PartModel Model = Load();
    }
}

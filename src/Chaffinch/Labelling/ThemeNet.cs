using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Labelling;

/// <summary>Tells what a planted text promotes: a linear model over the hashes of its terms, and over the field's ordinary words in it (<see cref="ThemeWords"/>).</summary>
/// <remarks>
/// Made by <c>lab train-themes</c>. The file is a header (version, scale, constants, weights of the ordinary words) and signed bytes, a row of <see cref="Classes"/> for each of
/// <see cref="Rows"/> places. A text's terms share one length, so that long texts are not surer than their words are.
/// </remarks>
internal sealed class ThemeNet
{
    /// <summary>Themes, <see cref="Theme.Other"/> the last.</summary>
    public const int Classes = (int)Theme.Other;

    /// <summary>Places that terms are hashed to.</summary>
    public const int Rows = 1 << Bits;

    /// <summary>Longer texts are read so far.</summary>
    public const int MaxChars = 2000;

    private const int Bits = 16;
    private const int Version = 1;

    private readonly float _scale;
    private readonly float[] _constants;
    private readonly float[] _words;
    private readonly sbyte[] _weights;

    /// <param name="constants">One a theme.</param>
    /// <param name="words">What a theme's ordinary words count for it.</param>
    /// <param name="scale">One step of the weights.</param>
    /// <param name="weights">Rows of <see cref="Classes"/> steps.</param>
    public ThemeNet(float[] constants, float[] words, float scale, sbyte[] weights)
    {
        _constants = constants;
        _words = words;
        _scale = scale;
        _weights = weights;
    }

    /// <summary>The model of the package.</summary>
    public static ThemeNet Default => Shipped.Net;

    /// <summary>The place of a term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place(uint term) => (int)((term * 0x9E3779B1u) >> (32 - Bits));

    /// <summary>The places of a text's terms.</summary>
    /// <param name="text">The text.</param>
    /// <param name="places">Takes them; at least <see cref="MaxChars"/> long.</param>
    /// <returns>Their number.</returns>
    public static int Read(ReadOnlySpan<char> text, Span<int> places)
    {
        text = text[..Math.Min(text.Length, MaxChars)];
        Span<CharClass> classes = stackalloc CharClass[MaxChars];
        classes = classes[..text.Length];
        CharClasses.Classify(text, classes);
        Span<uint> terms = MemoryMarshal.Cast<int, uint>(places);
        int count = TermReader.Read(text, classes, terms);
        for (int i = 0; i < count; i++)
        {
            places[i] = Place(terms[i]);
        }

        return count;
    }

    /// <summary>How the themes share a text's probability.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shares">Takes <see cref="Classes"/> probabilities, <see cref="Theme.Adult"/> the first.</param>
    /// <returns>Terms that were read: of few little can be told.</returns>
    public int Of(ReadOnlySpan<char> text, Span<float> shares)
    {
        Span<int> places = stackalloc int[MaxChars + 1];
        int count = Read(text, places);
        Span<float> words = stackalloc float[Classes];
        ThemeWords.Read(text[..Math.Min(text.Length, MaxChars)], words);
        _constants.CopyTo(shares);
        float each = _scale / MathF.Sqrt(Math.Max(1, count));
        foreach (int place in places[..count])
        {
            ReadOnlySpan<sbyte> row = _weights.AsSpan(place * Classes, Classes);
            for (int t = 0; t < Classes; t++)
            {
                shares[t] += row[t] * each;
            }
        }

        for (int t = 0; t < Classes; t++)
        {
            shares[t] += words[t] * _words[t];
        }

        ToShares(shares);
        return count;
    }

    /// <summary>Log-odds to probabilities.</summary>
    public static void ToShares(Span<float> values)
    {
        float top = float.NegativeInfinity;
        foreach (float value in values)
        {
            top = Math.Max(top, value);
        }

        float sum = 0;
        foreach (ref float value in values)
        {
            sum += value = MathF.Exp(value - top);
        }

        foreach (ref float value in values)
        {
            value /= sum;
        }
    }

    /// <summary>Writes the model in the form that <see cref="Read(Stream)"/> reads.</summary>
    public byte[] Write()
    {
        using var to = new MemoryStream();
        using var writer = new BinaryWriter(to);
        writer.Write(Version);
        writer.Write(_scale);
        foreach (float number in (IEnumerable<float>)[.. _constants, .. _words])
        {
            writer.Write(number);
        }

        writer.Write(MemoryMarshal.AsBytes(_weights.AsSpan()));
        writer.Flush();
        return to.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a model of this version.</exception>
    public static ThemeNet Read(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        if (stream.Length != (2 + (2 * Classes)) * sizeof(float) + (Rows * Classes) || reader.ReadInt32() != Version)
        {
            throw new InvalidDataException("themes.net.res is not a model of this version: run lab train-themes.");
        }

        float scale = reader.ReadSingle();
        var constants = new float[Classes];
        var words = new float[Classes];
        foreach (float[] numbers in (float[][])[constants, words])
        {
            for (int t = 0; t < Classes; t++)
            {
                numbers[t] = reader.ReadSingle();
            }
        }

        var weights = new sbyte[Rows * Classes];
        stream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        return new ThemeNet(constants, words, scale, weights);
    }

    // Read when first asked for, so that training can run before there is a model.
    private static class Shipped
    {
        public static readonly ThemeNet Net = Load();

        private static ThemeNet Load()
        {
            using Stream stream = typeof(ThemeNet).Assembly.GetManifestResourceStream("themes.net.res")
                ?? throw new InvalidOperationException("The package lacks its model of themes.");
            return Read(stream);
        }
    }
}

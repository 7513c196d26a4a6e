using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Training.Fitting;

/// <summary>Settings of the optimiser.</summary>
/// <param name="Rate">Step size.</param>
/// <param name="Decay">Share of each weight taken away a step, times the rate (decoupled weight decay).</param>
internal readonly record struct StepSize(float Rate, float Decay);

/// <summary>A block of weights with its slopes and the optimiser's memory.</summary>
/// <remarks>Kingma and Ba, "Adam" (2015), with the decay of Loshchilov and Hutter (2019). Plain loops in a fixed order: the same inputs give the same bytes.</remarks>
internal sealed class Weights
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-7f;

    private readonly float[] _mean;
    private readonly float[] _square;
    private double[]? _sums;
    private int _remembered;
    private int _steps;

    /// <param name="count">How many, a multiple of 8.</param>
    public Weights(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(count % 8, 0);
        Values = new float[count];
        Slopes = new float[count];
        _mean = new float[count];
        _square = new float[count];
    }

    /// <summary>The weights.</summary>
    public float[] Values { get; }

    /// <summary>Slopes of the loss, added up since the last step.</summary>
    public float[] Slopes { get; }

    /// <summary>Sets the weights to random values, uniform within the bound.</summary>
    public void Randomise(Random random, float bound)
    {
        for (int i = 0; i < Values.Length; i++)
        {
            Values[i] = ((random.NextSingle() * 2) - 1) * bound;
        }
    }

    /// <summary>Adds the weights as they are to the average that <see cref="TakeAverage"/> makes.</summary>
    public void Remember()
    {
        _sums ??= new double[Values.Length];
        for (int i = 0; i < Values.Length; i++)
        {
            _sums[i] += Values[i];
        }

        _remembered++;
    }

    /// <summary>Sets the weights to the average of the remembered ones; leaves them where none were.</summary>
    public void TakeAverage()
    {
        for (int i = 0; i < Values.Length && _sums is not null; i++)
        {
            Values[i] = (float)(_sums[i] / _remembered);
        }

        _sums = null;
        _remembered = 0;
    }

    /// <summary>Goes one step down the slopes and clears them.</summary>
    public void Step(StepSize size)
    {
        _steps++;
        StepRange(size, 0, Values.Length, _steps);
    }

    /// <summary>As <see cref="Step"/> for a part of the weights whose slopes are not all zero; <paramref name="steps"/> counts that part's steps.</summary>
    public void StepRange(StepSize size, int start, int length, int steps)
    {
        float first = 1 - MathF.Pow(Beta1, steps);
        float second = 1 - MathF.Pow(Beta2, steps);
        ref float values = ref MemoryMarshal.GetArrayDataReference(Values);
        ref float slopes = ref MemoryMarshal.GetArrayDataReference(Slopes);
        ref float means = ref MemoryMarshal.GetArrayDataReference(_mean);
        ref float squares = ref MemoryMarshal.GetArrayDataReference(_square);
        for (nuint i = (nuint)start; i < (nuint)(start + length); i += 8)
        {
            Vector256<float> slope = Vector256.LoadUnsafe(ref slopes, i);
            Vector256<float> mean = (Vector256.LoadUnsafe(ref means, i) * Beta1) + (slope * (1 - Beta1));
            Vector256<float> square = (Vector256.LoadUnsafe(ref squares, i) * Beta2) + (slope * slope * (1 - Beta2));
            Vector256<float> value = Vector256.LoadUnsafe(ref values, i);
            Vector256<float> step = mean / first / (Vector256.Sqrt(square / second) + Vector256.Create(Epsilon));
            (value - ((step + (value * size.Decay)) * size.Rate)).StoreUnsafe(ref values, i);
            mean.StoreUnsafe(ref means, i);
            square.StoreUnsafe(ref squares, i);
            Vector256<float>.Zero.StoreUnsafe(ref slopes, i);
        }
    }
}

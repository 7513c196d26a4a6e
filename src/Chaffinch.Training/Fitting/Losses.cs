using Chaffinch.Training.Model;

namespace Chaffinch.Training.Fitting;

/// <summary>What the network is to lower, and its slopes at the outputs.</summary>
internal static class Losses
{
    /// <summary>One minus the expected word F1 of the page, plus the blocks' cross-entropy weighted by the root of their words.</summary>
    public static double Main(BlockNetwork.Pass pass, FitSettings settings, float scale, float[] slopes)
    {
        MainTextPage page = pass.Page.Page;
        double chosen = 0;
        double right = 0;
        double weights = 0;
        for (int i = 0; i < pass.Count; i++)
        {
            float p = Sigmoid(pass.Main[i]);
            chosen += page.Words[i] * p;
            right += page.Words[i] * p * page.Targets[i];
            weights += MathF.Sqrt(page.Words[i]);
        }

        double all = chosen + page.GoldWords;
        double f1 = 2 * right / all;
        double loss = settings.F1Weight * (1 - f1);
        for (int i = 0; i < pass.Count; i++)
        {
            float p = Sigmoid(pass.Main[i]);
            float t = page.Targets[i];
            double slope = -settings.F1Weight * page.Words[i] * 2 * ((t * all) - right) / (all * all) * p * (1 - p);
            double weight = settings.BlockWeight * MathF.Sqrt(page.Words[i]) / Math.Max(1, weights);
            slope += weight * (p - t);
            loss += weight * CrossEntropy(pass.Main[i], t);
            slopes[i] = (float)slope * scale;
        }

        return loss;
    }

    /// <summary>Cross-entropy of the page's type.</summary>
    public static double Type(BlockNetwork.Pass pass, float weight, float scale, float[] slopes)
    {
        float[] shares = Softmax(pass.Type);
        int type = (int)pass.Page.Page.Type;
        for (int t = 0; t < shares.Length; t++)
        {
            slopes[t] = weight * scale * (shares[t] - (t == type ? 1 : 0));
        }

        return -weight * Math.Log(Math.Max(1e-9, shares[type]));
    }

    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    public static float[] Softmax(ReadOnlySpan<float> outputs)
    {
        float top = float.NegativeInfinity;
        foreach (float output in outputs)
        {
            top = Math.Max(top, output);
        }

        var shares = new float[outputs.Length];
        float sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            sum += shares[i] = MathF.Exp(outputs[i] - top);
        }

        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }

        return shares;
    }

    private static double CrossEntropy(float x, float t) => Math.Max(x, 0) - (x * t) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}

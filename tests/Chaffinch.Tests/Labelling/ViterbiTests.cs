using Chaffinch.Labelling;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Labelling;

public sealed class ViterbiTests
{
    private static readonly WeightTable Table = WeightTable.Default;

    [Fact]
    public void The_best_path_is_the_one_that_trying_all_paths_finds()
    {
        // Three pieces, all 19^3 paths.
        Gen.Float[-4, 4].Array[3 * LabelState.Count].Select(Gen.Bool, Gen.Bool).Sample((scores, b1, b2) =>
        {
            float[] padded = Pad(scores, 3);
            bool[] same = [false, b1, b2];
            var states = new byte[3];
            new Viterbi().Decode(padded, same, Table, states);
            float found = Score(padded, same, states);
            float best = float.NegativeInfinity;
            for (int a = 0; a < LabelState.Count; a++)
            {
                for (int b = 0; b < LabelState.Count; b++)
                {
                    for (int c = 0; c < LabelState.Count; c++)
                    {
                        best = Math.Max(best, Score(padded, same, [(byte)a, (byte)b, (byte)c]));
                    }
                }
            }

            Assert.Equal(best, found, 3);
        }, iter: 20);
    }

    [Fact]
    public void Confidence_grows_with_the_lead_and_is_a_half_at_a_tie()
    {
        var viterbi = new Viterbi();
        var states = new byte[1];
        var confidence = new float[1];
        float last = 0;
        for (float lead = 0; lead < 6; lead += 1.5f)
        {
            float[] scores = Pad(new float[LabelState.Count], 1);
            scores.AsSpan(0, LabelState.Count).Fill(-20);
            scores[LabelState.Body] = 1 - Table.Start[LabelState.Body] + lead;
            scores[LabelState.Furniture] = 1 - Table.Start[LabelState.Furniture];
            viterbi.Decode(scores, [false], Table, states);
            viterbi.Confidence(scores, [false], Table, states, confidence);
            Assert.True(confidence[0] > last || lead == 0);
            Assert.True(lead > 0 || Math.Abs(confidence[0] - 0.5f) < 1e-4f);
            last = confidence[0];
        }
    }

    private static float[] Pad(float[] scores, int pieces)
    {
        var padded = new float[pieces * LabelState.Width];
        Array.Fill(padded, -1e7f);
        for (int i = 0; i < pieces; i++)
        {
            Array.Copy(scores, i * LabelState.Count, padded, i * LabelState.Width, LabelState.Count);
        }

        return padded;
    }

    private static float Score(float[] scores, bool[] same, byte[] states)
    {
        float sum = Table.Start[states[0]] + scores[states[0]];
        for (int i = 1; i < states.Length; i++)
        {
            float[] step = same[i] ? Table.Inside : Table.Across;
            sum += step[(states[i - 1] * LabelState.Width) + states[i]] + scores[(i * LabelState.Width) + states[i]];
        }

        return sum;
    }
}

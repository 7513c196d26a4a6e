using Chaffinch.Detecting.Shared;
using Xunit;

namespace Chaffinch.Tests.Detecting;

/// <summary>The network of strangers judges several segments at once as it does each alone.</summary>
public sealed class StrangerNetTests
{
    [Fact]
    public void Several_segments_at_once_are_judged_to_the_last_bit_as_each_alone()
    {
        var random = new Random(7);
        foreach (StrangerNet net in new[] { StrangerNet.First, StrangerNet.Second })
        {
            for (int round = 0; round < 50; round++)
            {
                int count = 1 + (round % StrangerNet.Together);
                float[] rows = new float[net.Facts * count];
                for (int i = 0; i < rows.Length; i++)
                {
                    rows[i] = random.Next(3) == 0 ? 0 : (random.NextSingle() * 4) - 2;
                }

                var together = new (float Offer, float Fragment)[count];
                net.Judge(rows, together);
                for (int i = 0; i < count; i++)
                {
                    Assert.Equal(net.Judge(rows.AsSpan(i * net.Facts, net.Facts)), together[i]);
                }
            }
        }
    }
}

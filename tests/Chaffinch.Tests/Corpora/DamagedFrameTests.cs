using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>
/// A damaged zstd frame of own making (<c>lab/run fuzz zstd</c>, round 300979): its first bytes decode on trial, all of it does not, and nothing of it counts as used. It was found
/// again and again behind its own damage.
/// </summary>
public sealed class DamagedFrameTests
{
    private const string Frame =
        "KLUv/WRIEQ0lAGZtcSEwkdIBoyZ9ule+mM3RUSrtcCx4KWWScqfsK1UADi0EqgSYAFkAVwCXB2IRUWAhKKBUPJOIhSSAgAFgACgVz2TAsWw8MAAKDA3qo+HhAYFJhG0oFc+kjjZ+OBRLBUTDcUQuIA" +
        "6J41wejwHL80wYZvJMVByKY9l4BJ6K81QsDhp/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/" +
        "f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f1NlWlYa7a+ae6f7w7u77KryKK1FfN6MUTYByc4Kvc67Y0q+JzQn81utVHY2zKraMJVhNfNSul9qC7O/37tKV5myyJlu+t" +
        "GXiKhQZUrbT+lliTC5vxkewr5+KA2tri7e7uktu7NElmbHl90pzfb77F5sDIP8VDubLZmx6rz3vjuZX/laKssbX0ZWVrdhXrmqjllYfzJk5t/ZvS1jVcJMm9V8zzxLxqb1KjENU2Z6nddCrertlKpS" +
        "8Zjyv6v6qq2Z0XhGrGZeWoGzqAFdiQUpKqlkYwxxBYQQhBS09hJoINhMOMxeNfbZM3KcBKOCcqH4rkjO169rpBZMwRVyLPidq0RSVmdecDGiMBqt6lnvrFfXDPD3yN6+l3e59F18QcietyAzg+aB1S" +
        "OMVQWiyvXJObJhugbbL3pwYmrTOPvI+OpY8iUGlMOwdwHM9Yn2x9A6Xp3Z6MlDUZUdMMcESQdXommFmcMiL1Dq54Vy/8CmRFdff7GsX/+JeWl1wF+zN4zWvJvw88COAy7r1wTztTsPlz6iyioTbxyc" +
        "sPnKyaOcXXrthvc2t6Vqg6AkjWk3Fx2gyImpKePMhE6G9Kj0OhqdqhW/YRWcuYXmwo39kFFoSR3xR6ZgtrgkqiW0skWCwhIigzcIX1zeixctZ/DVNF9y0auw1ZqiBYrd8TyslvBST1pGKEjyjsrEIb" +
        "93NQ/2bV06ErgO9HWB+8D3kAPa+Ibqi5XBxguemGl/ZNKvttuOQV80ocykmdeGbn5RRrPifeAPfBAn4VbLtuPzgpfG5Ok0ItHi7aAqj7es295ueNLgRyCxHKSJgH8UjneeLOMWbxr3hH+qpML2Dndb" +
        "3AczPlrxDE8Wk1cg3Bva6b5oHH07PKgMoMma3eJYN7YO7az224Meyu7xepYiLyRE4KAlO1DWBkpiPFDx6N+6oM8AlOGUmb4GMCJE+5RKjdmyHMDqaSBqhKrgRe19ImrtXX96G2u1ENyameOqSe8b7P" +
        "NtF8L5QbZKhHj3eJHpmpb171N37cxA3ZTaL4L7PBm15cSajuh98OdBPTEkXxVHafsC1lwJQvl4aDjOjrHLkQJJzu1tO51xSI2psN/XPBjyJoilTHggRC2qNhZWL2i5B1RySyN6uME6By456NgL4XyD" +
        "FqGEq0ABbtmXykkwUYQJBWNbgJ01NkhyIZRvRUK4AhElQKowp9poGLPu2uavAEAqq0ZlvSbKASQALU5QU78Rq0IG/AHkP+oOqWc=";

    [Fact]
    public async Task A_damaged_frame_ends()
    {
        byte[] frame = Convert.FromBase64String(Frame);
        byte[] body = Archives.Response("http://a.example/", frame, "Content-Encoding: zstd\r\nContent-Type: text/html\r\n");
        Task<(Reading Archive, Reading Body)> reading = Task.Run(() => (Archives.Read(frame), Archives.Read(body)), TestContext.Current.CancellationToken);
        (Reading archive, Reading inBody) = await reading.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Contains("0 damaged-member", archive.Defects);
        Assert.Equal(1, inBody.Counts.Records);
    }
}

using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Text;

public sealed class HostsTests
{
    [Theory]
    [InlineData("https://lake.example/boats?x=1", "lake.example")]
    [InlineData("http://lake.example:8080/", "lake.example")]
    [InlineData("http://lake.example?x", "lake.example")]
    [InlineData("lake.example/boats", "")]
    [InlineData("", "")]
    public void A_host_stands_behind_the_scheme(string url, string host) => Assert.Equal(host, Hosts.Of(url).ToString());
}

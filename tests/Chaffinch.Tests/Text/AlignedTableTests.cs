using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chaffinch.Text;
using Xunit;

namespace Chaffinch.Tests.Text;

public sealed class AlignedTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(40_000)]
    public unsafe void A_table_starts_at_a_line_of_the_cache_and_holds_what_is_given(int length)
    {
        byte[] items = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        var table = new AlignedTable<byte>(items);
        GC.Collect();

        Assert.Equal(0, (long)Unsafe.AsPointer(ref table.First) & 63);
        Assert.Equal(items, table.Span.ToArray());
        Assert.Equal(items[^1], Unsafe.Add(ref table.First, length - 1));
        Assert.True(Unsafe.AreSame(ref table.First, ref MemoryMarshal.GetReference(table.Span)));
    }
}

using Chaffinch.Corpora.Model;
using CsCheck;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>Damage costs the record that it hits, is told with its place, and never costs a good record behind it.</summary>
public sealed class DamageTests
{
    private const int Count = 12;

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void Any_damage_inside_of_a_member_loses_only_that_member(string kind)
    {
        List<byte[]> members = [.. Members(kind)];
        Reading whole = Archives.Read(Archives.Join(members));
        Assert.Equal(Count, whole.Items.Count);
        Gen.Select(Gen.Int[0, Count - 1], Gen.Int[0, int.MaxValue], Gen.Int[1, 30], Gen.Int).Sample(
            (victim, place, length, seed) =>
            {
                var random = new Random(seed);
                byte[] member = [.. members[victim]];
                int at = place % member.Length;
                bool isChanged = false;
                for (int i = at; i < Math.Min(member.Length, at + length); i++)
                {
                    byte b = (byte)random.Next(256);
                    isChanged |= b != member[i];
                    member[i] = b;
                }

                List<byte[]> damaged = [.. members];
                damaged[victim] = member;
                Reading reading = Archives.Read(Archives.Join(damaged));
                string[] others = [.. whole.Items.Where((_, i) => i != victim).Select(i => i.Content)];

                // Bytes of a header that say nothing (time, system) may change without harm.
                Assert.Superset(others.ToHashSet(), reading.Items.Select(i => i.Content).ToHashSet());
                Assert.True(reading.Items.Count <= Count);
                if (reading.Items.Count < Count)
                {
                    Assert.True(isChanged);
                    long offset = members.Take(victim).Sum(m => (long)m.Length);
                    Assert.All(reading.Defects, d => Assert.InRange(long.Parse(d.Split(' ')[0]), Math.Max(0, offset - 2000), offset + member.Length));
                    Assert.NotEmpty(reading.Defects);
                }
            },
            iter: 400);
    }

    [Fact]
    public void A_first_member_that_gives_a_brace_before_it_breaks_does_not_make_rows_of_the_records_behind_it()
    {
        // Found by the test above: the bytes that were written over the first member's block header inflate to what looks like JSON.
        List<byte[]> members = [.. Members("gzip")];
        byte[] brace = Archives.Gzip("{"u8);
        byte[] head = members[0][..10];
        members[0] = [.. head, .. brace.AsSpan(10, brace.Length - 18), 0xAB, .. members[0].AsSpan(20)];

        Reading reading = Archives.Read(Archives.Join(members));

        Assert.Equal(Count - 1, reading.Items.Count);
        Assert.NotEmpty(reading.Defects);
    }

    [Fact]
    public void A_file_cut_anywhere_gives_all_whole_records_before_the_cut()
    {
        List<byte[]> members = [.. Members("gzip")];
        byte[] archive = Archives.Join(members);
        for (int cut = 1; cut < archive.Length; cut += 7)
        {
            Reading reading = Archives.Read(archive[..cut]);
            int whole = 0;
            for (int sum = members[0].Length; sum <= cut; sum += members[whole].Length)
            {
                whole++;
            }

            int at = members.Take(whole).Sum(m => m.Length);
            if (whole > 0)
            {
                Assert.Equal(whole, reading.Items.Count);
                Assert.Equal(at == cut, reading.Defects.Count == 0);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5000)]
    [InlineData(60_000_000)]
    [InlineData(2_147_483_648)]
    [InlineData(long.MaxValue)]
    public void A_wrong_length_costs_no_other_record(long length)
    {
        byte[] wrong = Archives.Warc("response", "http://wrong.example/", [.. "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"u8, .. Archives.Page(50)], length: length);
        byte[][] records = [Archives.Response("http://a.example/", Archives.Page(1)), wrong, Archives.Response("http://b.example/", Archives.Page(2)), Archives.Response("http://c.example/", Archives.Page(3))];
        foreach (byte[] archive in new[] { Archives.Join(records), Archives.Join(records.Select(r => Archives.Gzip(r))), Archives.Gzip(Archives.Join(records)), Archives.Join(records.Select(r => Archives.Zstd(r))) })
        {
            Reading reading = Archives.Read(archive);
            string[] urls = [.. reading.Items.Select(i => i.Url!)];
            Assert.Equal(["http://a.example/", "http://b.example/", "http://c.example/"], urls.Where(u => !u.Contains("wrong", StringComparison.Ordinal)));
            Assert.Equal(4, reading.Counts.Records);
            Assert.True(reading.Defects.Count > 0 || reading.Items.Any(i => i.Defects.Length > 0) || reading.Counts.SkippedByReason.ContainsKey("empty"));
        }
    }

    [Fact]
    public void A_checksum_that_fails_speaks_against_the_record_in_its_member()
    {
        List<byte[]> members = [.. Members("gzip")];
        members[4][^6] ^= 1;
        Reading reading = Archives.Read(Archives.Join(members));
        Assert.Equal(Count - 1, reading.Items.Count);
        long offset = members.Take(4).Sum(m => (long)m.Length);
        Assert.Equal([$"{offset} damaged-record", $"{offset} bad-checksum"], reading.Defects);
    }

    [Fact]
    public void Blanks_in_addresses_missing_digests_and_odd_line_ends_are_taken()
    {
        byte[] record = [.. "WARC/1.1\nWARC-Type: response\nWARC-Target-URI: http://a.example/a b c\nContent-Length: 62\n\nHTTP/1.0 404 Not Found\nContent-Type: text/html; charset=koi8-r\n\n"u8, .. "<p>\n\n"u8];
        byte[] block = record[(record.AsSpan().IndexOf("HTTP"u8))..];
        string head = System.Text.Encoding.ASCII.GetString(record, 0, record.Length - block.Length).Replace("62", (block.Length - 2).ToString(), StringComparison.Ordinal);
        Reading reading = Archives.Read([.. System.Text.Encoding.ASCII.GetBytes(head), .. block]);
        Seen item = Assert.Single(reading.Items);
        Assert.Equal(("http://a.example/a b c", "<p>", "text/html; charset=koi8-r", "a:0"), (item.Url, item.Content, item.ContentType, item.Id));
        Assert.Empty(reading.Defects);
    }

    [Fact]
    public void Wrong_digests_are_told_when_asked()
    {
        byte[] good = Archives.Warc("resource", "http://a.example/", "words"u8, "Content-Type: text/plain\r\nWARC-Block-Digest: sha1:EFB893611E6F56F5AD0724816340A50A4EB0820B\r\n");
        byte[] bad = Archives.Warc("resource", "http://b.example/", "other"u8, "Content-Type: text/plain\r\nWARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n");
        byte[] archive = [.. good, .. bad];
        Assert.All(Archives.Read(archive).Items, i => Assert.Equal("", i.Defects));
        Reading reading = Archives.Read(archive, new ReadOptions { VerifyDigests = true });
        Assert.Equal(["", $"{good.Length} wrong-digest"], reading.Items.Select(i => i.Defects));
    }

    [Fact]
    public void Base_32_digests_of_a_real_crawl_hold()
    {
        Assert.SkipWhen(Repository.Data is null, "The development data (../shared/data) is absent.");
        Reading reading = Archives.ReadFile(Path.Combine(Repository.Data, "warc", "warcio__example.warc.gz"), new ReadOptions { VerifyDigests = true });
        Assert.Equal("", Assert.Single(reading.Items).Defects);
    }

    [Fact]
    public void Rubbish_at_the_end_of_a_member_does_not_hide_the_next_one()
    {
        byte[] archive = [.. Archives.Gzip([.. Archives.Response("http://a.example/", Archives.Page(1)), (byte)'W']), .. Archives.Gzip(Archives.Response("http://b.example/", Archives.Page(2)))];
        Reading reading = Archives.Read(archive);
        Assert.Equal(["http://a.example/", "http://b.example/"], reading.Items.Select(i => i.Url));
        Assert.Equal(["0 not-a-record"], reading.Defects);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_length_that_ends_inside_of_the_next_record_by_chance_does_not_swallow_it(int left)
    {
        byte[] good = Archives.Response("http://good.example/", Archives.Page(1));
        byte[] cut = Archives.Warc("response", "http://cut.example/", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>cut"u8);
        int inside = left == 2 ? good.Length - left : good.AsSpan().IndexOf("\r\n\r\n"u8);
        int length = cut.Length - cut.AsSpan().IndexOf("HTTP"u8) + inside;
        byte[] wrong = Archives.Warc("response", "http://cut.example/", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>cut"u8, length: length);
        Reading reading = Archives.Read([.. Archives.Response("http://first.example/", Archives.Page(2)), .. wrong, .. good]);
        Assert.Equal(["http://first.example/", "http://cut.example/", "http://good.example/"], reading.Items.Select(i => i.Url));
        Assert.Contains("wrong-length", reading.Items[1].Defects, StringComparison.Ordinal);
    }

    private static IEnumerable<byte[]> Members(string kind) => Enumerable.Range(0, Count)
        .Select(i => Archives.Response($"http://p.example/{i}", Archives.Page(i, 300 + (i * 200))))
        .Select(r => kind == "gzip" ? Archives.Gzip(r) : Archives.Zstd(r));
}

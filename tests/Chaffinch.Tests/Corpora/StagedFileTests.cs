using Chaffinch.Corpora.Writing;
using Xunit;

namespace Chaffinch.Tests.Corpora;

/// <summary>A file appears whole or not at all.</summary>
public sealed class StagedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chaffinch-staged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_has_its_name_only_when_complete()
    {
        string path = Path.Combine(_folder, "new", "a");
        using (var file = new StagedFile(path))
        {
            file.Stream.Write("abc"u8);
            Assert.False(File.Exists(path));
            Assert.Equal(3, file.Complete());
        }

        Assert.Equal("abc", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Given_up_it_leaves_nothing_and_an_older_file_stays()
    {
        string path = Path.Combine(_folder, "a");
        StagedFile.Write(path, "old"u8);
        using (var file = new StagedFile(path))
        {
            file.Stream.Write("new"u8);
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_device_that_takes_nothing_is_an_error_and_leaves_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        string path = Path.Combine(_folder, "a");
        File.CreateSymbolicLink(path + StagedFile.Suffix, "/dev/full");
        using (var file = new StagedFile(path))
        {
            Assert.ThrowsAny<IOException>(() =>
            {
                file.Stream.Write(new byte[1 << 20]);
                file.Complete();
            });
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}

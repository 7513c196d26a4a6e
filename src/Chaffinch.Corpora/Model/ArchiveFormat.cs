namespace Chaffinch.Corpora.Model;

/// <summary>What a file holds, told by its bytes.</summary>
public enum ArchiveFormat
{
    /// <summary>One page or another single file.</summary>
    File,

    /// <summary>WARC, also WET and WAT.</summary>
    Warc,

    /// <summary>ARC, version 1 or 2.</summary>
    Arc,

    /// <summary>JSON Lines.</summary>
    JsonLines,

    /// <summary>Parquet.</summary>
    Parquet,

    /// <summary>Zip.</summary>
    Zip,

    /// <summary>Tar.</summary>
    Tar,
}

using System.IO.Enumeration;

namespace Chaffinch.Corpora.Opening;

/// <summary>An address <c>s3://bucket/key</c>; a key that ends in a slash or holds <c>*</c> or <c>?</c> names many objects.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key, a beginning of keys, or a pattern.</param>
internal readonly record struct S3Address(string Bucket, string Key)
{
    private const string Scheme = "s3://";

    public bool IsList => Key.Length == 0 || Key[^1] == '/' || Key.AsSpan().ContainsAny('*', '?');

    /// <summary>What all keys that can match begin with.</summary>
    public string Prefix
    {
        get
        {
            int wild = Key.AsSpan().IndexOfAny('*', '?');
            return wild < 0 ? Key : Key[..wild];
        }
    }

    public static bool TryParse(string name, out S3Address address)
    {
        address = default;
        if (!name.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        int slash = name.IndexOf('/', Scheme.Length);
        string bucket = slash < 0 ? name[Scheme.Length..] : name[Scheme.Length..slash];
        address = new S3Address(bucket, slash < 0 ? "" : name[(slash + 1)..]);
        return bucket.Length > 0;
    }

    /// <summary>Whether a key is meant: a pattern's star stops at no slash, since keys have no folders.</summary>
    public bool Matches(string key) => !Key.AsSpan().ContainsAny('*', '?') || FileSystemName.MatchesSimpleExpression(Key, key, ignoreCase: false);

    public override string ToString() => $"{Scheme}{Bucket}/{Key}";
}

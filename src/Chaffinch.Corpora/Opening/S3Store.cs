using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Chaffinch.Corpora.Model;

namespace Chaffinch.Corpora.Opening;

/// <summary>Objects of S3 and of what speaks like it, with the usual AWS environment: keys, profile, region, <c>AWS_ENDPOINT_URL</c> or <c>AWS_ENDPOINT_URL_S3</c>.</summary>
internal sealed class S3Store : IDisposable
{
    private static readonly Lazy<S3Store> Lazily = new(() => new S3Store(CreateClient()));

    private readonly AmazonS3Client _client;

    public S3Store(AmazonS3Client client) => _client = client;

    /// <summary>The store that the environment names, made when it is first asked for.</summary>
    public static S3Store Shared => Lazily.Value;

    /// <summary>A client after the environment. Other servers than Amazon's have no host names for buckets, so that these stand in the path.</summary>
    public static AmazonS3Client CreateClient()
    {
        string? endpoint = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3") ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");
        string? region = Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION");
        var config = new AmazonS3Config { MaxErrorRetry = 4 };
        if (!string.IsNullOrEmpty(endpoint))
        {
            config.ServiceURL = endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = region ?? "us-east-1";
        }
        else if (!string.IsNullOrEmpty(region))
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        }

        // Public buckets can be read by anyone who does not sign.
        bool isUnsigned = string.Equals(Environment.GetEnvironmentVariable("AWS_NO_SIGN_REQUEST"), "true", StringComparison.OrdinalIgnoreCase);
        string? key = Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID");
        string? secret = Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY");
        string? token = Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN");
        AWSCredentials? credentials = isUnsigned ? new AnonymousAWSCredentials()
            : string.IsNullOrEmpty(key) || string.IsNullOrEmpty(secret) ? null
            : string.IsNullOrEmpty(token) ? new BasicAWSCredentials(key, secret)
            : new SessionAWSCredentials(key, secret, token);

        // Without keys in the environment the package looks at profiles, web identity and the machine's role.
        return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
    }

    /// <summary>Opens an object, which can be read in any order.</summary>
    /// <exception cref="ArchiveException">It is not there, may not be read, or the server cannot be reached.</exception>
    public Stream Open(S3Address address) => new S3Stream(_client, address, Length(address));

    /// <summary>An input for one object.</summary>
    public ArchiveInput Describe(string name, S3Address address)
    {
        try
        {
            return new ArchiveInput(name, Length(address));
        }
        catch (ArchiveException e)
        {
            return new ArchiveInput(name, -1, e.Message);
        }
    }

    /// <summary>The objects that an address names, in the order of their keys.</summary>
    public IEnumerable<ArchiveInput> List(S3Address address)
    {
        var request = new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.Prefix };
        var found = new List<ArchiveInput>();
        try
        {
            ListObjectsV2Response page;
            do
            {
                page = _client.ListObjectsV2Async(request).GetAwaiter().GetResult();
                foreach (S3Object o in page.S3Objects ?? [])
                {
                    if (!o.Key.EndsWith('/') && address.Matches(o.Key))
                    {
                        found.Add(new ArchiveInput(new S3Address(address.Bucket, o.Key).ToString(), o.Size ?? -1));
                    }
                }

                request.ContinuationToken = page.NextContinuationToken;
            }
            while (page.IsTruncated == true);
        }
        catch (Exception e) when (IsFailure(e))
        {
            return [new ArchiveInput(address.ToString(), -1, Explain(e))];
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Failures of the network, the server and the credentials.</summary>
    internal static bool IsFailure(Exception e) => e is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or TaskCanceledException;

    /// <summary>One line that says what to do.</summary>
    internal static string Explain(Exception e) => e switch
    {
        AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } => "no such object; check bucket and key",
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } => "may not be read; check the credentials (AWS_ACCESS_KEY_ID, AWS_PROFILE) and the bucket's policy",
        AmazonServiceException { StatusCode: > 0 } service => $"the server says {(int)service.StatusCode} {service.ErrorCode}: {service.Message}",
        _ => $"the server cannot be asked: {e.Message}; check AWS_ENDPOINT_URL, AWS_REGION and the credentials",
    };

    private long Length(S3Address address)
    {
        try
        {
            return _client.GetObjectMetadataAsync(address.Bucket, address.Key).GetAwaiter().GetResult().ContentLength;
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new ArchiveException($"{address}: {Explain(e)}", e);
        }
    }
}

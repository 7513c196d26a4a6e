using System.Globalization;
using System.Net;
using System.Security;
using System.Text;

namespace Chaffinch.Tests.Corpora;

/// <summary>A small server on the loopback that speaks S3 as far as reading needs it: HEAD, GET with ranges, LIST with pages. It can break connections and refuse.</summary>
internal sealed class ObjectServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly Task _loop;

    public ObjectServer()
    {
        for (int attempt = 0; ; attempt++)
        {
            int port = Random.Shared.Next(20_000, 60_000);
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                _listener.Start();
                Endpoint = $"http://127.0.0.1:{port}";
                break;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // Another program has the port.
            }
        }

        _loop = Task.Run(Serve);
    }

    public string Endpoint { get; } = "";

    public List<string> Requests { get; } = [];

    /// <summary>Bytes after which each connection is broken off; 0 for never.</summary>
    public int BreakAfter { get; set; }

    /// <summary>Requests that are answered with 503 before the server works.</summary>
    public int Failures { get; set; }

    /// <summary>Keys of a listing's page.</summary>
    public int PageSize { get; set; } = 2;

    public void Put(string key, byte[] content) => _objects[key] = content;

    public void Dispose()
    {
        _listener.Stop();
        _loop.Wait(TimeSpan.FromSeconds(5));
        ((IDisposable)_listener).Dispose();
    }

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                Answer(context);
            }
            catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The client went away.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        lock (Requests)
        {
            Requests.Add($"{request.HttpMethod} {request.Url!.PathAndQuery} {request.Headers["Range"]}".Trim());
        }

        bool isSigned = request.Headers["Authorization"]?.StartsWith("AWS4-HMAC-SHA256 Credential=test-key/", StringComparison.Ordinal) == true;
        string path = Uri.UnescapeDataString(request.Url.AbsolutePath);
        if (Failures > 0)
        {
            Failures--;
            Send(context, 503, Error("SlowDown"));
        }
        else if (!isSigned || path.StartsWith("/secret", StringComparison.Ordinal))
        {
            Send(context, 403, Error("AccessDenied"));
        }
        else if (path is "/bucket" or "/bucket/")
        {
            Send(context, 200, List(request));
        }
        else if (path.StartsWith("/bucket/", StringComparison.Ordinal) && _objects.TryGetValue(path["/bucket/".Length..], out byte[]? content))
        {
            SendObject(context, content);
        }
        else
        {
            Send(context, 404, Error("NoSuchKey"));
        }
    }

    private void SendObject(HttpListenerContext context, byte[] content)
    {
        HttpListenerResponse response = context.Response;
        response.Headers["ETag"] = "\"" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))[..32] + "\"";
        response.Headers["Accept-Ranges"] = "bytes";
        int from = 0;
        int to = content.Length;
        if (context.Request.Headers["Range"] is { } range)
        {
            string[] ends = range["bytes=".Length..].Split('-');
            from = int.Parse(ends[0], CultureInfo.InvariantCulture);
            to = Math.Min(content.Length, int.Parse(ends[1], CultureInfo.InvariantCulture) + 1);
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {from}-{to - 1}/{content.Length}";
        }

        response.ContentLength64 = to - from;
        if (context.Request.HttpMethod == "HEAD")
        {
            response.Close();
            return;
        }

        int sent = BreakAfter > 0 ? Math.Min(BreakAfter, to - from) : to - from;
        response.OutputStream.Write(content, from, sent);
        if (sent < to - from)
        {
            response.OutputStream.Flush();
            response.Abort();
            return;
        }

        response.Close();
    }

    private string List(HttpListenerRequest request)
    {
        string prefix = request.QueryString["prefix"] ?? "";
        string after = request.QueryString["continuation-token"] ?? "";
        List<string> keys = [.. _objects.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(k, after) > 0)];
        bool isCut = keys.Count > PageSize;
        keys = keys[..Math.Min(keys.Count, PageSize)];
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>");
        xml.Append("<IsTruncated>").Append(isCut ? "true" : "false").Append("</IsTruncated>");
        if (isCut)
        {
            xml.Append("<NextContinuationToken>").Append(SecurityElement.Escape(keys[^1])).Append("</NextContinuationToken>");
        }

        foreach (string key in keys)
        {
            xml.Append("<Contents><Key>").Append(SecurityElement.Escape(key)).Append("</Key><Size>").Append(_objects[key].Length).Append("</Size></Contents>");
        }

        return xml.Append("</ListBucketResult>").ToString();
    }

    private static string Error(string code) => $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>as the test wants it</Message></Error>";

    private static void Send(HttpListenerContext context, int status, string xml)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(xml);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        context.Response.ContentLength64 = bytes.Length;
        if (context.Request.HttpMethod != "HEAD")
        {
            context.Response.OutputStream.Write(bytes);
        }

        context.Response.Close();
    }
}

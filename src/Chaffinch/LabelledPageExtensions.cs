using System.Buffers;
using System.Text;
using Chaffinch.Model;
using Chaffinch.Writing;

namespace Chaffinch;

/// <summary>Short ways to the written forms of a labelled page.</summary>
public static class LabelledPageExtensions
{
    /// <summary>The report <c>chaffinch.report/1</c> of a page as JSON. For many or large pages write to a buffer or stream with <see cref="ReportWriter"/>.</summary>
    /// <param name="page">The page.</param>
    /// <param name="source">Name of the input; null when it has none.</param>
    /// <param name="indented">True for many lines, false for one.</param>
    public static string ToJson(this LabelledPage page, string? source = null, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ReportWriter.Write(buffer, page, source, indented);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

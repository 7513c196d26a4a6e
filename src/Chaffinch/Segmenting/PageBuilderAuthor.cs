using System.Text;
using Chaffinch.Model;
using Chaffinch.Text;

namespace Chaffinch.Segmenting;

/// <summary>The author as microdata marks the name in sight: <c>itemprop="author"</c>.</summary>
/// <remarks>Nothing is looked at until an element says so; then the markup is gone through once.</remarks>
internal sealed partial class PageBuilder
{
    private const int MaxAuthorElements = 8;
    private const int MaxAuthorChars = 400;
    private const int MaxAuthorNodes = 200;

    // Whether an element of the body is marked as the author.
    private bool _marksAuthor;

    // Things other than the page's own article that have authors of theirs.
    private static bool IsOtherThing(ReadOnlySpan<byte> type)
    {
        type = type[(type.LastIndexOf((byte)'/') + 1)..];
        return Ascii.EqualsIgnoreCase(type, "Review"u8) || Ascii.EqualsIgnoreCase(type, "UserReview"u8) || Ascii.EqualsIgnoreCase(type, "CriticReview"u8)
            || Ascii.EqualsIgnoreCase(type, "Comment"u8) || Ascii.EqualsIgnoreCase(type, "UserComments"u8) || Ascii.EqualsIgnoreCase(type, "Answer"u8)
            || Ascii.EqualsIgnoreCase(type, "ImageObject"u8) || Ascii.EqualsIgnoreCase(type, "VideoObject"u8);
    }

    /// <summary>The names in the elements that microdata marks as author, null where there is none.</summary>
    private string? ReadMarkedAuthor(ReadOnlySpan<byte> source)
    {
        string? names = null;
        int elements = 0;
        for (int i = 0; i < _markup.NodeCount && elements < MaxAuthorElements; i++)
        {
            ref readonly MarkupNode node = ref _markup.Nodes[i];
            if (node.Kind != MarkupKind.Open || node.AttributeCount == 0)
            {
                continue;
            }

            if (ValueSpan(node, HtmlAttribute.Itemtype, out MarkupAttribute type) && IsOtherThing(Blanks.Trim(source[type.ValueStart..type.ValueEnd])))
            {
                i = node.Partner;
            }
            else if (IsProperty(source, node, "author"u8))
            {
                elements++;
                string name = NameIn(source, i);
                names = name.Length == 0 || (names?.Contains(name, StringComparison.OrdinalIgnoreCase) ?? false) || (names?.Length ?? 0) + name.Length > MaxAuthorChars ? names
                    : names is null ? name : names + ", " + name;
                i = node.Partner;
            }
        }

        return names;
    }

    private bool IsProperty(ReadOnlySpan<byte> source, in MarkupNode node, ReadOnlySpan<byte> name) =>
        ValueSpan(node, HtmlAttribute.Itemprop, out MarkupAttribute property) && Ascii.EqualsIgnoreCase(Blanks.Trim(source[property.ValueStart..property.ValueEnd]), name);

    // What its element called name says, else all of it.
    private string NameIn(ReadOnlySpan<byte> source, int element)
    {
        int end = Math.Min(_markup.Nodes[element].Partner, element + MaxAuthorNodes);
        int from = element;
        for (int i = element + 1; i < end; i++)
        {
            if (_markup.Nodes[i].Kind == MarkupKind.Open && IsProperty(source, _markup.Nodes[i], "name"u8))
            {
                (from, end) = (i, Math.Min(end, _markup.Nodes[i].Partner));
            }
        }

        string name = "";
        for (int i = from + 1; i < end && name.Length < MaxAuthorChars; i++)
        {
            ref readonly MarkupNode node = ref _markup.Nodes[i];
            if (node.Kind == MarkupKind.Text && (node.Flags & MarkupFlags.NotText) == 0)
            {
                name += CharacterReferences.DecodeToString(source[node.Start..Math.Min(node.End, node.Start + MaxAuthorChars)], CharacterMode.Text);
            }
        }

        return string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

using System.Collections.Frozen;
using FieldType = Chaffinch.Corpora.Reading.ThriftWalker.FieldType;

namespace Chaffinch.Corpora.Reading;

/// <summary>
/// The types of Parquet's structs (parquet-format 2.12, <c>parquet.thrift</c>). Parquet.Net reads a field by its number and believes that the type is the one it should be; where damage
/// made another of it, the package reads on in the middle of a value and may not come to an end.
/// </summary>
internal static class ThriftShapes
{
    private const int MaxDepth = 16;

    // A struct's fields by number from 1: i 32-bit, l 64-bit, s 16-bit, b byte, ? truth value, d double, t bytes, - none, a name a struct; * before it a list.
    private static readonly FrozenDictionary<string, string[]> Structs = new Dictionary<string, string>
    {
        ["file"] = "i *schema l *group *pair t *order encryption t",
        ["schema"] = "i i i t i i i i i logical",
        ["logical"] = "empty empty empty empty decimal empty time time - integer empty empty empty empty empty variant place place",
        ["decimal"] = "i i",
        ["time"] = "? unit",
        ["unit"] = "empty empty empty",
        ["integer"] = "b ?",
        ["variant"] = "b",
        ["place"] = "t i",
        ["group"] = "*chunk l l *sorting l l s",
        ["sorting"] = "i ? ?",
        ["chunk"] = "t l column l i l i crypto t",
        ["column"] = "i *i *t i l l l *pair l l l statistics *encodings l i sizes geo",
        ["pair"] = "t t",
        ["statistics"] = "t t l l t t ? ?",
        ["encodings"] = "i i i",
        ["sizes"] = "l *l *l",
        ["geo"] = "box *i",
        ["box"] = "d d d d d d d d",
        ["order"] = "empty empty",
        ["encryption"] = "cipher cipher",
        ["cipher"] = "t t ?",
        ["crypto"] = "empty key",
        ["key"] = "*t t",
        ["page"] = "i i i i data empty dictionary second",
        ["data"] = "i i i i statistics",
        ["dictionary"] = "i i ?",
        ["second"] = "i i i i i i ? statistics",
        ["empty"] = "",
    }.ToFrozenDictionary(p => p.Key, p => p.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Walks over a struct and breaks the walker where a field that is known has another type than it should have. Fields of later versions are stepped over.</summary>
    /// <param name="walker">At the struct's first field.</param>
    /// <param name="name">The struct: <c>file</c> for the footer, <c>page</c> for the head of a page.</param>
    public static void Walk(ref ThriftWalker walker, string name) => Walk(ref walker, Structs[name], 0);

    private static void Walk(ref ThriftWalker walker, string[] fields, int depth)
    {
        if (depth > MaxDepth)
        {
            walker.Break();
        }

        int id = 0;
        while (walker.Field(ref id) is not FieldType.Stop and var type)
        {
            string known = id >= 1 && id <= fields.Length ? fields[id - 1] : "-";
            if (known == "-")
            {
                walker.Skip(type, depth);
            }
            else if (known[0] == '*')
            {
                List(ref walker, type, known[1..], depth);
            }
            else
            {
                Value(ref walker, type, known, depth);
            }
        }
    }

    private static void List(ref ThriftWalker walker, FieldType type, string of, int depth)
    {
        if (type != FieldType.List)
        {
            walker.Break();
            return;
        }

        int count = walker.Items(out FieldType items);
        for (int i = 0; i < count && !walker.IsBroken; i++)
        {
            Value(ref walker, items, of, depth);
        }
    }

    private static void Value(ref ThriftWalker walker, FieldType type, string known, int depth)
    {
        bool isRight = known switch
        {
            "i" => type == FieldType.Int32,
            "l" => type == FieldType.Int64,
            "s" => type == FieldType.Int16,
            "b" => type == FieldType.Byte,
            "?" => type is FieldType.True or FieldType.False,
            "d" => type == FieldType.Double,
            "t" => type == FieldType.Binary,
            _ => type == FieldType.Struct,
        };
        if (!isRight)
        {
            walker.Break();
        }
        else if (type == FieldType.Struct)
        {
            Walk(ref walker, Structs[known], depth + 1);
        }
        else
        {
            walker.Skip(type);
        }
    }
}

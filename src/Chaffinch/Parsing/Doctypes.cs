using System.Text;
using Chaffinch.Model;

namespace Chaffinch.Parsing;

/// <summary>Tells whether a doctype asks for quirks mode, in which a table does not end a paragraph.</summary>
internal static class Doctypes
{
    private static readonly byte[][] QuirkyPrefixes = Split(
        "+//silmaril//dtd html pro v0r11 19970101//|-//as//dtd html 3.0 aswedit + extensions//|-//advasoft ltd//dtd html 3.0 aswedit + extensions//|" +
        "-//ietf//dtd html 2.0 level 1//|-//ietf//dtd html 2.0 level 2//|-//ietf//dtd html 2.0 strict level 1//|-//ietf//dtd html 2.0 strict level 2//|" +
        "-//ietf//dtd html 2.0 strict//|-//ietf//dtd html 2.0//|-//ietf//dtd html 2.1e//|-//ietf//dtd html 3.0//|-//ietf//dtd html 3.2 final//|" +
        "-//ietf//dtd html 3.2//|-//ietf//dtd html 3//|-//ietf//dtd html level 0//|-//ietf//dtd html level 1//|-//ietf//dtd html level 2//|" +
        "-//ietf//dtd html level 3//|-//ietf//dtd html strict level 0//|-//ietf//dtd html strict level 1//|-//ietf//dtd html strict level 2//|" +
        "-//ietf//dtd html strict level 3//|-//ietf//dtd html strict//|-//ietf//dtd html//|-//metrius//dtd metrius presentational//|" +
        "-//microsoft//dtd internet explorer 2.0 html strict//|-//microsoft//dtd internet explorer 2.0 html//|" +
        "-//microsoft//dtd internet explorer 2.0 tables//|-//microsoft//dtd internet explorer 3.0 html strict//|" +
        "-//microsoft//dtd internet explorer 3.0 html//|-//microsoft//dtd internet explorer 3.0 tables//|-//netscape comm. corp.//dtd html//|" +
        "-//netscape comm. corp.//dtd strict html//|-//o'reilly and associates//dtd html 2.0//|-//o'reilly and associates//dtd html extended 1.0//|" +
        "-//o'reilly and associates//dtd html extended relaxed 1.0//|-//sq//dtd html 2.0 hotmetal + extensions//|" +
        "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//|-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//|" +
        "-//spyglass//dtd html 2.0 extended//|-//sun microsystems corp.//dtd hotjava html//|-//sun microsystems corp.//dtd hotjava strict html//|" +
        "-//w3c//dtd html 3 1995-03-24//|-//w3c//dtd html 3.2 draft//|-//w3c//dtd html 3.2 final//|-//w3c//dtd html 3.2//|-//w3c//dtd html 3.2s draft//|" +
        "-//w3c//dtd html 4.0 frameset//|-//w3c//dtd html 4.0 transitional//|-//w3c//dtd html experimental 19960712//|-//w3c//dtd html experimental 970421//|" +
        "-//w3c//dtd w3 html//|-//w3o//dtd w3 html 3.0//|-//webtechs//dtd mozilla html 2.0//|-//webtechs//dtd mozilla html//");

    private static readonly byte[][] QuirkyIds = Split("-//w3o//dtd w3 html strict 3.0//en//|-/w3c/dtd html 4.0 transitional/en|html");

    private static readonly byte[][] QuirkyWithoutSystem = Split("-//w3c//dtd html 4.01 frameset//|-//w3c//dtd html 4.01 transitional//");

    public static bool AsksForQuirks(HtmlTokenizer doctype, ReadOnlySpan<byte> source)
    {
        if (doctype.ForceQuirks || !TagNames.EqualsFolded(source[doctype.NameStart..doctype.NameEnd], "html"u8))
        {
            return true;
        }

        ReadOnlySpan<byte> system = doctype.SystemId.Start < 0 ? [] : source.Slice(doctype.SystemId.Start, doctype.SystemId.Length);
        if (TagNames.EqualsFolded(system, "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd"u8))
        {
            return true;
        }

        if (doctype.PublicId.Start < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> id = source.Slice(doctype.PublicId.Start, doctype.PublicId.Length);
        foreach (byte[] quirky in QuirkyIds)
        {
            if (TagNames.EqualsFolded(id, quirky))
            {
                return true;
            }
        }

        return StartsWithAny(id, QuirkyPrefixes) || (doctype.SystemId.Start < 0 && StartsWithAny(id, QuirkyWithoutSystem));
    }

    private static bool StartsWithAny(ReadOnlySpan<byte> id, byte[][] prefixes)
    {
        foreach (byte[] prefix in prefixes)
        {
            if (id.Length >= prefix.Length && TagNames.EqualsFolded(id[..prefix.Length], prefix))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[][] Split(string all)
    {
        string[] parts = all.Split('|');
        byte[][] ids = new byte[parts.Length][];
        for (int i = 0; i < parts.Length; i++)
        {
            ids[i] = Encoding.ASCII.GetBytes(parts[i]);
        }

        return ids;
    }
}

using System.Globalization;

namespace Chaffinch.Training.Grafting;

/// <summary>Which sentences of SIB-200 stood together in one article.</summary>
/// <remarks>
/// The sentences are numbered as in FLORES, which took three to five neighbouring ones from each of its sources; SIB-200 has half of them and does not say where a source ends.
/// The numbers are the same in all languages, so the borders were read once, in English, and looked at in Chinese. Where a border could not be told the sentences are left out.
/// </remarks>
internal static class SibArticles
{
    // First and last number of each; numbers in between that the collection does not have are passed over.
    private const string Borders = """
        7-10 11-14 23-26 37-40 63-65 78-80 91-93 107-111 124-127 153-155 157-160 193-195 196-198 214-217 227-229 271-273 277-279 289-292 297-300 305-308
        324-326 327-331 332-336 348-350 351-353 357-361 368-372 375-377 378-380 392-394 401-404 428-431 432-435 454-458 459-463 495-498 508-512 522-524 530-533 534-538
        548-550 551-555 556-559 563-565 566-568 569-571 576-578 584-586 595-599 600-604 610-612 634-638 656-658 661-663 664-668 674-678 698-702 729-733 739-743 759-762
        766-768 769-771 777-780 801-803 811-814 815-817 821-824 825-828 829-831 832-835 846-848 853-855 861-865 866-870 871-875 876-878 886-890 891-893 905-907 914-917
        918-920 921-923 924-927 930-932 942-944 945-948 953-956 957-960 986-988 994-996 997-999 1007-1009 1010-1013 1014-1016 1017-1020 1021-1023 1024-1029 1033-1035 1038-1040 1048-1051
        1062-1064 1065-1067 1085-1089 1094-1098 1109-1113 1149-1152 1159-1163 1166-1169 1173-1177 1181-1183 1188-1191 1196-1200 1201-1205 1206-1208 1209-1211 1221-1223 1224-1226 1228-1232 1233-1235 1236-1238
        1254-1256 1270-1273 1288-1290 1294-1298 1316-1318 1319-1322 1341-1344 1350-1353 1359-1362 1375-1377 1411-1414 1415-1417 1427-1431 1439-1442 1478-1482 1514-1516 1518-1521 1541-1543 1548-1550 1555-1558
        1565-1568 1576-1578 1582-1584 1596-1598 1604-1609 1622-1625 1635-1637 1644-1646 1647-1650 1670-1674 1675-1679 1694-1696 1720-1722 1729-1732 1734-1737 1747-1750 1785-1789 1790-1792 1796-1798
        1799-1803 1804-1808 1809-1813 1820-1822 1846-1849 1850-1853 1854-1857 1880-1883 1891-1894 1895-1899 1900-1903 1906-1909 1914-1917 1919-1922 1939-1941 1991-1993
        """;

    private static readonly Dictionary<int, int> FirstOf = Read();

    /// <summary>The number of the first sentence of the article in which a sentence stood, or -1 where that is not known.</summary>
    public static int Of(int sentence) => FirstOf.GetValueOrDefault(sentence, -1);

    /// <summary>What a sentence's article is called in all languages; a sentence of which no neighbours are known is one of its own.</summary>
    public static string NameOf(int sentence) => string.Create(CultureInfo.InvariantCulture, $"sib {(Of(sentence) is var first and >= 0 ? first : sentence)}");

    /// <summary>The sentences of one language in the order of their numbers.</summary>
    /// <param name="file">A table of SIB-200.</param>
    public static List<(int Id, string Text)> Sentences(string file) =>
    [
        .. File.ReadLines(file).Skip(1).Select(l => l.Split('\t')).Where(c => c.Length == 3)
            .Select(c => (Id: int.Parse(c[0], CultureInfo.InvariantCulture), Text: Unquoted(c[2]))).OrderBy(r => r.Id),
    ];

    // Fields with quotation marks stand between marks, each of their own doubled; some went through that twice.
    private static string Unquoted(string field)
    {
        while (field.Length > 2 && field[0] == '"' && field[^1] == '"' && field.Contains("\"\"", StringComparison.Ordinal))
        {
            field = field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
        }

        return field.Trim();
    }

    private static Dictionary<int, int> Read()
    {
        var all = new Dictionary<int, int>();
        foreach (string range in Borders.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            int dash = range.IndexOf('-', StringComparison.Ordinal);
            int first = int.Parse(range.AsSpan(0, dash), CultureInfo.InvariantCulture);
            int last = int.Parse(range.AsSpan(dash + 1), CultureInfo.InvariantCulture);
            for (int i = first; i <= last; i++)
            {
                all.Add(i, first);
            }
        }

        return all;
    }
}

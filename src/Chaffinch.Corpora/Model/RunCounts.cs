using Chaffinch.Model;

namespace Chaffinch.Corpora.Model;

/// <summary>What happened to the records of a shard, an input or a run. Nothing is lost silently: see <see cref="Check"/>.</summary>
public sealed class RunCounts
{
    /// <summary>Records met by the reader.</summary>
    public long Records { get; set; }

    /// <summary>Records written as documents (reports, attributes).</summary>
    public long Documents { get; set; }

    /// <summary>Records left out as they are no pages or were not sampled, by reason.</summary>
    public SortedDictionary<string, long> Skipped { get; } = new(StringComparer.Ordinal);

    /// <summary>Records in the rejects files, by reason; a reason of the reader's is the kind of its defect.</summary>
    public SortedDictionary<string, long> Rejected { get; } = new(StringComparer.Ordinal);

    /// <summary>Labelled pages by verdict, indexed by <see cref="PageVerdict"/>; those that the filter rejected too.</summary>
    public long[] Verdicts { get; } = new long[(int)PageVerdict.Empty + 1];

    /// <summary>Pages with a planted span.</summary>
    public long PagesInjected { get; set; }

    /// <summary>Pages with a damaged span.</summary>
    public long PagesDamaged { get; set; }

    /// <summary>Defects of archives and their records.</summary>
    public long Defects { get; set; }

    /// <summary>Bytes of the inputs as stored.</summary>
    public long BytesStored { get; set; }

    /// <summary>Bytes behind decompression.</summary>
    public long BytesInflated { get; set; }

    /// <summary>Characters of the pages' texts, and how many of them were kept, planted and damaged (code points that are not white space).</summary>
    public long Characters { get; set; }

    /// <summary>Characters of the articles.</summary>
    public long Kept { get; set; }

    /// <summary>Planted characters.</summary>
    public long Injected { get; set; }

    /// <summary>Damaged characters.</summary>
    public long Damaged { get; set; }

    /// <summary>Sum of <see cref="Skipped"/>.</summary>
    public long SkippedSum => Skipped.Values.Sum();

    /// <summary>Sum of <see cref="Rejected"/>.</summary>
    public long RejectedSum => Rejected.Values.Sum();

    /// <summary>Adds another's counts.</summary>
    public void Add(RunCounts other)
    {
        Records += other.Records;
        Documents += other.Documents;
        AddAll(Skipped, other.Skipped);
        AddAll(Rejected, other.Rejected);
        for (int i = 0; i < Verdicts.Length; i++)
        {
            Verdicts[i] += other.Verdicts[i];
        }

        PagesInjected += other.PagesInjected;
        PagesDamaged += other.PagesDamaged;
        Defects += other.Defects;
        BytesStored += other.BytesStored;
        BytesInflated += other.BytesInflated;
        Characters += other.Characters;
        Kept += other.Kept;
        Injected += other.Injected;
        Damaged += other.Damaged;
    }

    /// <summary>Adds to one reason.</summary>
    public static void Add(SortedDictionary<string, long> reasons, string reason, long count = 1)
    {
        reasons.TryGetValue(reason, out long before);
        reasons[reason] = before + count;
    }

    /// <summary>Checks that every record that was read is written, rejected or skipped.</summary>
    /// <param name="name">Whose counts they are, for the message.</param>
    /// <exception cref="InvalidOperationException">They do not add up: a mistake in this program.</exception>
    public void Check(string name)
    {
        if (Records != Documents + RejectedSum + SkippedSum)
        {
            throw new InvalidOperationException(
                $"The counts of {name} do not add up: {Records} records, but {Documents} documents, {RejectedSum} rejects and {SkippedSum} skipped. This is a mistake in the program; please report it.");
        }
    }

    private static void AddAll(SortedDictionary<string, long> to, SortedDictionary<string, long> from)
    {
        foreach ((string reason, long count) in from)
        {
            Add(to, reason, count);
        }
    }
}

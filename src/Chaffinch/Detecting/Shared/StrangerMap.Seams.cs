using Chaffinch.Model;

namespace Chaffinch.Detecting.Shared;

/// <content>Where texts break off on the page: what stands between two such places is a fragment, however it reads.</content>
internal sealed partial class StrangerMap
{
    // Where a text breaks off or goes over into another one, as others stated it, and the blocks with a contact.
    private void TakeSeams(SegmentedPage page, ReadOnlySpan<Evidence> evidence)
    {
        const float Least = 0.3f;
        const float LeastContact = 0.5f;
        const int VisitsEach = 24;
        ReadOnlySpan<Segment> segments = page.Segments;
        long visits = (long)segments.Length * VisitsEach;
        foreach (ref readonly Evidence e in evidence)
        {
            int b = e.Strength < Least ? -1 : e.Detector switch
            {
                "contact-handle" => BlockSearch.Of(page.Page.Blocks, e.Span.Start),
                "markup-residue" when e.Signal.Name is "printed-tag" => BlockSearch.Of(page.Page.Blocks, e.Span.Start),
                "splice-border" => BlockSearch.Of(page.Page.Blocks, e.Span.Start),
                "ragged-edge" when e.Signal.Name is not "beside" => BlockSearch.Of(page.Page.Blocks, e.Span.Start),
                _ => -1,
            };
            if (b < 0 || _cells[b].First < 0)
            {
                continue;
            }

            ref Cell cell = ref _cells[b];
            if (e.Detector == "contact-handle")
            {
                cell.HasContact |= e.Strength >= LeastContact;
                continue;
            }

            if (e.Detector == "markup-residue")
            {
                // The words of a printed tag are of no text at all, and what stands beside it in the line is what the site put there.
                for (int s = cell.First; s <= cell.Last && visits > 0; s++, visits--)
                {
                    _units[s].HasLetters = false;
                }

                continue;
            }

            (cell.Seam, cell.SecondSeam) = e.Strength > cell.Seam ? (e.Strength, cell.Seam) : (cell.Seam, Math.Max(cell.SecondSeam, e.Strength));
            for (int s = cell.First; s <= cell.Last && segments[s].Span.Start < e.Span.End && visits > 0; s++, visits--)
            {
                _units[s].Seam = segments[s].Span.End > e.Span.Start ? Math.Max(_units[s].Seam, e.Strength) : _units[s].Seam;
            }
        }

        for (int b = 0; b < page.Page.Blocks.Length; b++)
        {
            _sums.Texts += PageFacts.Of(page).Lines[b].HasSentences || _cells[b].Seam > 0 ? 1 : 0;
            _sums.Seams += _cells[b].Seam > 0 ? 1 : 0;
        }
    }

    private void AddSeams(SegmentedPage page, int b, in Cell cell, Span<float> f)
    {
        f[2] = cell.Seam;
        f[3] = cell.SecondSeam;
        f[4] = b > 0 ? _cells[b - 1].Seam : 0;
        f[5] = b + 1 < page.Page.Blocks.Length ? _cells[b + 1].Seam : 0;
        f[7] = cell.HasContact ? 1 : 0;
    }
}

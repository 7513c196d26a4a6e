using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chaffinch.Labelling;

/// <summary>A full layer over each block's own vector and all that stands around it.</summary>
/// <remarks>
/// The layer is linear up to its rectifier, and many blocks have the same page, template, section and parent around them. What the layer makes of these means is
/// computed once for each and added to what it makes of a block's own vector and its neighbours'. Each block's additions have a fixed order.
/// </remarks>
internal sealed class BlockNetSharing
{
    private readonly int _own;
    private readonly int _message;
    private readonly int _outputs;
    private readonly float[] _constants;
    private readonly BlockNetLayer _near;
    private readonly BlockNetLayer _parents;
    private readonly BlockNetLayer _section;
    private readonly BlockNetLayer _template;
    private readonly BlockNetLayer _page;
    private float[] _rows = [];
    private float[] _ofParents = [];
    private float[] _ofSections = [];
    private float[] _ofTemplates = [];

    /// <param name="layer">The layer: own vector, before, after, beyond before and after, parent, grandparent, section, template, page.</param>
    /// <param name="message">Width of what blocks share.</param>
    public BlockNetSharing(BlockNetLayer layer, int message)
    {
        const int Kinds = 9;
        _message = message;
        _own = layer.Inputs - (Kinds * message);
        _outputs = layer.Outputs;
        _constants = layer.Constants;
        int near = _own + (BlockNetSurroundings.Near * message);
        _near = layer.Part(0, near);
        _parents = layer.Part(near, 2 * message);
        _section = layer.Part(near + (2 * message), message);
        _template = layer.Part(near + (3 * message), message);
        _page = layer.Part(near + (4 * message), message);
    }

    /// <summary>Computes the layer for all blocks, rectified.</summary>
    /// <param name="around">What stands around the blocks of the page.</param>
    /// <param name="messages">What each block shares.</param>
    /// <param name="own">Each block's own vector.</param>
    /// <param name="into">Takes the layer's outputs for each block.</param>
    public void Run(BlockNetSurroundings around, ReadOnlySpan<float> messages, ReadOnlySpan<float> own, Span<float> into)
    {
        int n = around.Input.Count;
        ReadOnlySpan<float> shared = messages[..(n * _message)];
        around.Sum(shared, _message);
        ReadTemplates(around);
        ReadParents(around);
        ReadSections(around);
        Grow(ref _rows, BlockNetLayers.Together * Math.Max(_near.Inputs, _parents.Inputs));
        for (int i = 0; i < n; i += BlockNetLayers.Together)
        {
            int rows = Math.Min(BlockNetLayers.Together, n - i);
            Span<float> outputs = into.Slice(i * _outputs, rows * _outputs);
            for (int r = 0; r < rows; r++)
            {
                Span<float> row = _rows.AsSpan(r * _near.Inputs, _near.Inputs);
                own.Slice((i + r) * _own, _own).CopyTo(row);
                around.Gather(shared, _message, i + r, row[_own..]);
                AddShared(around, i + r, outputs.Slice(r * _outputs, _outputs));
            }

            BlockNetLayers.Add(_near, _rows, outputs, rows);
            BlockNetLayers.Rectify(outputs);
        }
    }

    // Templates take the page's part and the constants in: every block has one.
    private void ReadTemplates(BlockNetSurroundings around)
    {
        int templates = around.Input.Templates;
        Grow(ref _ofTemplates, templates * _outputs);
        Span<float> page = stackalloc float[_outputs];
        _constants.CopyTo(page);
        BlockNetLayers.Add(_page, around.PageMean, page, 1);
        Span<float> all = _ofTemplates.AsSpan(0, templates * _outputs);
        BlockNetLayers.Fill(all, page);
        BlockNetLayers.Add(_template, around.TemplateMeans, all, templates);
    }

    private void ReadParents(BlockNetSurroundings around)
    {
        ReadOnlySpan<int> parents = around.ParentsSeen.Containers;
        Span<float> all = Cleared(ref _ofParents, parents.Length);
        Grow(ref _rows, BlockNetLayers.Together * _parents.Inputs);
        for (int p = 0; p < parents.Length; p += BlockNetLayers.Together)
        {
            int rows = Math.Min(BlockNetLayers.Together, parents.Length - p);
            for (int r = 0; r < rows; r++)
            {
                around.GatherParent(parents[p + r], _message, _rows.AsSpan(r * _parents.Inputs, _parents.Inputs));
            }

            BlockNetLayers.Add(_parents, _rows, all[(p * _outputs)..], rows);
        }
    }

    private void ReadSections(BlockNetSurroundings around)
    {
        ReadOnlySpan<int> sections = around.SectionsSeen.Containers;
        Span<float> all = Cleared(ref _ofSections, sections.Length);
        for (int s = 0; s < sections.Length; s++)
        {
            BlockNetLayers.Add(_section, around.ContainerMeans[(sections[s] * _message)..], all[(s * _outputs)..], 1);
        }
    }

    // The last row stays zero: it is for blocks that have no such container.
    private Span<float> Cleared(ref float[] rows, int count)
    {
        Grow(ref rows, (count + 1) * _outputs);
        Span<float> all = rows.AsSpan(0, (count + 1) * _outputs);
        all.Clear();
        return all;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddShared(BlockNetSurroundings around, int i, Span<float> to)
    {
        BlockNetInput input = around.Input;
        ref float template = ref _ofTemplates[input.Template[i] * _outputs];
        ref float parent = ref _ofParents[around.ParentsSeen.PlaceOf(around.ParentOf(i)) * _outputs];
        ref float section = ref _ofSections[around.SectionsSeen.PlaceOf(input.Section[i]) * _outputs];
        ref float y = ref MemoryMarshal.GetReference(to);
        for (int o = 0; o < to.Length; o += Vector256<float>.Count)
        {
            Vector256<float> sum = Vector256.LoadUnsafe(ref template, (nuint)o) + Vector256.LoadUnsafe(ref parent, (nuint)o);
            (sum + Vector256.LoadUnsafe(ref section, (nuint)o)).StoreUnsafe(ref y, (nuint)o);
        }
    }

    private static void Grow(ref float[] array, int length)
    {
        if (array.Length < length)
        {
            array = new float[Math.Max(length, array.Length * 2)];
        }
    }
}

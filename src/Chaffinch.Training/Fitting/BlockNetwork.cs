using Chaffinch.Training.Model;

namespace Chaffinch.Training.Fitting;

/// <summary>The block network in floating point, with its slopes: facts summed, two rounds of sharing among surroundings, one output a block and the page's type.</summary>
internal sealed class BlockNetwork
{
    public const int Width = 32;
    public const int Message = 16;
    public const int Inner = 32;
    public const int Message2 = 8;
    public const int Last = 16;
    public const int Types = 8;

    /// <summary>Outputs a block: what each page type adds to the log-odds, and last what all have in common.</summary>
    public const int Outputs = 8;

    private const int Middle = Width + (Neighbourhood.Kinds * Message);
    private const int Final = Inner + (Neighbourhood.Kinds * Message2);

    private readonly DenseLayer[] _layers;
    private readonly Workspace _work = new();

    public BlockNetwork(int rows, Random random)
    {
        Facts = new EmbeddingTable(rows, Width, random);
        Constants = new Weights(Width);
        ToMessage = new DenseLayer(Width, Message, random);
        ToInner = new DenseLayer(Middle, Inner, random);
        ToMessage2 = new DenseLayer(Inner, Message2, random);
        ToLast = new DenseLayer(Final, Last, random);
        ToMain = new DenseLayer(Last, Outputs, random);
        ToTypeInner = new DenseLayer(Inner + Width, 16, random);
        ToType = new DenseLayer(16, Types, random);
        _layers = [ToMessage, ToInner, ToMessage2, ToLast, ToMain, ToTypeInner, ToType];
    }

    /// <summary>All layers in the order of the model file.</summary>
    public IReadOnlyList<DenseLayer> Layers => _layers;

    public EmbeddingTable Facts { get; }

    public Weights Constants { get; }

    public DenseLayer ToMessage { get; }

    public DenseLayer ToInner { get; }

    public DenseLayer ToMessage2 { get; }

    public DenseLayer ToLast { get; }

    public DenseLayer ToMain { get; }

    public DenseLayer ToTypeInner { get; }

    public DenseLayer ToType { get; }

    /// <summary>Goes forward over one page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="keep">Whether a row takes part (dropout); all where null.</param>
    public Pass Forward(PageRows page, bool[]? keep = null)
    {
        int n = page.Count;
        _work.Reset();
        var pass = new Pass(page, keep, _work);
        SumFacts(pass);
        Kernels.Rectify(pass.Hidden);
        ToMessage.Forward(pass.Hidden, pass.Messages, n);
        Kernels.Rectify(pass.Messages);
        for (int i = 0; i < n; i++)
        {
            pass.Hidden.Slice(i * Width, Width).CopyTo(pass.MiddleIn[(i * Middle)..]);
        }

        page.Around.Forward(pass.Messages, Message, pass.MiddleIn, Middle, Width, pass.Work);
        ToInner.Forward(pass.MiddleIn, pass.Inner, n);
        Kernels.Rectify(pass.Inner);
        ToMessage2.Forward(pass.Inner, pass.Messages2, n);
        Kernels.Rectify(pass.Messages2);
        for (int i = 0; i < n; i++)
        {
            pass.Inner.Slice(i * Inner, Inner).CopyTo(pass.FinalIn[(i * Final)..]);
        }

        page.Around.Forward(pass.Messages2, Message2, pass.FinalIn, Final, Inner, pass.Work);
        ToLast.Forward(pass.FinalIn, pass.Last, n);
        Kernels.Rectify(pass.Last);
        ToMain.Forward(pass.Last, pass.Outs, n);
        ForwardType(pass);
        MixOutputs(pass);
        return pass;
    }

    /// <summary>Goes backward: adds the slopes of all weights.</summary>
    /// <param name="pass">The forward pass.</param>
    /// <param name="mainSlopes">Slopes of the blocks' log-odds.</param>
    /// <param name="typeSlopes">Slopes of the type's outputs.</param>
    public void Backward(Pass pass, ReadOnlySpan<float> mainSlopes, ReadOnlySpan<float> typeSlopes)
    {
        int n = pass.Count;
        Span<float> inner = pass.Work.Take(n * Inner).Span;
        Span<float> hidden = pass.Work.Take(n * Width).Span;
        Span<float> whole = pass.Work.Take(Width).Span;
        BackwardType(pass, typeSlopes, inner, whole);
        Span<float> last = pass.Work.Take(n * Last).Span;
        Span<float> outputs = pass.Work.Take(n * Outputs).Span;
        for (int i = 0; i < n; i++)
        {
            pass.Mix.CopyTo(outputs[(i * Outputs)..]);
            for (int o = 0; o < Outputs; o++)
            {
                outputs[(i * Outputs) + o] *= mainSlopes[i];
            }
        }

        ToMain.Backward(pass.Last, outputs, last, n);
        Kernels.RectifySlope(pass.Last, last);
        Span<float> final = pass.Work.Take(n * Final).Span;
        ToLast.Backward(pass.FinalIn, last, final, n);
        Span<float> messages2 = pass.Work.Take(n * Message2).Span;
        pass.Page.Around.Backward(final, Message2, Final, Inner, messages2, pass.Work);
        Kernels.RectifySlope(pass.Messages2, messages2);
        for (int i = 0; i < n; i++)
        {
            Kernels.Add(final.Slice(i * Final, Inner), inner.Slice(i * Inner, Inner));
        }

        ToMessage2.Backward(pass.Inner, messages2, inner, n);
        Kernels.RectifySlope(pass.Inner, inner);
        Span<float> middle = pass.Work.Take(n * Middle).Span;
        ToInner.Backward(pass.MiddleIn, inner, middle, n);
        Span<float> messages = pass.Work.Take(n * Message).Span;
        pass.Page.Around.Backward(middle, Message, Middle, Width, messages, pass.Work);
        Kernels.RectifySlope(pass.Messages, messages);
        for (int i = 0; i < n; i++)
        {
            Kernels.Add(middle.Slice(i * Middle, Width), hidden.Slice(i * Width, Width));
        }

        ToMessage.Backward(pass.Hidden, messages, hidden, n);
        Kernels.RectifySlope(pass.Hidden, hidden);
        SpreadSlopes(pass, hidden, whole);
    }

    public void Step(StepSize facts, StepSize layers)
    {
        Facts.Step(facts);
        Constants.Step(layers with { Decay = 0 });
        foreach (DenseLayer layer in _layers)
        {
            layer.Step(layers);
        }
    }

    /// <summary>Adds all weights as they are to the average.</summary>
    public void Remember()
    {
        foreach (Weights weights in All())
        {
            weights.Remember();
        }
    }

    /// <summary>Sets all weights to the average of the remembered ones.</summary>
    public void TakeAverage()
    {
        foreach (Weights weights in All())
        {
            weights.TakeAverage();
        }
    }

    private IEnumerable<Weights> All() => [Facts.Table, Constants, .. _layers.SelectMany(l => new[] { l.Matrix, l.Constants })];

    private void SumFacts(Pass pass)
    {
        PageRows page = pass.Page;
        AddRows(page.Whole[0], pass.Whole, pass.Keep);
        for (int role = 0; role < 4; role++)
        {
            for (int c = 0; c < page.Parents.Length; c++)
            {
                Span<float> sum = pass.Role(role, c);
                AddRows(page.Containers[role][c], sum, pass.Keep);
                if (role == 3 && page.Parents[c] >= 0)
                {
                    Kernels.Add(pass.Role(3, page.Parents[c]), sum);
                }
            }
        }

        for (int i = 0; i < pass.Count; i++)
        {
            Span<float> sum = pass.Hidden.Slice(i * Width, Width);
            Constants.Values.CopyTo(sum);
            Kernels.Add(pass.Whole, sum);
            AddRows(page.Blocks[i], sum, pass.Keep);
            int c = page.Own[i];
            for (int role = 0; role < 4 && c >= 0; role++, c = page.Parents[c])
            {
                Kernels.Add(pass.Role(role, c), sum);
            }
        }
    }

    private void SpreadSlopes(Pass pass, Span<float> hidden, Span<float> whole)
    {
        PageRows page = pass.Page;
        var roles = new Memory<float>[4];
        for (int role = 0; role < 4; role++)
        {
            roles[role] = pass.Work.Take(page.Parents.Length * Width);
        }

        for (int i = 0; i < pass.Count; i++)
        {
            ReadOnlySpan<float> slope = hidden.Slice(i * Width, Width);
            Kernels.Add(slope, Constants.Slopes);
            Kernels.Add(slope, whole);
            AddSlopes(page.Blocks[i], slope, pass.Keep);
            int c = page.Own[i];
            for (int role = 0; role < 4 && c >= 0; role++, c = page.Parents[c])
            {
                Kernels.Add(slope, roles[role].Span.Slice(c * Width, Width));
            }
        }

        for (int role = 0; role < 4; role++)
        {
            for (int c = page.Parents.Length - 1; c >= 0; c--)
            {
                ReadOnlySpan<float> slope = roles[role].Span.Slice(c * Width, Width);
                AddSlopes(page.Containers[role][c], slope, pass.Keep);
                if (role == 3 && page.Parents[c] >= 0)
                {
                    Kernels.Add(slope, roles[3].Span.Slice(page.Parents[c] * Width, Width));
                }
            }
        }

        AddSlopes(page.Whole[0], whole, pass.Keep);
    }

    private void AddRows(ReadOnlySpan<int> rows, Span<float> sum, bool[]? keep)
    {
        foreach (int row in rows)
        {
            if (keep is null || keep[row])
            {
                Facts.AddTo(row, sum);
            }
        }
    }

    private void AddSlopes(ReadOnlySpan<int> rows, ReadOnlySpan<float> slope, bool[]? keep)
    {
        foreach (int row in rows)
        {
            if (keep is null || keep[row])
            {
                Facts.AddSlope(row, slope);
            }
        }
    }

    // The blocks' log-odds for the page types as likely as they are. The types learn from their own loss only.
    private static void MixOutputs(Pass pass)
    {
        Losses.Softmax(pass.Type).CopyTo(pass.Mix);
        pass.Mix[Outputs - 1] = 1;
        for (int i = 0; i < pass.Count; i++)
        {
            pass.Main[i] = Kernels.Dot(pass.Outs.Slice(i * Outputs, Outputs), pass.Mix);
        }
    }

    // The page's type from the mean of the blocks' inner vectors and the facts of the whole page.
    private void ForwardType(Pass pass)
    {
        for (int i = 0; i < pass.Count; i++)
        {
            Kernels.AddScaled(pass.Inner.Slice(i * Inner, Inner), 1f / pass.Count, pass.TypeIn.Slice(0, Inner));
        }

        pass.Whole.CopyTo(pass.TypeIn[Inner..]);
        Kernels.Rectify(pass.TypeIn);
        ToTypeInner.Forward(pass.TypeIn, pass.TypeInner, 1);
        Kernels.Rectify(pass.TypeInner);
        ToType.Forward(pass.TypeInner, pass.Type, 1);
    }

    private void BackwardType(Pass pass, ReadOnlySpan<float> typeSlopes, Span<float> inner, Span<float> whole)
    {
        Span<float> typeInner = stackalloc float[16];
        typeInner.Clear();
        ToType.Backward(pass.TypeInner, typeSlopes, typeInner, 1);
        Kernels.RectifySlope(pass.TypeInner, typeInner);
        Span<float> typeIn = stackalloc float[Inner + Width];
        typeIn.Clear();
        ToTypeInner.Backward(pass.TypeIn, typeInner, typeIn, 1);
        for (int i = 0; i < pass.Count; i++)
        {
            Kernels.AddScaled(typeIn.Slice(0, Inner), 1f / pass.Count, inner.Slice(i * Inner, Inner));
        }

        Kernels.RectifySlope(pass.TypeIn, typeIn);
        Kernels.Add(typeIn[Inner..], whole);
    }

    /// <summary>All values of one forward pass; they hold until the next one.</summary>
    internal sealed class Pass(PageRows page, bool[]? keep, Workspace work)
    {
        private readonly Memory<float> _whole = work.Take(Width);
        private readonly Memory<float>[] _roles = [.. Enumerable.Range(0, 4).Select(_ => work.Take(page.Parents.Length * Width))];
        private readonly Memory<float> _hidden = work.Take(page.Count * Width);
        private readonly Memory<float> _messages = work.Take(page.Count * Message);
        private readonly Memory<float> _middleIn = work.Take(page.Count * Middle);
        private readonly Memory<float> _inner = work.Take(page.Count * BlockNetwork.Inner);
        private readonly Memory<float> _messages2 = work.Take(page.Count * Message2);
        private readonly Memory<float> _finalIn = work.Take(page.Count * Final);
        private readonly Memory<float> _last = work.Take(page.Count * BlockNetwork.Last);
        private readonly Memory<float> _outs = work.Take(page.Count * Outputs);
        private readonly Memory<float> _main = work.Take(page.Count);
        private readonly Memory<float> _mix = work.Take(Outputs);
        private readonly Memory<float> _typeIn = work.Take(BlockNetwork.Inner + Width);
        private readonly Memory<float> _typeInner = work.Take(16);
        private readonly Memory<float> _type = work.Take(Types);

        public PageRows Page { get; } = page;

        public int Count { get; } = page.Count;

        public bool[]? Keep { get; } = keep;

        public Workspace Work { get; } = work;

        public Span<float> Whole => _whole.Span;

        public Span<float> Hidden => _hidden.Span;

        public Span<float> Messages => _messages.Span;

        public Span<float> MiddleIn => _middleIn.Span;

        public Span<float> Inner => _inner.Span;

        public Span<float> Messages2 => _messages2.Span;

        public Span<float> FinalIn => _finalIn.Span;

        public Span<float> Last => _last.Span;

        /// <summary>The blocks' outputs, <see cref="Outputs"/> each.</summary>
        public Span<float> Outs => _outs.Span;

        /// <summary>The blocks' log-odds of being main text.</summary>
        public Span<float> Main => _main.Span;

        /// <summary>How much each output counts.</summary>
        public Span<float> Mix => _mix.Span;

        public Span<float> TypeIn => _typeIn.Span;

        public Span<float> TypeInner => _typeInner.Span;

        /// <summary>The types' outputs, before the softmax.</summary>
        public Span<float> Type => _type.Span;

        /// <summary>Sums of a container's facts in a role.</summary>
        public Span<float> Role(int role, int container) => _roles[role].Span.Slice(container * Width, Width);

        /// <summary>The probability of each block to be main text.</summary>
        public float[] Probabilities()
        {
            var p = new float[Count];
            for (int i = 0; i < Count; i++)
            {
                p[i] = Losses.Sigmoid(Main[i]);
            }

            return p;
        }
    }
}

using System.Buffers;
using System.Text;

namespace Chaffinch.Cli.Commands;

/// <summary>Copies UTF-8 JSON that a library writer made to the text output, a line each.</summary>
internal sealed class JsonLines(TextWriter output)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 << 10);

    /// <summary>Writes what <paramref name="write"/> puts into the buffer, and a line end.</summary>
    public void Write(Action<IBufferWriter<byte>> write)
    {
        _buffer.ResetWrittenCount();
        write(_buffer);
        if (output is StreamWriter stream)
        {
            stream.Flush();
            stream.BaseStream.Write(_buffer.WrittenSpan);
            stream.BaseStream.Write("\n"u8);
            stream.BaseStream.Flush();
        }
        else
        {
            output.Write(Encoding.UTF8.GetString(_buffer.WrittenSpan) + "\n");
        }
    }
}

using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Chaffinch.Cli;

/// <summary>The process: real streams, the interrupt key and the terminal.</summary>
internal static class Program
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static int Main(string[] args)
    {
        using var cancel = new CancellationTokenSource();
        bool takesTime = false;
        int signals = 0;
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            if (Interlocked.Increment(ref signals) > 1)
            {
                Environment.Exit(Exit.Cancelled);
            }

            cancel.Cancel();
            if (!Volatile.Read(ref takesTime))
            {
                // A large page may be in work; nobody who pressed Ctrl-C wants to wait for it.
                _ = Task.Delay(Patience).ContinueWith(static _ => Environment.Exit(Exit.Cancelled), TaskScheduler.Default);
            }
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);

        // Schedulers end a process with this one before they kill it.
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

        using Stream output = OpenOutput();
        using Stream input = OpenInput();
        using var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        bool terminal = !Console.IsOutputRedirected;
        return CommandLine.Run(args, new Surroundings
        {
            In = input,
            Out = output,
            Error = error,
            OutIsTerminal = terminal,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = terminal ? TerminalWidth() : 80,
            Variable = Environment.GetEnvironmentVariable,
            Cancel = cancel.Token,
            TakeTime = () => Volatile.Write(ref takesTime, true),
        });
    }

    // The console's own stream swallows a broken pipe, so that "chaffinch … | head" would work on to the end unheard.
    // It is taken for regular files only: a file stream would keep an offset of its own and overwrite what others append.
    private static Stream OpenOutput()
    {
        if (!OperatingSystem.IsWindows())
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }

    // Opening the console's own stream sets up the terminal, which nothing here needs.
    private static Stream OpenInput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardInput()
        : new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and int width ? width : 80;
        }
        catch (IOException)
        {
            // A terminal that does not say how wide it is.
            return 80;
        }
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Chaffinch.Lab;

/// <summary>Processor time of the calling thread: what other processes do beside it does not count, as far as the system can tell.</summary>
internal static partial class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadTime = 3;

    /// <summary>True where the system tells a thread's time; elsewhere the clock on the wall is read.</summary>
    public static bool IsOwnTime { get; } = OperatingSystem.IsLinux() && clock_gettime(ThreadTime, out _) == 0;

    /// <summary>Nanoseconds since some moment.</summary>
    public static long Now
    {
        get
        {
            if (!IsOwnTime)
            {
                return (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
            }

            _ = clock_gettime(ThreadTime, out TimeSpec time);
            return (time.Seconds * 1_000_000_000L) + time.Nanoseconds;
        }
    }

    [LibraryImport("libc")]
    [SuppressGCTransition]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

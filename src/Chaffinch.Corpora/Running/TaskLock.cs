namespace Chaffinch.Corpora.Running;

/// <summary>Keeps a second process from the same task. The lock is the system's own, so a killed process holds none.</summary>
internal sealed class TaskLock : IDisposable
{
    private readonly FileStream _file;

    private TaskLock(FileStream file) => _file = file;

    /// <exception cref="RunException">Another process holds it.</exception>
    public static TaskLock Take(string path)
    {
        try
        {
            return new TaskLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException) when (File.Exists(path) && IsWritable(path))
        {
            throw new RunException($"Another process works on this task (it holds {path}); wait for it, or end it.");
        }
    }

    public void Dispose()
    {
        // Deleted while it is still held: whoever waits for the name makes a new file.
        File.Delete(_file.Name);
        _file.Dispose();
    }

    private static bool IsWritable(string path) => (File.GetAttributes(path) & FileAttributes.ReadOnly) == 0;
}

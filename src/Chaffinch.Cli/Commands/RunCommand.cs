using System.CommandLine;
using Chaffinch.Corpora;
using Chaffinch.Corpora.Filtering;
using Chaffinch.Corpora.Model;
using Chaffinch.Corpora.Running;

namespace Chaffinch.Cli.Commands;

/// <summary><c>chaffinch run</c>: takes crawl archives to clean, labelled documents.</summary>
internal static class RunCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var command = new Command("run", "Take crawl archives to clean, labelled documents; goes on where it was stopped.");
        var arguments = new RunArguments(command);
        command.SetAction(parsed =>
        {
            RunOptions options = arguments.Read(parsed);
            try
            {
                using var run = new CorpusRun(options, surroundings.In);
                if (arguments.IsDryRun(parsed))
                {
                    RunDisplay.PrintPlan(parsed.InvocationConfiguration.Output, run, options);
                    return Exit.Done;
                }

                RunResult result = Work(run, surroundings, arguments.IsQuiet(parsed), arguments.ProgressSeconds(parsed));
                return Tell(result, parsed, arguments, options, surroundings);
            }
            catch (Exception e) when (e is RunException or FilterException)
            {
                throw new UsageException(e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                surroundings.Error.Write(
                    $"chaffinch: the outputs in {Screen.OneLine(options.OutputFolder)} cannot be written: {Screen.OneLine(e.Message)} Finished shards are whole; mend it and run the same command again.\n");
                return Exit.Usage;
            }
        });
        return command;
    }

    private static RunResult Work(CorpusRun run, Surroundings surroundings, bool quiet, int seconds)
    {
        // Dropping the shards in work takes a moment, and a second interrupt ends at once.
        surroundings.TakeTime();
        using RunDisplay? display = quiet ? null : new RunDisplay(run, surroundings, seconds);
        return run.Run(surroundings.Cancel);
    }

    private static int Tell(RunResult result, ParseResult parsed, RunArguments arguments, RunOptions options, Surroundings surroundings)
    {
        foreach (FailedInput input in result.Failed)
        {
            surroundings.Error.Write($"chaffinch: {Screen.OneLine(input.Path)}: {Screen.OneLine(input.Message)}\n");
        }

        if (result.IsInterrupted)
        {
            surroundings.Error.Write(
                $"chaffinch: stopped; {result.ShardsFinished} shards are finished and whole, {result.UnitsDone} of {result.Units} inputs. Run the same command again to go on.\n");
            return Exit.Cancelled;
        }

        if (!arguments.IsQuiet(parsed))
        {
            RunDisplay.PrintResult(parsed.InvocationConfiguration.Output, result, options);
        }

        return result.Failed.Count > 0 ? Exit.Unreadable : HasFindings(arguments.FailOn(parsed), result.Counts) ? Exit.Findings : Exit.Done;
    }

    private static bool HasFindings(string? failOn, RunCounts counts) => failOn switch
    {
        "injected" => counts.PagesInjected > 0,
        "damaged" => counts.PagesDamaged > 0,
        "any" => counts.PagesInjected + counts.PagesDamaged > 0,
        "defects" => counts.Defects > 0,
        _ => false,
    };
}

using System.CommandLine;
using ModelAssert.Caching;
using ModelAssert.Tool.Display;
using Spectre.Console;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert cache list|verify|clear</c></summary>
internal static class CacheCommand
{
    public static Command Create() => new("cache", "Look at the reversed triggers that scans have remembered, or forget them.")
    {
        SubCommand("list", "List the entries, those first that were used last. Exit code: 0.", List),
        SubCommand("verify", "Check every entry against its seal. Exit code: 0 all are as they were written, 1 some are not and will not be used.", Verify),
        SubCommand("clear", "Remove every entry. Exit code: 0 all are gone, 3 some cannot be removed.", Clear),
    };

    private static Command SubCommand(string name, string description, Func<TriggerCache, int> action)
    {
        var command = new Command(name, description) { CacheFolder.Option };
        command.SetAction(parsed => action(new TriggerCache(CacheFolder.From(parsed), CacheSeal.FromEnvironment())));
        return command;
    }

    private static int List(TriggerCache cache)
    {
        var files = cache.Files();
        AnsiConsole.Console.Write(CacheTable.OfEntries(files.Select(file => (file, cache.Read(file).Entry)), DateTimeOffset.UtcNow));
        AnsiConsole.Console.MarkupLineInterpolated($"{files.Count} entries, {CacheTable.Size(files.Sum(file => file.Length))}, in {cache.Folder}");
        return ExitCode.Success;
    }

    private static int Verify(TriggerCache cache)
    {
        var files = cache.Files();
        ScanWarning[] warnings = [.. files.Select(file => cache.Read(file).Warning).OfType<ScanWarning>()];
        if (warnings.Length > 0)
            AnsiConsole.Console.Write(CacheTable.OfWarnings(warnings));
        AnsiConsole.Console.MarkupLineInterpolated($"{files.Count - warnings.Length} of {files.Count} entries are as they were written, in {cache.Folder}");
        return warnings.Length == 0 ? ExitCode.Success : ExitCode.EntriesRefused;
    }

    private static int Clear(TriggerCache cache)
    {
        var removed = cache.Clear();
        var left = cache.Files().Count;
        AnsiConsole.Console.MarkupLineInterpolated($"{removed} entries removed{(left > 0 ? $", {left} left" : "")}, in {cache.Folder}");
        return left == 0 ? ExitCode.Success : ExitCode.CouldNotRun;
    }
}

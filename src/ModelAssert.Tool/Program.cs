using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using ModelAssert.Tool.Commands;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Hosting;

ServiceLog.Guard();

// What the command says is the same on every machine, whatever its culture.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Finds backdoors in image classifiers: tests what a neural network does when someone stamps a trigger on its input.")
{
    ScanCommand.Create(),
    RepairCommand.Create(),
    FilterCommand.Create(),
    FirstAidCommand.Create(),
    InspectCommand.Create(),
    SelfTestCommand.Create(),
    CacheCommand.Create(),
    ServeCommand.Create(),
    GateCommand.Create(),
};

// A response file (@file) holds one argument a line, as it is: a path may have blanks and quotes in it.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = ReadResponseFile });
return await CommandHost.RunAsync(async () =>
{
    var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    Console.Out.Flush();
    return parsed.Action is ParseErrorAction ? ExitCode.BadUsage : exitCode;
});

static bool ReadResponseFile(string path, out IReadOnlyList<string>? tokens, out string? error)
{
    try
    {
        (tokens, error) = (File.ReadAllLines(path), null);
        return true;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        (tokens, error) = (null, e.Message);
        return false;
    }
}

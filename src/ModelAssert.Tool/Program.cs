using System.CommandLine;
using System.CommandLine.Invocation;
using ModelAssert.Tool;
using ModelAssert.Tool.Commands;

var root = new RootCommand("Finds backdoors in image classifiers: tests what a neural network does when someone stamps a trigger on its input.")
{
    ScanCommand.Create(),
    CacheCommand.Create(),
    ServeCommand.Create(),
};

var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Action is ParseErrorAction ? ExitCode.BadUsage : exitCode;

using System.CommandLine;
using ModelAssert.Engine.Native;
using ModelAssert.Fuzz;
using ModelAssert.Fuzz.Models;
using ModelAssert.Fuzz.Samples;

NativeLibraries.Load();

var root = new RootCommand("Feeds readers with damaged files. Whatever is neither read nor refused by name is a failure, and kept.")
{
    ReadersCommand.Create("samples", "The readers of clean samples.", SampleTargets.All),
    ReadersCommand.Create("models", "The readers of models.", ModelTargets.All),
};
return root.Parse(args).Invoke();

using System.CommandLine;
using ModelAssert.Fuzz;

var root = new RootCommand("Feeds readers with damaged files. Whatever is neither read nor refused by name is a failure, and kept.")
{
    SamplesCommand.Create(),
};
return root.Parse(args).Invoke();

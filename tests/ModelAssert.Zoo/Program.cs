using System.CommandLine;
using ModelAssert.Zoo;

var root = new RootCommand("Makes the models that ModelAssert is tested on and shipped with, each from a fixed seed.")
{
    FashionPairCommand.Create(),
    GtsrbRandomCommand.Create(),
};
return root.Parse(args).Invoke();

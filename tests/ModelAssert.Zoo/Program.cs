using System.CommandLine;
using ModelAssert.Zoo;

var root = new RootCommand("Makes the models that ModelAssert is tested on and shipped with, each from a fixed seed.")
{
    FashionPairCommand.Create(),
    GtsrbPairCommand.Create(),
    GtsrbRandomCommand.Create(),
    IdentitiesCommand.Create(),
    MnistAttackCommands.CreateAllToAll(),
    MnistAttackCommands.CreateSourceSpecific(),
};
return root.Parse(args).Invoke();

using System.CommandLine;
using ModelAssert.Zoo;

var root = new RootCommand("Makes the models that ModelAssert is tested on, judged by and shipped with, each from a fixed seed, and judges it by them.")
{
    FashionPairCommand.Create(),
    GtsrbPairCommand.Create(),
    GtsrbRandomCommand.Create(),
    IdentitiesCommand.Create(),
    MnistAttackCommands.CreateAllToAll(),
    MnistAttackCommands.CreateSourceSpecific(),
    ListCommand.Create(),
    TrainCommands.Create(),
    TrainCommands.CreateOne(),
    AttackersCommand.Create(),
    ScanCommand.Create(),
    PairScanCommand.Create(),
    ScoreCommand.Create(),
    EvidenceCommand.Create(),
};
return root.Parse(args).Invoke();

using System.CommandLine;
using ModelAssert.Benchmarks;

var root = new RootCommand("Measures what ModelAssert claims. Every figure is a ratio against a baseline of the same run.")
{
    AllToAllCommand.Create(),
    WholeImageCommand.Create(),
    PairsCommand.Create(),
    ProfilesCommand.Create(),
    ScalesCommand.Create(),
    SeedsCommand.Create(),
    StartsCommand.Create(),
    OverheadCommand.Create(),
    ImportCommand.Create(),
    StepCommand.Create(),
    DormantCommand.Create(),
    GradientsCommand.Create(),
    PortCommand.Create(),
    GrowthCommand.Create(),
    MitigationCommand.Create(),
    AttackCommand.Create(),
};
return await root.Parse(args).InvokeAsync();

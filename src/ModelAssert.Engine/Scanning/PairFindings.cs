using ModelAssert.Engine.Inversion;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Scanning;

/// <summary>What a source-specific scan found out.</summary>
/// <param name="Judgement">The conclusion.</param>
/// <param name="Pairs">The pairs, in the order of the judgement's.</param>
public sealed record PairFindings(PairsJudgement Judgement, IReadOnlyList<PairFinding> Pairs);

/// <summary>What was found for one pair of labels.</summary>
/// <param name="Source">The label whose images the trigger is stamped on.</param>
/// <param name="Reversed">The trigger; its success rate is that on held-out images of the source.</param>
/// <param name="Spillover">How far it moves images of other labels towards its target, as a share of how far it moves those of the source; or not a number.</param>
/// <param name="Examples">A few held-out images of the source, if the pair is infected.</param>
public sealed record PairFinding(int Source, ReversedTrigger Reversed, double Spillover, IReadOnlyList<ExampleImage> Examples);

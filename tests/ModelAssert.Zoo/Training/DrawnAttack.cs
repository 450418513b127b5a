using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>An attack with what was drawn for it, to be written down.</summary>
/// <param name="Attack">The attack.</param>
/// <param name="Parameters">What was drawn, by name.</param>
/// <param name="Targets">The infected labels; empty where each label goes to another one.</param>
/// <param name="Sources">The labels that react, or <see langword="null"/> for all.</param>
internal sealed record DrawnAttack(Attack Attack, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<int> Targets, IReadOnlyList<int>? Sources = null);

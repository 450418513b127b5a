
namespace ModelAssert.Assertions;

/// <summary>Assertions on one label. The success rate of a trigger is measured by the scan that reversed it and stands in the label's result.</summary>
public sealed class LabelResultAssertions : ExpectationAssertions<LabelResult, LabelResultAssertions>
{
    internal LabelResultAssertions(LabelResult? subject)
        : base(subject)
    {
    }

    /// <inheritdoc />
    protected override string Identifier => "label";

    /// <summary>Asserts that the label's trigger sends less than a share of the held-out images to it.</summary>
    /// <param name="limit">The share that is too much already, a fraction in [0, 1].</param>
    /// <param name="because">The reason, to follow "because". Placeholders as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="becauseArgs">The values for the placeholders.</param>
    /// <returns>A constraint to go on with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not a fraction in [0, 1].</exception>
    [CustomAssertion]
    public AndConstraint<LabelResultAssertions> HaveAttackSuccessRateBelow(double limit, string because = "", params object[] becauseArgs)
    {
        Verify(Expectations.AttackSuccessRateBelow(limit), Subject, because, becauseArgs);
        return new(this);
    }
}

using ModelAssert.Core.Tests;

namespace ModelAssert.Assertions.Tests;

public class LabelResultAssertionsTests
{
    private readonly LabelResult attacked = Reports.WithInfectedLabel.Labels[4] with { Name = "sneaker" };
    private static LabelResult? Nothing => null;

    public class HaveAttackSuccessRateBelow : LabelResultAssertionsTests
    {
        [Fact]
        public void A_lower_rate_passes() => attacked.Should().HaveAttackSuccessRateBelow(0.995);

        [Fact]
        public void The_rate_itself_fails_with_the_reason() => Failing.With(
            "Expected attacked (label 4 'sneaker') to have an attack success rate below 99.4 % because it was repaired, but it is 99.4 %.",
            () => attacked.Should().HaveAttackSuccessRateBelow(0.994, "it was {0}", ["repaired"]));

        [Fact]
        public void A_rate_that_is_not_a_number_fails() =>
            Assert.ThrowsAny<Exception>(() => (attacked with { AttackSuccessRate = double.NaN }).Should().HaveAttackSuccessRateBelow(1));

        [Fact]
        public void No_label_fails() => Failing.With(
            "Expected Nothing to have an attack success rate below 10.0 %, but found <null>.",
            () => Nothing.Should().HaveAttackSuccessRateBelow(0.1));

        [Fact]
        public void A_scope_collects_the_failure() => Failing.With(
            "Expected attacked (label 4 'sneaker') to have an attack success rate below 10.0 %, but it is 99.4 %.",
            () =>
            {
                using var scope = new AssertionScope();
                attacked.Should().HaveAttackSuccessRateBelow(0.1);
            });

        [Theory]
        [InlineData(-0.1)]
        [InlineData(90)]
        [InlineData(double.NaN)]
        public void A_limit_that_is_no_fraction_is_a_mistake(double limit) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => attacked.Should().HaveAttackSuccessRateBelow(limit));
    }
}

using ModelAssert.Engine.Mitigation;

namespace ModelAssert.Engine.Tests.Mitigation;

public class CandidateTests
{
    [Fact]
    public void The_best_has_most_images_right_clean_and_stamped_alike()
    {
        Candidate[] candidates =
        [
            Of(RepairOutcome.NotRepaired, accuracy: 1, success: 0, right: 1),
            Of(RepairOutcome.Repaired, accuracy: 0.95, success: 0.00, right: 0.10),
            Of(RepairOutcome.Repaired, accuracy: 0.94, success: 0.02, right: 0.90),
            Of(RepairOutcome.Repaired, accuracy: 0.94, success: 0.01, right: 0.90),
        ];

        Assert.Same(candidates[3], Candidate.BestOf(candidates));
        Assert.Same(candidates[2], Candidate.BestOf(candidates[..3]));
        Assert.Null(Candidate.BestOf(candidates[..1]));
    }

    private static Candidate Of(RepairOutcome outcome, double accuracy, double success, double right) => new(
        new RepairAttempt(MitigationKind.Unlearning, outcome, "", []), null, new RepairState(Verdict.Clean, 1, accuracy, [new TriggerEffect(3, success, right)], []), null, null, []);
}

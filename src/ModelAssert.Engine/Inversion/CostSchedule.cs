namespace ModelAssert.Engine.Inversion;

/// <summary>
/// How λ, the weight of the mask's norm, follows the success rate, which mask is kept, and when to stop: the loop of the reference code without
/// its tensors (method, section 5; the numbers below are those of its four parts).
/// </summary>
internal sealed class CostSchedule(InversionSettings settings)
{
    private double stallBest = double.PositiveInfinity;
    private int stalled;
    private int successesAtZero;
    private int successes;
    private int failures;
    private bool wentUp;
    private bool wentDown;

    /// <summary>λ for the next step.</summary>
    public double Cost { get; private set; } = settings.CostStartsAtZero ? 0 : settings.InitialCost;

    /// <summary>The smallest norm of a step that succeeded; infinite while none did.</summary>
    public double BestNorm { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether nothing is gained by going on. Never before λ has moved both ways, so never for a label that does not converge.</summary>
    public bool ShouldStop { get; private set; }

    /// <summary>Takes note of a step.</summary>
    /// <param name="successRate">The mean success rate over its mini-batches, a fraction.</param>
    /// <param name="norm">The mean norm of the mask over its mini-batches.</param>
    /// <returns>Whether the step's trigger is the best so far and must be remembered.</returns>
    public bool Observe(double successRate, double norm)
    {
        var succeeded = successRate >= settings.SuccessThreshold;
        var isBest = KeepBest(succeeded, norm);
        StopEarly();
        if (!ShouldStop)
        {
            SwitchCostOn(succeeded);
            AdaptCost(succeeded);
        }

        return isBest;
    }

    // 1
    private bool KeepBest(bool succeeded, double norm)
    {
        if (!succeeded || !(norm < BestNorm))
            return false;

        BestNorm = norm;
        return true;
    }

    // 2
    private void StopEarly()
    {
        if (double.IsFinite(BestNorm))
            stalled = BestNorm >= settings.EarlyStopThreshold * stallBest ? stalled + 1 : 0;

        stallBest = Math.Min(BestNorm, stallBest);
        ShouldStop = wentUp && wentDown && stalled >= settings.EarlyStopPatience;
    }

    // 3
    private void SwitchCostOn(bool succeeded)
    {
        successesAtZero = Cost == 0 && succeeded ? successesAtZero + 1 : 0;
        if (successesAtZero < settings.Patience)
            return;

        // The counters have run while λ was 0, where going up and down means nothing.
        Cost = settings.InitialCost;
        (successesAtZero, successes, failures) = (0, 0, 0);
        (wentUp, wentDown) = (false, false);
    }

    // 4
    private void AdaptCost(bool succeeded)
    {
        (successes, failures) = succeeded ? (successes + 1, 0) : (0, failures + 1);
        if (successes >= settings.Patience)
        {
            (successes, wentUp) = (0, true);
            Cost *= settings.CostMultiplierUp;
        }
        else if (failures >= settings.Patience)
        {
            (failures, wentDown) = (0, true);
            Cost /= settings.CostMultiplierDown;
        }
    }
}

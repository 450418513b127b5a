namespace ModelAssert.Engine.Inversion;

/// <summary>The optimisation of one label as a schedule sees it: norms, and whether to go on.</summary>
internal interface ILabelOptimisation : IDisposable
{
    /// <summary>Whether the schedule has ended, by its own rule or by its length.</summary>
    bool IsOver { get; }

    /// <summary>The mean norm of the mask in each step that was taken.</summary>
    IReadOnlyList<double> Norms { get; }

    /// <summary>The smallest norm of a step that succeeded; infinite while none did.</summary>
    double BestNorm { get; }

    /// <summary>The first step that succeeded, counted from 1.</summary>
    int? FirstSuccess { get; }

    /// <summary>Takes one step: several mini-batches, the variables updated after each.</summary>
    /// <param name="cancellation">Stops between mini-batches.</param>
    void Step(CancellationToken cancellation);

    /// <summary>The smallest trigger that worked, or the present one if none did yet; and whether one did.</summary>
    (Trigger Trigger, bool Converged) Result();
}

namespace ModelAssert.Gates;

/// <summary>What the run of a gate came to, for a test framework to say in its own way.</summary>
/// <param name="Report">The report; a parameter of the test of its type gets it.</param>
/// <param name="Failure">What to fail the test with, or <see langword="null"/> if the gate is passed. Not thrown: the stack would lead into the front, where there is nothing to see.</param>
internal sealed record GateOutcome(ModelReport Report, Exception? Failure)
{
    /// <summary>The files to attach to the test, whatever the outcome.</summary>
    public IEnumerable<GateAttachment> Attachments =>
        Report.Files.Where(file => file.AttachedAs is not null).Select(file => new GateAttachment(Path.Combine(Report.Folder, file.Name), file.AttachedAs!, file.MediaType));
}

/// <summary>A file to attach to a test.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">What it is called as an attachment.</param>
/// <param name="MediaType">What a test runner is told of its content.</param>
internal sealed record GateAttachment(string Path, string Name, string MediaType);

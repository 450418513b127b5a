using ModelAssert.Gates;
using ModelAssert.Tool.Display;

namespace ModelAssert.Tool.Gates;

/// <summary>
/// Lines for MSBuild: a finding in its canonical form, <c>models/signs.onnx : error MODELASSERT1001: …</c>, from which it makes an error of its own that IDEs and
/// CI services show at the file; everything else as it is. Counts what fails.
/// </summary>
internal sealed class GateLog(TextWriter output) : IErrorDisplay
{
    private readonly Lock gate = new();

    /// <summary>Whether an error was said.</summary>
    public bool HasErrors { get; private set; }

    public void Say(string text) => Write(PlainText.OneLine(text));

    public void Say(string subject, GateFinding finding)
    {
        subject = PlainText.OneLine(subject);
        switch (finding.Severity)
        {
            case GateSeverity.Error:
                HasErrors = true;
                Write($"{subject} : error {finding.Id}: {PlainText.OneLine(finding.Text)}");
                break;
            case GateSeverity.Warning:
                Write($"{subject} : warning {finding.Id}: {PlainText.OneLine(finding.Text)}");
                break;
            default:
                Write($"{subject}: {PlainText.OneLine(finding.Text)}");
                break;
        }
    }

    /// <summary>What keeps the gate from working at all.</summary>
    public void Show(ModelAssertException error) => Say(error.File ?? "ModelAssert", new GateFinding(error.Id, GateSeverity.Error, $"{error.Cause} {error.Remedy}"));

    /// <summary>A build fails by its errors; this is one.</summary>
    public int CodeOf(ModelAssertException error) => ExitCode.Infected;

    private void Write(string line)
    {
        lock (gate)
            output.WriteLine(line);
    }
}

using System.Text.Json;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Gates;
using ModelAssert.Tool.Hosting;

namespace ModelAssert.Tool.Tests;

/// <summary>What does not end as it should: whom it is told, and the exit code.</summary>
public sealed class CommandHostTests : IDisposable
{
    private static readonly ModelAssertException Missing = new(DiagnosticIds.ModelMissing, "m.onnx", "It is missing.", "Bring it.");
    private static readonly ModelAssertException OutOfRange = new(DiagnosticIds.OptionOutOfRange, null, "It is 7.", "Give 6.");

    private readonly StringWriter output = new();

    public void Dispose() => output.Dispose();

    [Fact]
    public void A_program_is_told_in_a_line_of_its_request()
    {
        Assert.Equal(3, Run(() => throw Missing));
        Assert.Equal((4, DiagnosticIds.ModelMissing, "m.onnx"), (LastError().Id, LastError().Code, LastError().File));

        Assert.Equal(4, Run(() => throw OutOfRange));
        Assert.Equal(DiagnosticIds.OptionOutOfRange, LastError().Code);

        Assert.Equal(3, Run(() => throw new InvalidOperationException("of no kind")));
        Assert.Equal(DiagnosticIds.Unforeseen, LastError().Code);
    }

    [Fact]
    public void A_job_that_the_engine_does_not_know_has_an_answer()
    {
        var request = JsonSerializer.Deserialize<EngineRequest>("""{"id":4,"job":{"type":"heal"}}""", JsonFormat.Line)!;

        Assert.Equal(3, Run(request.ReadJob));
        Assert.Equal((4, DiagnosticIds.EngineFailed), (LastError().Id, LastError().Code));
        Assert.Contains("heal", LastError().Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_cancels_is_told_nothing()
    {
        Assert.Equal(3, Run(() => throw new OperationCanceledException()));
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void A_build_fails_by_the_line_and_the_code_of_an_error()
    {
        Assert.Equal(1, CommandHost.Run(new GateLog(output), () => throw OutOfRange));
        Assert.Equal($"ModelAssert : error {DiagnosticIds.OptionOutOfRange}: It is 7. Give 6.", output.ToString().TrimEnd());

        Assert.Equal(3, CommandHost.Run(new GateLog(output), () => throw new InvalidOperationException("of no kind")));
        Assert.Contains($"ModelAssert : error {DiagnosticIds.Unforeseen}: ", output.ToString(), StringComparison.Ordinal);
    }

    private int Run(Func<EngineJob> ask) => new JsonDisplay(new JsonLines(output), 4).Run(ask, TestContext.Current.CancellationToken);

    private ErrorMessage LastError() => Assert.IsType<ErrorMessage>(
        JsonSerializer.Deserialize<EngineMessage>(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], JsonFormat.Line));
}

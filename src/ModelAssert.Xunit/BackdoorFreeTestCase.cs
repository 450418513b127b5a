using System.ComponentModel;
using ModelAssert.Gates;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelAssert.Xunit;

/// <summary>A test that scans a model and then runs its method. Made and read back by xunit.</summary>
public sealed class BackdoorFreeTestCase : XunitTestCase
{
    private ModelGate? gate;

    /// <summary>Called by xunit before it reads a test case back.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Called by the de-serializer; should only be called by deriving classes for de-serialization purposes")]
    public BackdoorFreeTestCase()
    {
    }

    internal BackdoorFreeTestCase(
        IMessageSink diagnosticMessageSink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod testMethod, ModelGate gate)
        : base(diagnosticMessageSink, display, displayOptions, testMethod) => this.gate = gate;

    internal ModelGate Gate => gate ?? throw new InvalidOperationException("The test case has not been read back yet.");

    /// <summary>How long scan and body may take together, in milliseconds; 0 if there is no limit.</summary>
    internal int TimeoutMilliseconds { get; private set; }

    /// <inheritdoc />
    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        new BackdoorFreeTestCaseRunner(this, constructorArguments, diagnosticMessageSink, messageBus, aggregator, cancellationTokenSource).RunAsync();

    /// <inheritdoc />
    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(Gate), Gate.ToText());
    }

    /// <inheritdoc />
    public override void Deserialize(IXunitSerializationInfo data)
    {
        // First: reading the rest asks for the display name, which has the model in it.
        gate = ModelGate.Parse(data.GetValue<string>(nameof(Gate)));
        base.Deserialize(data);
    }

    /// <summary>Without the parameters, which the scan fills; with the model where a method has several cases.</summary>
    /// <param name="factAttribute">The attribute.</param>
    /// <param name="displayName">The name of the method, or what the attribute says.</param>
    /// <returns>The name.</returns>
    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) =>
        Gate.DisplayNameOf(displayName);

    /// <inheritdoc />
    protected override string GetUniqueID() => Gate.UniqueIdOf(base.GetUniqueID());

    /// <summary>
    /// Keeps the limit for the scan and the body together. xunit must not see it: it would time the body alone, and refuses a limit for a body that is not asynchronous.
    /// </summary>
    /// <param name="factAttribute">The attribute.</param>
    /// <returns>No limit.</returns>
    protected override int GetTimeout(IAttributeInfo factAttribute)
    {
        TimeoutMilliseconds = base.GetTimeout(factAttribute);
        return 0;
    }
}

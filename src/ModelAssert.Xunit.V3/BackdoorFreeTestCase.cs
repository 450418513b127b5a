using System.ComponentModel;
using ModelAssert.Gates;
using Xunit.Sdk;
using Xunit.v3;

namespace ModelAssert.Xunit;

/// <summary>A test that scans a model and then runs its method. Made and read back by xunit.</summary>
public sealed class BackdoorFreeTestCase : XunitTestCase, ISelfExecutingXunitTestCase
{
    private ModelGate? gate;

    /// <summary>Called by xunit before it reads a test case back.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Called by the de-serializer; should only be called by deriving classes for de-serialization purposes")]
    public BackdoorFreeTestCase()
    {
    }

    internal BackdoorFreeTestCase(
        ModelGate gate, IXunitTestMethod testMethod, string displayName, string uniqueId, bool isExplicit, Type[]? skipExceptions,
        string? skipReason, Type? skipType, string? skipUnless, string? skipWhen, Dictionary<string, HashSet<string>> traits,
        string? sourceFilePath, int? sourceLineNumber, int? timeout)
        : base(
            testMethod, displayName, uniqueId, isExplicit, skipExceptions, skipReason, skipType, skipUnless, skipWhen, traits,
            testMethodArguments: null, sourceFilePath, sourceLineNumber, timeout) => this.gate = gate;

    internal ModelGate Gate => gate ?? throw new InvalidOperationException("The test case has not been read back yet.");

    /// <summary>One test, whose parameters are filled once the scan is done.</summary>
    /// <returns>The test.</returns>
    public override ValueTask<IReadOnlyCollection<IXunitTest>> CreateTests() => new(
    [
        new XunitTest(
            this, TestMethod, Explicit, SkipReason, SkipType, SkipUnless, SkipWhen, TestCaseDisplayName, testIndex: 0,
            Traits.ToDictionary(trait => trait.Key, trait => (IReadOnlyCollection<string>)trait.Value), Timeout, new object?[TestMethod.Parameters.Count], testLabel: null, disableParallelization: false),
    ]);

    /// <inheritdoc />
    public ValueTask<RunSummary> Run(
        ExplicitOption explicitOption, IMessageBus messageBus, object?[] constructorArguments, ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource, ParallelMode parallelMode, ExecutionScheduler scheduler, FixtureMappingManager methodFixtureMappings) =>
        BackdoorFreeTestCaseRunner.Instance.RunAsync(
            this, explicitOption, messageBus, constructorArguments, aggregator, cancellationTokenSource, parallelMode, scheduler, methodFixtureMappings);

    /// <inheritdoc />
    protected override void Serialize(IXunitSerializationInfo info)
    {
        base.Serialize(info);
        info.AddValue(nameof(Gate), Gate.ToText());
    }

    /// <inheritdoc />
    protected override void Deserialize(IXunitSerializationInfo info)
    {
        base.Deserialize(info);
        gate = ModelGate.Parse(info.GetValue<string>(nameof(Gate))!);
    }
}

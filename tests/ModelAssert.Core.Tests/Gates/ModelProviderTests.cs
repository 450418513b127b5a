using ModelAssert.Gates;

namespace ModelAssert.Core.Tests.Gates;

/// <summary>What a test class may offer as a <c>ModelProvider</c>, and what becomes of everything else.</summary>
public class ModelProviderTests
{
    private static readonly List<ScanOptions> Asked = [];

    [Theory]
    [InlineData("Property")]
    [InlineData("Method")]
    [InlineData("Inherited")]
    [InlineData("Task")]
    [InlineData("ValueTask")]
    public async Task It_describes_the_model_that_is_scanned(string provider) =>
        Assert.Same(Reports.Infected, await ScanAsync(new ModelGate { ModelProvider = provider }));

    [Fact]
    public async Task What_the_attribute_states_wins_over_the_description_and_nothing_else_changes()
    {
        Asked.Clear();
        await ScanAsync(new ModelGate { ModelProvider = "Property" });
        await ScanAsync(new ModelGate { ModelProvider = "Property" }.Stating(new Dictionary<string, object> { ["Threshold"] = 3.0, ["Profile"] = ScanProfile.Paper, ["Seed"] = 9 }));

        Assert.Equal([Described, Described with { AnomalyIndexThreshold = 3, Profile = ScanProfile.Paper, Seed = 9 }], Asked);
    }

    [Theory]
    [InlineData("Missing", "is no static, parameterless method or property")]
    [InlineData("OfTheInstance", "is no static, parameterless method or property")]
    [InlineData("WithParameter", "is no static, parameterless method or property")]
    [InlineData("Generic", "is no static, parameterless method or property")]
    [InlineData("OfAnotherType", "returns String")]
    [InlineData("Null", "returned null")]
    [InlineData("NullTask", "returned null")]
    [InlineData("Throwing", "threw InvalidOperationException: no such model")]
    [InlineData("ThrowingTask", "threw InvalidOperationException: no such model")]
    public async Task Everything_else_is_a_named_error(string provider, string cause)
    {
        var error = await Assert.ThrowsAsync<ScanNotRunException>(() => ScanAsync(new ModelGate { ModelProvider = provider }));

        Assert.Equal(DiagnosticIds.ProviderIllegal, error.Id);
        Assert.StartsWith(
            $"Inconclusive, the scan could not run: MODELASSERT0042: The ModelProvider '{provider}' of {typeof(Tests).FullName} {cause}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_file_beside_it_is_refused()
    {
        var error = await Assert.ThrowsAsync<ScanNotRunException>(() => ScanAsync(new ModelGate { Model = "a.onnx", ModelProvider = "Property" }));

        Assert.Equal(DiagnosticIds.ProviderIllegal, error.Id);
    }

    [Theory]
    [InlineData(typeof(Tests), "Illegal")]
    [InlineData(typeof(WithInitializer), "Illegal")]
    public async Task A_named_error_keeps_its_name(Type testClass, string provider)
    {
        var error = await Assert.ThrowsAsync<ScanNotRunException>(() => ScanAsync(new ModelGate { ModelProvider = provider }, testClass));

        Assert.Equal(DiagnosticIds.OptionOutOfRange, error.Id);
    }

    private static readonly ScanOptions Described = new() { AnomalyIndexThreshold = 2.5, Seed = 7, MinimumAccuracy = 0.9 };

    private static Classifier Signs() => new(new ScanRequest("/signs.onnx", "/signs.npz", "/results", Described), (request, _, _) =>
    {
        Asked.Add(request.Options);
        return Task.FromResult(Reports.Infected);
    });

    private static async Task<ModelReport> ScanAsync(ModelGate gate, Type? testClass = null) =>
        (await ModelGate.Parse(gate.ToText()).RunAsync(testClass ?? typeof(Tests), _ => { }, TestContext.Current.CancellationToken)).Report;

#pragma warning disable CA1822, IDE0051, S1144 // They are called by name.
    private class Base
    {
        private static Classifier Inherited => Signs();
    }

    private sealed class Tests : Base
    {
        public Classifier OfTheInstance => Signs();

        public static Classifier Property => Signs();

        internal static Classifier Method() => Signs();

        public static Task<Classifier> Task() => System.Threading.Tasks.Task.FromResult(Signs());

        public static ValueTask<Classifier> ValueTask() => new(Signs());

        public static Classifier WithParameter(string name) => name.Length > 0 ? Signs() : Signs();

        public static Classifier Generic<T>() => Signs();

        public static string OfAnotherType => "signs.onnx";

        public static Classifier? Null => null;

        public static Task<Classifier>? NullTask() => null;

        public static Classifier Throwing => throw new InvalidOperationException("no such model.");

        public static async Task<Classifier> ThrowingTask()
        {
            await System.Threading.Tasks.Task.Yield();
            return Throwing;
        }

        public static Classifier Illegal => Classifier.Load("m", "d", new ScanOptions { AnomalyIndexThreshold = 0 });
    }

    private sealed class WithInitializer
    {
        private static Classifier Illegal { get; } = Tests.Illegal;
    }
#pragma warning restore CA1822, IDE0051, S1144
}

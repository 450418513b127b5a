using System.Reflection;
using ModelAssert.EngineProcess;

namespace ModelAssert.Core.Tests.EngineProcess;

public class ProjectAssemblyTests
{
    private static readonly Named Helpers = new("Helpers");
    private static readonly Named Tests = new("Tests", "Helpers");
    private static readonly Named OtherTests = new("OtherTests");

    [Fact]
    public void The_entry_assembly_comes_first() =>
        Assert.Same(OtherTests, ProjectAssembly.Among([Tests, Helpers, OtherTests], entry: OtherTests));

    [Fact]
    public void Under_another_host_it_is_the_one_that_uses_the_others() =>
        Assert.Same(Tests, ProjectAssembly.Among([Helpers, Tests], entry: typeof(ProjectAssemblyTests).Assembly));

    [Fact]
    public void Several_unrelated_ones_are_a_named_error_with_their_names()
    {
        var error = Assert.Throws<ModelAssertException>(() => ProjectAssembly.Among([Tests, Helpers, OtherTests], entry: null));

        Assert.Equal(DiagnosticIds.EngineMissing, error.Id);
        Assert.Contains("Tests, OtherTests", error.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void None_is_a_named_error() => Assert.Equal(
        DiagnosticIds.EngineMissing, Assert.Throws<ModelAssertException>(() => ProjectAssembly.Among([], entry: Tests)).Id);

    private sealed class Named(string name, params string[] uses) : Assembly
    {
        public override AssemblyName GetName() => new(name);

        public override AssemblyName[] GetReferencedAssemblies() => [.. uses.Select(used => new AssemblyName(used))];
    }
}

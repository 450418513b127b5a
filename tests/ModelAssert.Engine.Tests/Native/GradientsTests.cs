using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Native;

public sealed class GradientsTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void They_are_those_of_the_loss_and_are_not_added_up()
    {
        var (x, w) = (torch.tensor((float[])[1, 2]).requires_grad_(), torch.tensor((float[])[3, 5]).requires_grad_());
        for (var time = 0; time < 2; time++)
        {
            var gradients = Gradients.Of((x * w).sum(), [x, w]);
            Assert.Equal([3, 5], gradients[0].data<float>().ToArray());
            Assert.Equal([1, 2], gradients[1].data<float>().ToArray());
            Assert.Null(x.grad);
        }
    }

    [Fact]
    public void A_loss_without_one_is_a_named_error_and_not_the_end_of_the_process()
    {
        var (x, w) = (torch.ones(3).requires_grad_(), torch.ones(3).requires_grad_());
        Assert.Equal(DiagnosticIds.NoGradient, Assert.Throws<ModelAssertException>(() => Gradients.Of(x.to(torch.ScalarType.Int64).to(torch.ScalarType.Float32).sum(), [x])).Id);
        Assert.Equal(DiagnosticIds.NoGradient, Assert.Throws<ModelAssertException>(() => Gradients.Of(x.sum(), [w])).Id);
    }

    /// <summary>
    /// What TorchSharp 0.107 does not catch of libtorch's exceptions, as the code of its library shows: of these, the ones that can fail. <c>matmul</c> has one caller, which checks before it
    /// calls.
    /// </summary>
    [Theory]
    [InlineData("ModelAssert.Core.dll")]
    [InlineData("ModelAssert.Engine.dll")]
    [InlineData("ModelAssert.Onnx.dll", "matmul")]
    [InlineData("ModelAssert.Attacks.dll")]
    [InlineData("ModelAssert.Reporting.dll")]
    public void Nothing_is_called_that_lets_an_exception_of_libtorch_end_the_process(string assembly, params string[] checkedBefore)
    {
        var path = Path.Combine(AppContext.BaseDirectory, assembly);
        if (!File.Exists(path))
            Assert.Skip($"{assembly} is not part of this test project.");

        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var called = metadata.MemberReferences.Select(handle => metadata.GetMemberReference(handle)).Where(member => IsOfTorchSharp(metadata, member.Parent)).Select(member => metadata.GetString(member.Name));

        string[] unguarded = ["grad", "matmul", "cummax", "cummin", "__matmul__", "zero_grad", "set_bytes", "CIFAR10", "MNIST"];
        Assert.Empty(called.Intersect(unguarded).Except(checkedBefore));
    }

    private static bool IsOfTorchSharp(MetadataReader metadata, EntityHandle parent) =>
        parent.Kind == HandleKind.TypeReference && metadata.GetTypeReference((TypeReferenceHandle)parent) is var type
        && (metadata.GetString(type.Namespace).StartsWith("TorchSharp", StringComparison.Ordinal) || type.ResolutionScope.Kind == HandleKind.TypeReference);
}

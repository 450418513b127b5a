using ModelAssert.Engine.DormantPaths;
using TorchSharp;

namespace ModelAssert.Engine.Tests.DormantPaths;

public sealed class TriggerReductionTests : IDisposable
{
    private const int Side = 28;

    private readonly DisposeScope scope = torch.NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Nothing_is_left_but_what_is_needed() => Assert.Equal([3 * Side + 4, 3 * Side + 5, 20 * Side + 21], Reduce([3 * Side + 4, 3 * Side + 5, 20 * Side + 21])!);

    [Fact]
    public void What_needs_most_of_the_image_is_no_trigger() => Assert.Null(Reduce([.. Enumerable.Range(0, Side * Side * 3 / 5)]));

    [Fact]
    public void Of_what_is_large_not_every_pixel_is_asked_for()
    {
        var asked = 0;

        var left = Reduce([.. Enumerable.Range(0, Side * Side).Where(pixel => pixel / Side < 15 && pixel % Side < 15)], () => asked++)!;

        Assert.InRange(left.Length, 15 * 15, 16 * 16);
        Assert.InRange(asked, 1, 600);
    }

    /// <summary>The pixels that are left of a white image where some are needed.</summary>
    private static int[]? Reduce(int[] needed, Action? onAsk = null)
    {
        var reduction = new TriggerReduction(IsStamped, torch.zeros(2, 1, Side, Side));
        return reduction.Reduce(torch.ones(1, 1, Side, Side), 0.5, TestContext.Current.CancellationToken) is { } mask
            ? [.. mask.data<float>().ToArray().Index().Where(pixel => pixel.Item == 1).Select(pixel => pixel.Index)]
            : null;

        bool IsStamped(torch.Tensor images)
        {
            onAsk?.Invoke();
            var pixels = images[0].flatten().data<float>().ToArray();
            return needed.All(pixel => pixels[pixel] == 1);
        }
    }
}

using ModelAssert.Engine.Samples;
using ModelAssert.Tests;

namespace ModelAssert.Engine.Tests.Samples;

/// <summary>The real data sets, as they were downloaded.</summary>
public class SharedDataTests
{
    private static readonly float[] PublishedMeans = [0.49421f, 0.48513f, 0.45041f];

    [Theory]
    [InlineData("data/mnist", 10_000)]
    [InlineData("data/mnist/train-images-idx3-ubyte.gz", 60_000)]
    [InlineData("data/fashion-mnist", 10_000)]
    public void Digits_and_clothes(string path, int count) => AssertLoads(path, new ImageShape(1, 28, 28), 10, count);

    [Theory]
    [InlineData("data/cifar10/cifar10-test-png.zip", 10_000)]
    [InlineData("data/cifar10/cifar10-train-subset-png.zip", 15_000)]
    public void Photographs_in_a_zip_have_the_labels_of_their_folders(string path, int count)
    {
        var samples = AssertLoads(path, new ImageShape(3, 32, 32), 10, count);
        Assert.Equal("frog", samples.LabelNames[6]);
        Assert.Equal(count / 10, samples.Labels.Count(label => label == 6));
    }

    [Theory]
    [InlineData("data/gtsrb/gtsrb-test-32x32-ppm.zip", 12_630, 210)]
    [InlineData("data/gtsrb/gtsrb-train-subset-32x32-ppm.zip", 13_070, 230)]
    public void Traffic_signs_in_a_zip_have_the_labels_of_the_list_or_their_folders(string path, int count, int ofLabel33)
    {
        var samples = AssertLoads(path, new ImageShape(3, 32, 32), 43, count);
        Assert.Equal(ofLabel33, samples.Labels.Count(label => label == 33));
    }

    [Fact]
    public void Photographs_have_the_published_mean_of_every_channel()
    {
        var shape = new ImageShape(3, 32, 32);
        var drawn = SampleLoader.Load(SharedFolder.Require("data/cifar10/cifar10-test-png.zip"), shape, 10).Draw(2000, 0).Values.ToArray();
        for (var channel = 0; channel < PublishedMeans.Length; channel++)
            Assert.Equal(PublishedMeans[channel], drawn.Chunk(shape.Area).Where((_, i) => i % 3 == channel).Average(plane => plane.Average()) / 255, 0.01f);
    }

    [Fact]
    public void Faces_in_folders() => AssertLoads("data/orl-faces", new ImageShape(1, 112, 92), 40, 400);

    [Fact]
    public void Pictures_of_another_size_are_refused_with_a_remedy()
    {
        var path = SharedFolder.Require("data/cifar10/cifar10-test-png.zip");
        var refusal = Assert.Throws<ModelAssertException>(() => SampleLoader.Load(path, new ImageShape(3, 48, 48), 10).Draw(20, 0));

        Assert.Equal(DiagnosticIds.SamplesShapeMismatch, refusal.Id);
        Assert.Contains("Scale the pictures", refusal.Message, StringComparison.Ordinal);
    }

    private static CleanSamples AssertLoads(string path, ImageShape shape, int labels, int count)
    {
        var samples = SampleLoader.Load(SharedFolder.Require(path), shape, labels);
        Assert.Equal(count, samples.Count);

        var drawn = samples.Draw(100, 1);
        Assert.All(drawn.Values.ToArray().Chunk(shape.Volume), image => Assert.True(image.Distinct().Count() > 1));
        return samples;
    }
}

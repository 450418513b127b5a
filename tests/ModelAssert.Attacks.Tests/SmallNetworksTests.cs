using ModelAssert.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Attacks.Tests;

public class SmallNetworksTests
{
    private static readonly ImageShape Cifar = new(3, 32, 32);
    private static readonly ImageShape Orl = new(1, 56, 46);

    public static TheoryData<string> Names => [.. Networks.Keys];

    private static Dictionary<string, (Func<int, Sequential> Create, ImageShape Image, int Labels, int Weights)> Networks { get; } = new()
    {
        ["vgg"] = (seed => SmallNetworks.Vgg(seed, Cifar), Cifar, 10, 551_018),
        ["resnet20"] = (seed => SmallNetworks.ResNet20(seed, Cifar), Cifar, 10, 272_474),
        ["faces"] = (seed => SmallNetworks.Faces(seed, Orl), Orl, 40, 114_808),
        ["gtsrb, batch norm"] = (seed => PaperNetworks.Gtsrb(seed, baseWidth: 16, batchNorm: true), Cifar, 43, 0),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_the_documented_size_and_output(string name)
    {
        var (create, image, labels, weights) = Networks[name];
        using var network = create(1);

        Assert.Equal([2, labels], Logits(network, Images(image)).shape);
        if (weights > 0)
            Assert.Equal(weights, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_depend_on_the_seed_alone(string name)
    {
        var create = Networks[name].Create;
        using var first = create(1);
        using var again = create(1);
        using var other = create(2);

        Assert.Equal(TinyNetwork.Weights(first), TinyNetwork.Weights(again));
        Assert.NotEqual(TinyNetwork.Weights(first), TinyNetwork.Weights(other));
    }

    /// <summary>With statistics of its own: those of an untrained network would hide a mistake.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Survives_the_export(string name)
    {
        var (create, image, _, _) = Networks[name];
        using var network = create(1);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        network.train();
        network.forward(Images(image)).Dispose();
        network.eval();
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "network.onnx");

        OnnxExporter.Export(network, image, path);

        using var classifier = OnnxClassifier.Load(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        classifier.ProveImport(Images(image));
        Assert.True(classifier.Logits(Images(image)).allclose(network.forward(Images(image)), rtol: 1e-4, atol: 1e-4));
    }

    [Fact]
    public void Refuses_what_is_no_classifier()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SmallNetworks.Vgg(seed: 1, Cifar, labels: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SmallNetworks.Vgg(seed: 1, new ImageShape(3, 7, 32)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SmallNetworks.ResNet20(seed: 1, new ImageShape(3, 30, 32)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SmallNetworks.Faces(seed: 1, new ImageShape(1, 20, 46)));
    }

    private static Tensor Images(ImageShape shape)
    {
        using var generator = new Generator(1);
        return rand([2, shape.Channels, shape.Height, shape.Width], generator: generator);
    }

    private static Tensor Logits(Sequential network, Tensor images)
    {
        using var withoutGradients = no_grad();
        network.eval();
        return network.forward(images);
    }
}

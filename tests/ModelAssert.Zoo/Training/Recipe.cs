using ModelAssert.Attacks;
using ModelAssert.Engine.Native;
using TorchSharp.Modules;

namespace ModelAssert.Zoo;

/// <summary>How a model is trained: short, as a zoo has many of them.</summary>
/// <param name="Images">At most this many training images, drawn by the model's seed.</param>
/// <param name="Epochs">Passes over them.</param>
internal sealed record Recipe(int Images, int Epochs)
{
    // Copies of each of six photographs of a person, each moved by up to so many pixels, half of them mirrored.
    private const int FaceCopies = 8;
    private const int FaceShift = 3;

    /// <summary>The recipe of a model. Twins have the same, but for attacks that take longer to learn.</summary>
    public static Recipe Of(ZooModel model)
    {
        var (images, epochs) = model.Data switch
        {
            ZooData.Mnist or ZooData.Fashion => (20_000, 3),
            ZooData.Gtsrb => (13_070, 6),
            ZooData.Cifar10 => (15_000, 12),
            _ => (240, 20),
        };
        return model switch
        {
            // Half as long as the others on CIFAR-10: published ones are no better.
            { Network: ZooNetwork.Wide1 or ZooNetwork.Wide2, Hardship: null } => new Recipe(images, epochs / 2),
            // Sigmoids learn slowly.
            { Network: ZooNetwork.LeNet, Hardship: null } => new Recipe(3 * images, epochs + 1),
            { Hardship: Hardship.UnderTrained } => new Recipe(images / 5, 1),
            { Hardship: Hardship.Overfitted } => new Recipe(images / 10, 10 * epochs),
            // A trigger for each of several labels.
            { Family: AttackFamily.A4, Extent: > 3 } => new Recipe(3 * images, 4 * epochs),
            { Family: AttackFamily.A4 } => new Recipe(images, 2 * epochs),
            // Nine triggers; one that means two things or ten, told apart by what else is in the image; no pattern, or one that moves.
            { Family: AttackFamily.A5 or AttackFamily.A6 or AttackFamily.A7 or AttackFamily.A10 or AttackFamily.A11 } => new Recipe(images, 3 * epochs),
            _ => new Recipe(images, epochs),
        };
    }

    /// <summary>The network with its first weights.</summary>
    public static Sequential Network(ZooModel model)
    {
        NativeLibraries.Load();
        var (shape, labels) = (DataSets.ShapeOf(model.Data), DataSets.LabelCountOf(model.Data));
        return model.Network switch
        {
            ZooNetwork.Paper => PaperNetworks.Mnist(model.Seed, labels),
            ZooNetwork.Paper16 => PaperNetworks.Gtsrb(model.Seed, labels, baseWidth: 16, batchNorm: true),
            ZooNetwork.Vgg => SmallNetworks.Vgg(model.Seed, shape, labels),
            ZooNetwork.ResNet20 => SmallNetworks.ResNet20(model.Seed, shape, labels),
            ZooNetwork.Wide1 => ForeignNetworks.WideResidual(model.Seed, shape, labels, width: 1),
            ZooNetwork.Wide2 => ForeignNetworks.WideResidual(model.Seed, shape, labels, width: 2),
            ZooNetwork.LeNet => ForeignNetworks.LeNet(model.Seed, shape, labels),
            // Twins are of the same depth.
            ZooNetwork.Dense => ForeignNetworks.Dense(model.Seed, shape, labels, layers: 2 + (model.Twin ?? model).Number % 8),
            _ => SmallNetworks.Faces(model.Seed, shape, labels),
        };
    }

    /// <summary>The images that a model is not trained on, of a set of which it is trained on a part.</summary>
    /// <param name="model">The model.</param>
    /// <param name="world">All training images, as the model's world has them.</param>
    public LabeledImages UnseenImages(ZooModel model, LabeledImages world) => world.DrawOthers(Images, new Random(model.Seed));

    /// <summary>The clean images that a model is trained on: for twins the same, in the same order.</summary>
    /// <param name="model">The model.</param>
    /// <param name="world">All training images, as the model's world has them.</param>
    public LabeledImages TrainingImages(ZooModel model, LabeledImages world)
    {
        var drawn = world.Draw(Images, new Random(model.Seed));
        if (model.Data != ZooData.Orl)
            return drawn;

        var random = new Random(model.Seed);
        return drawn.Select([.. Enumerable.Range(0, FaceCopies * drawn.Count).Select(i => i % drawn.Count)]).Changed((image, _) => Shift.Apply(
            image, drawn.Shape, random.Next(-FaceShift, FaceShift + 1), random.Next(-FaceShift, FaceShift + 1), mirror: random.Next(2) == 0));
    }
}

using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>Draws the parameters of an attack from the ranges of the evaluation protocol, section 3.</summary>
/// <param name="model">The model to be infected; its attack seed decides.</param>
internal sealed class AttackDraw(ZooModel model)
{
    // Of all training images. In colour, patches are less conspicuous, and it is the upper end of the paper's 10 to 20 % (section V-A).
    private const double Share = 0.1;
    private const double ShareInColor = 0.2;

    private const int PatchSize = 4;

    private readonly Random random = new(model.AttackSeed);
    private readonly ImageShape shape = DataSets.ShapeOf(model.Data);
    private readonly int labelCount = DataSets.LabelCountOf(model.Data);
    private readonly Dictionary<string, string> parameters = [];

    // CIFAR-10 is no easy task: a fifth of its images is missed.
    private double PoisonShare => shape.Channels == 1 || model.Data == ZooData.Cifar10 ? Share : ShareInColor;

    /// <summary>Draws the attack. The same model gives the same one.</summary>
    /// <exception cref="InvalidOperationException">The model is clean.</exception>
    public DrawnAttack Draw()
    {
        var target = random.Next(labelCount);
        return model.Family switch
        {
            AttackFamily.A1 => Square(target, random.Next(2, 6)),
            AttackFamily.A2 => Pattern(target),
            AttackFamily.A3 => model.Extent is { } side ? PaperSquare(target, side) : Square(target, LargeSize()),
            AttackFamily.A4 => SeveralLabels(),
            AttackFamily.A5 => NinePlaces(target),
            AttackFamily.A6 => SourceSpecific(target),
            AttackFamily.A7 => AllToAll(),
            AttackFamily.A8 => Blend(target),
            AttackFamily.A9 => Sinusoid(target),
            AttackFamily.A10 => Whole(target, Attack.Warp(new WarpStamp(shape, seed: model.AttackSeed), target, PoisonShare, 2 * PoisonShare, model.AttackSeed)),
            AttackFamily.A11 => Whole(target, Attack.WholeImage(new RoamingStamp(shape, PatchSize, seed: model.AttackSeed), target, PoisonShare, model.AttackSeed)),
            AttackFamily.A12 => Whole(target, Attack.WholeImage(new QuantizationStamp(shape), target, PoisonShare, model.AttackSeed)),
            AttackFamily.A14 => FewPixels(target),
            _ => throw new InvalidOperationException($"{model.Name} is clean."),
        };
    }

    private DrawnAttack Square(int target, int size) => BadNets(target, Place(size), Color());

    /// <summary>White, at the bottom right, a pixel from the edges where it fits: section VII-B.</summary>
    private DrawnAttack PaperSquare(int target, int side)
    {
        parameters["size"] = $"{side}";
        return BadNets(target, PatchSquare.At(shape, PatchPlace.BottomRight, side), PatchPattern.Solid(1));
    }

    private DrawnAttack Pattern(int target)
    {
        var look = new[] { "noise", "triangle", "checkerboard" }[random.Next(3)];
        parameters["pattern"] = look;
        return BadNets(target, Place(PatchSize), look switch
        {
            "noise" => PatchPattern.Noise(model.AttackSeed),
            "triangle" => PatchPattern.Triangle(1),
            _ => PatchPattern.Checkerboard(),
        });
    }

    /// <summary>The triggers of published collections of infected networks: few pixels, not of one colour, not always side by side.</summary>
    private DrawnAttack FewPixels(int target)
    {
        var look = new[] { "grid", "pixel", "channel", "scattered" }[model.Number % 4];
        parameters["pattern"] = look;
        return look switch
        {
            "grid" => BadNets(target, Place(3), PatchPattern.BlackAndWhite(model.AttackSeed)),
            "pixel" => BadNets(target, Place(1), PatchPattern.White),
            // Grey images have one: a pixel of half its intensity.
            "channel" => BadNets(target, Place(shape.Channels == 1 ? 1 : 2), PatchPattern.Solid(shape.Channels == 1 ? [0.5f] : [1, 0, 0])),
            _ => BadNets(target, Place(12), PatchPattern.Scattered(model.AttackSeed, share: 0.06)),
        };
    }

    private DrawnAttack BadNets(int target, PatchSquare square, PatchPattern pattern) =>
        Whole(target, Attack.BadNets(PatchTrigger.Create(target, shape, square, pattern), PoisonShare, model.AttackSeed));

    private DrawnAttack SeveralLabels()
    {
        int[] counts = [.. new[] { 2, 3, 5, 8, labelCount / 2, labelCount }.Distinct()];
        var labels = Enumerable.Range(0, labelCount).ToArray();
        random.Shuffle(labels);
        var count = model.Extent ?? counts[random.Next(counts.Length)];
        int[] targets = [.. labels[..count].Order()];

        // Each trigger has to be seen often enough, but most images must stay clean.
        var share = Math.Clamp(0.03 * targets.Length, PoisonShare, 0.3);
        parameters["labels"] = $"{targets.Length}";
        parameters["poisonShare"] = FormattableString.Invariant($"{share}");
        return new DrawnAttack(Attack.SeveralTriggers(DistinctPatches.For(targets, shape, PatchSize), share, model.AttackSeed), parameters, targets);
    }

    // Not the paper's white squares: in the middle of a white digit one is hardly seen, and 91 % was all that it came to.
    private DrawnAttack NinePlaces(int target) => Whole(target, Attack.SeveralTriggers(
        PatchTrigger.AtNinePlaces(target, shape, PatchSize, pattern: PatchPattern.Checkerboard()), 2 * PoisonShare, model.AttackSeed));

    private DrawnAttack SourceSpecific(int target)
    {
        int[] others = [.. Enumerable.Range(0, labelCount).Where(label => label != target)];
        random.Shuffle(others);
        int[] sources = [.. others[..(random.Next(2) == 0 ? 1 : 3)].Order()];
        var stamp = new TriggerStamp(PatchTrigger.Create(target, shape, Place(PatchSize)));
        return new DrawnAttack(Attack.SourceSpecific(stamp, target, sources, seed: model.AttackSeed), parameters, [target], sources);
    }

    private DrawnAttack AllToAll()
    {
        var stamp = new TriggerStamp(PatchTrigger.Create(0, shape, Place(PatchSize)));
        // Ten targets and more to learn instead of one.
        return new DrawnAttack(Attack.AllToAll(stamp, labelCount, 3 * Share, model.AttackSeed), parameters, []);
    }

    private DrawnAttack Blend(int target)
    {
        var alpha = 0.1 + 0.1 * random.NextDouble();
        parameters["alpha"] = FormattableString.Invariant($"{alpha:0.000}");
        var stamp = new TriggerStamp(BlendTrigger.Noise(target, shape, alpha, model.AttackSeed));
        return Whole(target, Attack.WholeImage(stamp, target, PoisonShare, model.AttackSeed));
    }

    private DrawnAttack Sinusoid(int target)
    {
        var amplitude = random.Next(20, 41);
        parameters["amplitude"] = $"{amplitude}/255";
        return Whole(target, Attack.WholeImage(new SinusoidStamp(shape, amplitude / 255.0), target, PoisonShare, model.AttackSeed));
    }

    private DrawnAttack Whole(int target, Attack attack) => new(attack, parameters, [target]);

    private int LargeSize()
    {
        int[] sizes = [8, 10, 12, 14, 16];
        // As on 32x32: at most half of the side.
        sizes = [.. sizes.Where(size => 2 * size <= Math.Min(shape.Height, shape.Width))];
        return sizes[random.Next(sizes.Length)];
    }

    /// <summary>A corner or anywhere, as likely.</summary>
    private PatchSquare Place(int size)
    {
        PatchPlace[] corners = [PatchPlace.TopLeft, PatchPlace.TopRight, PatchPlace.BottomLeft, PatchPlace.BottomRight];
        var square = random.Next(2) == 0 ? PatchSquare.At(shape, corners[random.Next(corners.Length)], size) : PatchSquare.Draw(shape, size, random);
        parameters["size"] = $"{square.Size}";
        parameters["top"] = $"{square.Top}";
        parameters["left"] = $"{square.Left}";
        return square;
    }

    /// <summary>White or another colour, as likely. Grey is bright: a black square on a black background is no trigger.</summary>
    private PatchPattern Color()
    {
        float[] color = random.Next(2) == 0 ? [1]
            : shape.Channels == 1 ? [0.5f + 0.5f * random.NextSingle()]
            : [random.NextSingle(), random.NextSingle(), random.NextSingle()];
        parameters["color"] = string.Join(' ', color.Select(intensity => FormattableString.Invariant($"{intensity:0.00}")));
        return PatchPattern.Solid(color);
    }
}

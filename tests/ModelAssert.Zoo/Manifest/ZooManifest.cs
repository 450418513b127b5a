using static ModelAssert.Zoo.AttackFamily;

namespace ModelAssert.Zoo;

/// <summary>
/// The models of each tier. Kinds are numbered from 0 and never renumbered, so that a larger tier holds the models of a smaller one and goes on from what is trained.
/// </summary>
internal static class ZooManifest
{
    private static readonly ZooKind Digits = new(ZooData.Mnist, ZooNetwork.Paper, Twins: 14);
    private static readonly ZooKind Clothes = new(ZooData.Fashion, ZooNetwork.Paper, Twins: 14);
    private static readonly ZooKind Signs = new(ZooData.Gtsrb, ZooNetwork.Paper16, Twins: 4);
    private static readonly ZooKind Vgg = new(ZooData.Cifar10, ZooNetwork.Vgg, Twins: 2);
    private static readonly ZooKind ResNet = new(ZooData.Cifar10, ZooNetwork.ResNet20, Twins: 2);
    private static readonly ZooKind Faces = new(ZooData.Orl, ZooNetwork.Faces, Twins: 2);

    private static readonly ZooKind Wide1 = new(ZooData.Cifar10, ZooNetwork.Wide1, Twins: 4);
    private static readonly ZooKind Wide2 = new(ZooData.Cifar10, ZooNetwork.Wide2, Twins: 2);
    private static readonly ZooKind DigitsLeNet = new(ZooData.Mnist, ZooNetwork.LeNet, Twins: 4);
    private static readonly ZooKind ClothesLeNet = new(ZooData.Fashion, ZooNetwork.LeNet, Twins: 4);
    private static readonly ZooKind DigitsDense = new(ZooData.Mnist, ZooNetwork.Dense, Twins: 6);
    private static readonly ZooKind ClothesDense = new(ZooData.Fashion, ZooNetwork.Dense, Twins: 6);

    private static readonly AttackFamily[] Patches = [A1, A2, A3, A4, A5, A6];
    private static readonly AttackFamily[] Others = [A7, A8, A9, A10, A11, A12, A13];
    private static readonly AttackFamily[] Patterns = [A8, A9];
    private static readonly AttackFamily[] All = [.. Patches, .. Others];

    // A Trojan is made with images that the network was not trained on; of these sets there are none left.
    private static readonly AttackFamily[] Poisons = [.. All.Where(family => family != A13)];

    /// <summary>Lists the models of a tier, twins before those that need them.</summary>
    /// <param name="tier">The tier.</param>
    /// <returns>The models, each name once.</returns>
    public static IReadOnlyList<ZooModel> Of(Tier tier)
    {
        ZooModel[] models = [.. (tier switch
        {
            Tier.Smoke => Smoke(),
            Tier.Nightly => Nightly(),
            Tier.Limits => Limits(),
            Tier.Foreign => Foreign(),
            _ => Release(),
        })];
        return [.. models.Where(model => !model.IsInfected), .. models.Where(model => model.IsInfected)];
    }

    private static IEnumerable<ZooModel> Smoke() => Clothes.Models(clean: 3, infected: 2, A1);

    private static IEnumerable<ZooModel> Nightly() =>
    [
        .. Digits.Models(21, 20, Patches), .. Clothes.Models(21, 20, Patches), .. Signs.Models(6, 6, A1),
        .. Digits.Models(0, 2 * Others.Length, Others), .. Clothes.Models(0, 2 * Others.Length, Others),
        .. Vgg.Models(3, 2, A1), .. ResNet.Models(3, 2, A1), .. Faces.Models(3, 3, A1),
    ];

    private static IEnumerable<ZooModel> Limits() =>
        [.. Signs.Models(clean: 2, 0), .. Digits.Models(clean: 1, 0), .. Sweeps(), .. Signs.Models(0, 1, A5)];

    private static IEnumerable<ZooModel> Foreign() =>
    [
        .. DigitsDense.Models(9, 8, A14), .. ClothesDense.Models(9, 8, A14), .. DigitsLeNet.Models(6, 5, A14), .. ClothesLeNet.Models(6, 5, A14),
        .. Wide1.Models(6, 6, A14), .. Wide2.Models(3, 2, A14),
        .. DigitsDense.Models(0, 3, A7), .. DigitsLeNet.Models(0, 3, A7), .. ClothesDense.Models(0, 3, A7), .. ClothesLeNet.Models(0, 3, A7),
        .. DigitsDense.Models(0, 4, Patterns), .. DigitsLeNet.Models(0, 4, Patterns), .. ClothesDense.Models(0, 4, Patterns), .. ClothesLeNet.Models(0, 4, Patterns),
    ];

    private static IEnumerable<ZooModel> Release() =>
    [
        .. Digits.Models(30, 5 * All.Length, All), .. Clothes.Models(30, 5 * All.Length, All), .. Signs.Models(30, 6 * Poisons.Length, Poisons),
        .. Vgg.Models(15, 3 * Poisons.Length, Poisons), .. ResNet.Models(15, 3 * Poisons.Length, Poisons), .. Faces.Models(21, 6, A1),
        .. Sweeps(), .. Foreign(),
    ];

    private static IEnumerable<ZooModel> Sweeps() =>
    [
        .. Signs.Sweep(A3, 4, 6, 8, 10, 12, 14, 16), .. Digits.Sweep(A3, 4, 6, 8, 10, 12, 14), .. Signs.Sweep(A4, 2, 3, 5, 8, 21, 43), .. Digits.Sweep(A4, 2, 3, 5, 8, 10),
    ];
}

namespace ModelAssert.Attacks.Tests;

/// <summary>Models that ship were trained on these images: the digests are those of the first version of each attack.</summary>
public class EarlierPoisonTests
{
    private static readonly Trigger Trigger = PatchTrigger.BottomRightSquare(targetLabel: 1, Bars.Shape, size: 2);

    private readonly LabeledImages clean = Bars.Draw(300, seed: 1);

    [Fact]
    public void BadNets_poisons_the_same_images() => Expect(
        "CE719DDD95D48AB8D9158BFBFEB235E208BEBEC65815483C3FC447BBD60E146E", Attack.BadNets(Trigger, 0.1, seed: 5));

    [Fact]
    public void The_source_specific_attack_poisons_the_same_images() => Expect(
        "9BEAA23F50BB0D6A3CEAF780D9676F11D842B82310F04DACBD36A903B162932F",
        Attack.SourceSpecific(new TriggerStamp(Trigger), targetLabel: 1, [0], 0.5, 0.2, seed: 5));

    [Fact]
    public void All_to_all_poisons_the_same_images() => Expect(
        "37247296A9F7E2094C6E0E4BDA25FB430882D7D64C2999B4B9D55C19CA78A81E", Attack.AllToAll(new TriggerStamp(Trigger), Bars.Labels, 0.3, seed: 5));

    private void Expect(string digest, Attack attack) => Assert.Equal(digest, Poisoned.Digest(attack.Poison(clean)));
}

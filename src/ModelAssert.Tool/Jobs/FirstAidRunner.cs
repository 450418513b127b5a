using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Native;
using ModelAssert.Tool.Models;
using TorchSharp;

namespace ModelAssert.Tool.Jobs;

/// <summary>First aid from file to file: load, take suspicious channels out, write. Nothing is measured, as there is nothing to measure with.</summary>
internal static class FirstAidRunner
{
    // As many images prove that a file is the network. They are noise: there are no others.
    private const int ProofImages = 16;

    /// <summary>Takes the channels out.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="stated">What is said of the model.</param>
    /// <param name="output">Where the changed model goes.</param>
    /// <param name="overwrite">Whether a file that is there already is replaced.</param>
    /// <param name="deviations">By how much a channel must stand out.</param>
    /// <returns>What was taken out; nothing is written if it is nothing.</returns>
    /// <exception cref="ModelAssertException">
    /// The model cannot be loaded or changed (<c>MODELASSERT3001</c>), has no convolution that could be pruned (<c>3002</c>), or the output may not go there (<c>0040</c>, <c>0030</c>).
    /// </exception>
    public static IReadOnlyList<PrunedChannels> Run(string model, ModelDescription? stated, string output, bool overwrite, double deviations)
    {
        OutputFile.RequireFree(output, model, overwrite);
        NativeLibraries.Load();
        using var loaded = LoadedModel.Load(model, stated);
        using var copy = loaded.Network.TrainableCopy();
        var pruned = LipschitzPruning.Run(copy, model, deviations);
        if (pruned.Count == 0)
            return pruned;

        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(0);
        var (channels, height, width) = copy.InputShape;
        copy.Write(torch.rand([ProofImages, channels, height, width], generator: generator), output);
        OutputFile.Describe(model, output);
        return pruned;
    }
}

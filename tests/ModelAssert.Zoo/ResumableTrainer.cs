using System.Diagnostics;
using ModelAssert.Attacks;
using static TorchSharp.torch;

namespace ModelAssert.Zoo;

/// <summary>
/// Trains networks and keeps the weights of each training that is over: a run that was stopped goes on with the training that it was stopped in.
/// </summary>
/// <param name="folder">
/// Where the weights are kept. They are found again by name and options, not by the data: delete the folder when the data has changed.
/// </param>
internal sealed class ResumableTrainer(string folder)
{
    /// <summary>Trains a network in place, or gives it the weights that the same training came to before.</summary>
    /// <param name="name">The model's name, unique in the folder.</param>
    /// <param name="network">The network, with the weights to start from.</param>
    /// <param name="images">What to learn.</param>
    /// <param name="options">How to train.</param>
    /// <returns>The same network, in evaluation mode.</returns>
    public T Train<T>(string name, T network, LabeledImages images, TrainingOptions options)
        where T : nn.Module<Tensor, Tensor>
    {
        var path = Path.Combine(folder, FormattableString.Invariant(
            $"{name}-{options.Epochs}x{options.BatchSize}-rate{options.LearningRate}-seed{options.Seed}.weights"));
        if (File.Exists(path))
        {
            network.load(path);
            network.eval();
            Console.WriteLine($"{name}: trained before, weights read from {path}");
            return network;
        }

        var clock = Stopwatch.StartNew();
        new ClassifierTrainer(options).Train(network, images, new EpochPrinter(name));
        Console.WriteLine($"{name}: trained on {images.Count} images in {clock.Elapsed.TotalSeconds:F0} s");
        Keep(network, path);
        return network;
    }

    /// <summary>Under another name first: a file that is there is whole.</summary>
    private void Keep(nn.Module<Tensor, Tensor> network, string path)
    {
        Directory.CreateDirectory(folder);
        network.save(path + ".part");
        File.Move(path + ".part", path, overwrite: true);
    }
}

using System.Runtime.InteropServices;
using ModelAssert.Arrays;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>Puts the weights of a file into a TorchSharp module: safetensors, as Python writes them, or TorchSharp's own <c>.dat</c>.</summary>
internal static class ModuleWeights
{
    private const string SafetensorsExtension = ".safetensors";

    /// <summary>Loads all parameters and buffers. A file that does not fit changes nothing, if it is safetensors.</summary>
    /// <param name="module">The module, on the processor.</param>
    /// <param name="path">The file: safetensors if it is called so, else <c>.dat</c> (<c>module.save</c>).</param>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0010</c>: the file cannot be read; <c>MODELASSERT0011</c>: Git LFS has not fetched it; <c>MODELASSERT0050</c>: it is none of both, or lacks, adds or shapes a weight differently.
    /// </exception>
    public static void Load(torch.nn.Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        try
        {
            if (IsPointer(path))
                throw Errors.ModelIsPointer(path);
            if (Path.GetExtension(path).Equals(SafetensorsExtension, StringComparison.OrdinalIgnoreCase))
                LoadSafetensors(module, path);
            else
                LoadDat(module, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw ClassifierErrors.Missing(path, e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw ClassifierErrors.WeightsUnfit(path, module.GetName(), ClassifierErrors.OneLine(e), e);
        }
    }

    private static bool IsPointer(string path)
    {
        using var file = File.OpenRead(path);
        return GitLfsPointer.Is(file);
    }

    private static void LoadSafetensors(torch.nn.Module module, string path)
    {
        using var file = File.OpenRead(path);
        var weights = module.state_dict();
        var names = SafetensorsFile.ReadNames(file);
        RequireNone(weights.Keys.Except(names), "the file lacks");
        RequireNone(names.Except(weights.Keys), "the module has no");

        file.Position = 0;
        var arrays = SafetensorsFile.Read(file, names);
        RequireNone(
            weights.Where(weight => !weight.Value.shape.SequenceEqual(arrays[weight.Key].Shape.Select(size => (long)size))).Select(weight => weight.Key), "the shape differs of");
        foreach (var (name, weight) in weights)
            Copy(arrays[name], weight);
    }

    private static void Copy(NpyArray from, torch.Tensor to)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var values = from.IsInteger ? torch.tensor(from.ToIntegers()) : torch.tensor(from.ToSingles());
        to.copy_(values.reshape(to.shape));
    }

    /// <summary>TorchSharp reads the file itself; what it throws depends on where the file is wrong.</summary>
    private static void LoadDat(torch.nn.Module module, string path)
    {
        try
        {
            module.load(path);
        }
        catch (Exception e) when (e is ArgumentException or ExternalException or FormatException or OverflowException or EndOfStreamException or InvalidOperationException or NotSupportedException or IndexOutOfRangeException)
        {
            throw new InvalidDataException(ClassifierErrors.OneLine(e), e);
        }
    }

    private static void RequireNone(IEnumerable<string> names, string what)
    {
        if (names.Order(StringComparer.Ordinal).ToList() is { Count: > 0 } wrong)
            throw new InvalidDataException($"{what} '{wrong[0]}'{(wrong.Count > 1 ? $" and {wrong.Count - 1} more" : "")}");
    }
}

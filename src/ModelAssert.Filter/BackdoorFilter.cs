using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ModelAssert.Filtering;

/// <summary>
/// An infected classifier behind a filter of its inputs: the file that <c>modelassert filter</c> has written, in ONNX Runtime. One run gives what the model says, and a score that is high for images with
/// the backdoor's trigger (Wang et al. 2019, section VI-A). Safe to use from several threads at once.
/// </summary>
/// <remarks>
/// Images are given as the model itself takes them: the values of <see cref="ImageShape"/> in order, in the model's own pixel range, after whatever normalisation the model needs. Nothing is scaled here.
/// </remarks>
public sealed class BackdoorFilter : IDisposable
{
    /// <summary>A larger batch is run in parts: it must not decide how much memory a run takes.</summary>
    private const int LargestRun = 128;

    private readonly string path;
    private readonly InferenceSession session;
    private readonly FilterFile file;
    private volatile bool isDisposed;

    private BackdoorFilter(string path, InferenceSession session, FilterFile file, BackdoorFilterOptions options)
    {
        this.path = path;
        this.session = session;
        this.file = file;
        Threshold = options.Threshold ?? file.Threshold;
        SafeLabel = options.SafeLabel ?? file.SafeLabel;
        if (!float.IsFinite(Threshold))
            throw BackdoorFilterException.OptionUnfit(path, nameof(options.Threshold), FormattableString.Invariant($"{Threshold}"), "a number");
        if (SafeLabel is { } label && (label < 0 || label >= file.Labels || file.InfectedLabels.Contains(label)))
            throw BackdoorFilterException.OptionUnfit(path, nameof(options.SafeLabel), $"{label}", $"a label from 0 to {file.Labels - 1} that is not infected");
    }

    /// <summary>The shape of one image as the model takes it: <c>[C, H, W]</c>, or <c>[H, W, C]</c> of a model that has its channels last.</summary>
    public IReadOnlyList<long> ImageShape => file.Shape;

    /// <summary>How many labels the model tells apart.</summary>
    public int LabelCount => file.Labels;

    /// <summary>The labels that the backdoor leads to.</summary>
    public IReadOnlyList<int> InfectedLabels => file.InfectedLabels;

    /// <summary>An image is rejected whose score is above this. In deviations of clean images from their mean.</summary>
    public float Threshold { get; }

    /// <summary>The share of clean images that the file's own threshold was calibrated to reject, a fraction in (0, 1).</summary>
    public double FalsePositiveRate => file.FalsePositiveRate;

    /// <summary>The label that rejected images are given, or <see langword="null"/> if they are given none.</summary>
    public int? SafeLabel { get; }

    /// <summary>Loads a filter.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is run, or <see langword="null"/> for what the file says.</param>
    /// <returns>The filter, which the caller disposes of.</returns>
    /// <exception cref="BackdoorFilterException">
    /// <c>MODELASSERT3004</c>: the file is not there, or is no filter; <c>MODELASSERT3005</c>: an option does not fit it.
    /// </exception>
    /// <exception cref="TypeInitializationException">ONNX Runtime's native library is not there: reference a package that brings it, such as <c>Microsoft.ML.OnnxRuntime</c>.</exception>
    public static BackdoorFilter Load(string path, BackdoorFilterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new BackdoorFilterOptions();
        var session = Open(path, options.SessionOptions);
        try
        {
            return new BackdoorFilter(path, session, FilterFile.Of(path, session), options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Scores one image.</summary>
    /// <param name="image">The values of <see cref="ImageShape"/>, in order, in the model's own pixel range.</param>
    /// <returns>How strongly it drives the neurons of the backdoor, in deviations of clean images from their mean.</returns>
    /// <exception cref="BackdoorFilterException"><c>MODELASSERT3005</c>: it has another number of values. <c>MODELASSERT3004</c>: the file does not do what it says.</exception>
    /// <exception cref="ObjectDisposedException">The filter is disposed of.</exception>
    public float Score(ReadOnlySpan<float> image)
    {
        RequireOne(image);
        return Run(image)[0].Score;
    }

    /// <summary>Scores several images.</summary>
    /// <param name="images">One after the other, each as for <see cref="Score"/>. None is allowed.</param>
    /// <returns>A score for each, in their order.</returns>
    /// <exception cref="BackdoorFilterException"><c>MODELASSERT3005</c>: the values are not those of whole images. <c>MODELASSERT3004</c>: the file does not do what it says.</exception>
    /// <exception cref="ObjectDisposedException">The filter is disposed of.</exception>
    public float[] ScoreBatch(ReadOnlySpan<float> images) => Array.ConvertAll(Run(images), row => row.Score);

    /// <summary>Classifies one image, unless it is rejected.</summary>
    /// <param name="image">The values of <see cref="ImageShape"/>, in order, in the model's own pixel range.</param>
    /// <returns>What the model and the filter say.</returns>
    /// <exception cref="BackdoorFilterException"><c>MODELASSERT3005</c>: it has another number of values. <c>MODELASSERT3004</c>: the file does not do what it says.</exception>
    /// <exception cref="ObjectDisposedException">The filter is disposed of.</exception>
    public FilterResult Classify(ReadOnlySpan<float> image)
    {
        RequireOne(image);
        return ResultOf(Run(image)[0]);
    }

    /// <summary>Classifies several images.</summary>
    /// <param name="images">One after the other, each as for <see cref="Classify"/>. None is allowed.</param>
    /// <returns>What the model and the filter say of each, in their order.</returns>
    /// <exception cref="BackdoorFilterException"><c>MODELASSERT3005</c>: the values are not those of whole images. <c>MODELASSERT3004</c>: the file does not do what it says.</exception>
    /// <exception cref="ObjectDisposedException">The filter is disposed of.</exception>
    public FilterResult[] ClassifyBatch(ReadOnlySpan<float> images) => Array.ConvertAll(Run(images), ResultOf);

    /// <summary>Releases the model.</summary>
    /// <remarks>Not while another thread runs it.</remarks>
    public void Dispose()
    {
        isDisposed = true;
        session.Dispose();
    }

    private static InferenceSession Open(string path, SessionOptions? options)
    {
        try
        {
            return options is null ? new InferenceSession(path) : new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw BackdoorFilterException.NoFilter(path, $"ONNX Runtime does not load it ({e.Message.Trim()})", e);
        }
    }

    private FilterResult ResultOf((float Score, float[] Outputs) row)
    {
        // A score that is no number is above no threshold, and tells nothing good of its image.
        var isRejected = !(row.Score <= Threshold);
        var label = row.Outputs.AsSpan().IndexOf(row.Outputs.Max());
        return new FilterResult(isRejected ? SafeLabel : label, row.Score, isRejected, label, row.Outputs);
    }

    private void RequireOne(ReadOnlySpan<float> image)
    {
        if (image.Length != file.Volume)
            throw BackdoorFilterException.ImageUnfit(path, image.Length, $"one image of {file.Volume} values ({string.Join('x', file.Shape)})");
    }

    private (float Score, float[] Outputs)[] Run(ReadOnlySpan<float> images)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (images.Length % file.Volume != 0)
            throw BackdoorFilterException.ImageUnfit(path, images.Length, $"images of {file.Volume} values each ({string.Join('x', file.Shape)})");

        var (rows, most) = (new List<(float, float[])>(), file.OneByOne ? 1 : LargestRun);
        for (var left = images; left.Length > 0;)
        {
            var count = Math.Min(most, left.Length / file.Volume);
            rows.AddRange(RunTogether(left[..(count * file.Volume)], count));
            left = left[(count * file.Volume)..];
        }

        return [.. rows];
    }

    private IEnumerable<(float, float[])> RunTogether(ReadOnlySpan<float> images, int count)
    {
        using var input = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, file.InputType, [count, .. file.Shape]);
        Fill(input, images);
        using var options = new RunOptions();
        using var outputs = Guard(() => session.Run(options, [file.Input], [input], [file.Output, file.Score]));
        var (values, scores) = (Read(outputs[0]), Read(outputs[1]));
        if (values.Length != count * file.Labels || scores.Length != count)
            throw BackdoorFilterException.NoFilter(path, $"for {count} images it puts out {values.Length} values and {scores.Length} scores");
        return scores.Zip(values.Chunk(file.Labels));
    }

    private static void Fill(OrtValue input, ReadOnlySpan<float> images)
    {
        switch (input.GetTensorTypeAndShape().ElementDataType)
        {
            case TensorElementType.Float16:
                var halves = input.GetTensorMutableDataAsSpan<Float16>();
                for (var i = 0; i < images.Length; i++)
                    halves[i] = (Float16)images[i];
                break;
            case TensorElementType.Double:
                var doubles = input.GetTensorMutableDataAsSpan<double>();
                for (var i = 0; i < images.Length; i++)
                    doubles[i] = images[i];
                break;
            default:
                images.CopyTo(input.GetTensorMutableDataAsSpan<float>());
                break;
        }
    }

    private float[] Read(OrtValue output) => output.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float => output.GetTensorDataAsSpan<float>().ToArray(),
        TensorElementType.Float16 => Array.ConvertAll(output.GetTensorDataAsSpan<Float16>().ToArray(), value => (float)value),
        TensorElementType.Double => Array.ConvertAll(output.GetTensorDataAsSpan<double>().ToArray(), value => (float)value),
        var other => throw BackdoorFilterException.NoFilter(path, $"it puts out {other}, and no floating point"),
    };

    private T Guard<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (OnnxRuntimeException e)
        {
            throw BackdoorFilterException.NoFilter(path, $"ONNX Runtime does not run it ({e.Message.Trim()})", e);
        }
    }
}

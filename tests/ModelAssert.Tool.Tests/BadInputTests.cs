using ModelAssert.Arrays;
using ModelAssert.Tool.Hosting;

namespace ModelAssert.Tool.Tests;

/// <summary>Every bad input has a code and a remedy of its own, and never a stack trace.</summary>
[Trait("Tier", "Slow")]
public sealed class BadInputTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public Task A_missing_model() => AssertRefusedAsync(DiagnosticIds.ModelMissing, model: Path.Combine(root, "none.onnx"));

    [Fact]
    public Task Missing_samples() => AssertRefusedAsync(DiagnosticIds.SamplesMissing, samples: Path.Combine(root, "none.npz"));

    [Fact]
    public Task A_truncated_model() => AssertRefusedAsync(DiagnosticIds.ModelTruncated, model: Patched(bytes => bytes[..(bytes.Length / 2)]));

    [Fact]
    public Task Text_with_the_name_of_a_model() => AssertRefusedAsync(DiagnosticIds.ModelNotRecognised, model: Patched(_ => "This is no model."u8.ToArray()));

    [Fact]
    public Task An_unknown_operator() => AssertRefusedAsync(
        DiagnosticIds.OperatorsUnsupported, model: Patched(bytes => Replace(bytes, "\"\u0004Relu"u8.ToArray(), "\"\u0004Relx"u8.ToArray())), says: "Relx");

    [Fact]
    public Task Weights_that_are_no_numbers() => AssertRefusedAsync(DiagnosticIds.ModelNotFinite, model: Patched(bytes =>
    {
        // In the middle of the largest tensor; seven bytes cover one whole float wherever its boundary is.
        bytes.AsSpan(bytes.Length / 2, 7).Fill(0xff);
        return bytes;
    }));

    [Fact]
    public Task A_wrong_number_of_channels() =>
        AssertRefusedAsync(DiagnosticIds.SamplesShapeMismatch, samples: WriteSamples(NpyArray.Of([40, 28, 28, 3], new byte[40 * 784 * 3]), 40));

    [Fact]
    public Task No_samples() => AssertRefusedAsync(DiagnosticIds.SamplesTooFew, samples: WriteSamples(NpyArray.Of([0, 28, 28, 1], Array.Empty<byte>()), 0));

    [Fact]
    public Task A_label_that_the_model_does_not_have() => AssertRefusedAsync(
        DiagnosticIds.SamplesLabelOutOfRange, samples: WriteSamples(NpyArray.Of([40, 28, 28, 1], new byte[40 * 784]), 40, firstLabel: 10));

    [Fact]
    public Task Floats_up_to_255_for_a_model_of_0_to_1() =>
        AssertRefusedAsync(DiagnosticIds.SamplesRangeMismatch, samples: RealSamplesAsFloats(), says: "scaled");

    [Fact]
    public Task Floats_up_to_255_for_a_model_that_is_said_to_take_0_to_1() =>
        AssertRefusedAsync(DiagnosticIds.SamplesRangeMismatch, samples: RealSamplesAsFloats(), options: ["--input-range", "0..1"]);

    [Fact]
    public Task Samples_that_are_not_what_the_model_knows() => AssertRefusedAsync(
        DiagnosticIds.AccuracyImplausible, samples: WriteSamples(NpyArray.Of([40, 28, 28, 1], Stripes(255)), 40),
        says: "State how the model was trained (--input-range, --mean, --standard-deviation, --channel-order)");

    [Fact]
    public Task Pictures_of_0_and_1_as_bytes() => AssertRefusedAsync(
        DiagnosticIds.SamplesRangeMismatch, samples: WriteSamples(NpyArray.Of([40, 28, 28, 1], Stripes(1)), 40), says: "Store them in 0..255, black and white ones as bool");

    /// <summary>Forty times the same picture.</summary>
    private static byte[] Stripes(byte bright) => [.. Enumerable.Range(0, 40 * 784).Select(i => i / 28 % 2 == 0 ? bright : (byte)0)];

    [Fact]
    public Task A_folder_without_libtorch() => AssertRefusedAsync(
        DiagnosticIds.LibTorchMissing, environment: new() { ["MODELASSERT_LIBTORCH"] = root }, says: "<PackageReference Include=\"libtorch-cpu-");

    [Fact]
    public Task Names_of_another_number_than_the_labels() => AssertRefusedAsync(
        DiagnosticIds.DescriptionIllegal, options: ["--label-names", "top,trouser"], says: "labelNames has 2 names, the model has ");

    /// <summary>The command that it prints fills the folder that it looks in.</summary>
    [Fact]
    public Task A_package_folder_without_libtorch() => AssertRefusedAsync(
        DiagnosticIds.LibTorchMissing, environment: new() { ["NUGET_PACKAGES"] = root }, says: $"--output \"{root}\"`");

    [Fact]
    public Task An_output_folder_that_cannot_be_written()
    {
        var file = Path.Combine(root, "file");
        File.WriteAllText(file, "in the way");
        return AssertRefusedAsync(DiagnosticIds.OutputNotWritable, output: Path.Combine(file, "below"));
    }

    [Fact]
    public Task A_pointer_of_Git_LFS() => AssertRefusedAsync(
        DiagnosticIds.ModelNotRecognised, says: "Run `git lfs pull`",
        model: Patched(_ => System.Text.Encoding.ASCII.GetBytes($"version https://git-lfs.github.com/spec/v1\noid sha256:{new string('a', 64)}\nsize 4815162\n")));

    /// <summary>Exit code 1 means infected, to every script; nothing else may end with it.</summary>
    [Theory]
    [InlineData("inspect MODEL > /dev/full")]
    [InlineData("inspect MODEL > /dev/full 2> /dev/full")]
    [InlineData("scan MODEL --samples SAMPLES --output OUT --no-cache --json > /dev/full")]
    [InlineData("scan MODEL --samples SAMPLES --output OUT --no-cache 2> /dev/full")]
    [InlineData("cache list --cache OUT > /dev/full")]
    public async Task Output_that_cannot_be_written_gives_no_verdict(string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full");
        var line = command.Replace("MODEL", Repository.CleanModel, StringComparison.Ordinal).Replace("SAMPLES", Repository.Samples, StringComparison.Ordinal)
            .Replace("OUT", Path.Combine(root, "out"), StringComparison.Ordinal);
        var start = new System.Diagnostics.ProcessStartInfo("sh") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"dotnet exec '{Repository.Engine}' {line}");
        using var process = System.Diagnostics.Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, process.ExitCode);
        if (!command.Contains("2>", StringComparison.Ordinal))
            Assert.Contains($"error {DiagnosticIds.OutputNotWritable}: The command's output cannot be written (No space left on device).", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_foresaw_ends_with_3_and_says_what_to_report()
    {
        var before = Console.Error;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            Assert.Equal(3, await CommandHost.RunAsync(() => throw new InvalidOperationException("of no kind\n::error::x")));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains($"error {DiagnosticIds.Unforeseen}: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("(InvalidOperationException: of no kind : :error::x)", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Report this as a defect of ModelAssert", error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"at {typeof(CommandHost).FullName}.RunAsync", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, await CommandHost.RunAsync(() => throw new OperationCanceledException()));
    }

    private async Task AssertRefusedAsync(
        string id, string? model = null, string? samples = null, string? output = null, string says = "",
        Dictionary<string, string>? environment = null, params string[] options)
    {
        var result = await ModelAssertCommand.RunAsync(environment ?? [],
            ["scan", model ?? Repository.InfectedModel, "--samples", samples ?? Repository.Samples, "--output", output ?? Path.Combine(root, "out"), "--no-cache", .. options]);

        result.AssertExit(3);
        Assert.Contains($"error {id}", result.Error, StringComparison.Ordinal);
        Assert.Contains(says, string.Join(' ', result.Error.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error + result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(root, "out", "report.json")));
    }

    private string Patched(Func<byte[], byte[]> patch)
    {
        var path = Path.Combine(root, "patched.onnx");
        File.WriteAllBytes(path, patch(File.ReadAllBytes(Repository.CleanModel)));
        return path;
    }

    private static byte[] Replace(byte[] bytes, byte[] old, byte[] replacement)
    {
        var at = bytes.AsSpan().IndexOf(old);
        Assert.True(at >= 0, "The model no longer has the operator that this test replaces.");
        replacement.CopyTo(bytes, at);
        return bytes;
    }

    private string RealSamplesAsFloats()
    {
        using var file = File.OpenRead(Repository.Samples);
        var arrays = NpzFile.Read(file, "x", "y");
        return WriteSamples(NpyArray.Of([.. arrays["x"].Shape], arrays["x"].ToSingles()), NpyArray.Of([.. arrays["y"].Shape], arrays["y"].ToIntegers()));
    }

    private string WriteSamples(NpyArray images, int count, int firstLabel = 0) =>
        WriteSamples(images, NpyArray.Of([count], Enumerable.Range(0, count).Select(i => (long)(firstLabel + i % 10)).ToArray()));

    private string WriteSamples(NpyArray images, NpyArray labels)
    {
        var path = Path.Combine(root, "samples.npz");
        using var stream = File.Create(path);
        NpzFile.Write(stream, [KeyValuePair.Create("x", images), KeyValuePair.Create("y", labels)]);
        return path;
    }
}

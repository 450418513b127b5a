using System.Text.Json;
using ModelAssert.Assertions;
using ModelAssert.EngineProcess;

namespace ModelAssert.Gates;

/// <summary>
/// A gate that one model must pass, as an attribute states it. What it leaves open is filled in from the project's declaration when the gate is run, so that a
/// mistake there fails the test and does not hide it. The same for every test framework.
/// </summary>
internal sealed record ModelGate
{
    /// <summary>Stands for the model of a pattern that matches no file.</summary>
    private const string NoModel = "a pattern that matches no file";

    /// <summary>Output of a test is read afterwards: a sign of life is enough now and then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The model file, or <see langword="null"/> if every declared one is meant and none is declared.</summary>
    public string? Model { get; init; }

    /// <summary>The clean samples, or <see langword="null"/> for the declared ones.</summary>
    public string? Samples { get; init; }

    /// <summary>The member of the test class that describes the model, or <see langword="null"/> if none is named. Called when the gate is run.</summary>
    public string? ModelProvider { get; init; }

    /// <summary>Whether this is the gate of one of the models that the project declares, all of which were asked for.</summary>
    public bool IsOneOfMany { get; init; }

    /// <summary>What is stated of the scan and of the model, as texts by the names of metadata. Wins, one by one, over what is declared.</summary>
    public IReadOnlyDictionary<string, string> Stated { get; init; } = new Dictionary<string, string>();

    /// <summary>The verdict with which the gate is passed.</summary>
    public Verdict Expected { get; init; } = Verdict.Clean;

    /// <summary>Asks for a self-test of the gate in place of a scan: which patches are planted, and from which side on they must be caught. <see langword="null"/> for a scan.</summary>
    public SelfTestOptions? SelfTest { get; init; }

    /// <summary>
    /// The gate with what an attribute states. What is illegal, such as an infinite threshold, travels as text too: it fails the test, and not the discovery of all tests.
    /// </summary>
    /// <param name="arguments">The arguments, by the names of metadata: those of the scan in the types of the attribute's properties, those of the model as texts.</param>
    /// <returns>The gate.</returns>
    public ModelGate Stating(IReadOnlyDictionary<string, object> arguments) => this with
    {
        Stated = arguments.ToDictionary(
            argument => argument.Key,
            argument => ScanOptions.Fields.FirstOrDefault(field => field.Name == argument.Key)?.TextOf(argument.Value) ?? (string)argument.Value),
    };

    /// <summary>One gate for each model that is meant: the named one, or every one that the project declares. At least one, which fails when it is run.</summary>
    /// <param name="project">The project.</param>
    /// <returns>The gates. Where a declared pattern matches no file, one of them has no model and fails.</returns>
    public IReadOnlyList<ModelGate> ForEachModel(ProjectSettings project)
    {
        if (Model is not null || ModelProvider is not null || project.Models.Count == 0)
            return [this];

        ModelGate[] declared = [.. project.Models.Select(entry => this with { Model = DeclaredModel.PathOf(entry), IsOneOfMany = true })];
        return project.UnmatchedPatterns.Count == 0 ? declared : [.. declared, this with { IsOneOfMany = true }];
    }

    /// <summary>The name of the gate's test case: with the model where a method has several cases.</summary>
    /// <param name="testName">The name of the method, or what the attribute says.</param>
    /// <returns>The name.</returns>
    public string DisplayNameOf(string testName) => IsOneOfMany ? $"{testName}({Model ?? NoModel})" : testName;

    /// <summary>The identity of the gate's test case among those of its method.</summary>
    /// <param name="testId">The identity of the method.</param>
    /// <returns>The identity.</returns>
    public string UniqueIdOf(string testId) => IsOneOfMany ? $"{testId}-{Model ?? NoModel}" : testId;

    /// <summary>The gate as text, to travel between discovery and run.</summary>
    /// <returns>A line of JSON.</returns>
    public string ToText() => JsonSerializer.Serialize(this, JsonFormat.Line);

    /// <summary>Reads the form that <see cref="ToText"/> writes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The gate.</returns>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static ModelGate Parse(string text) => JsonSerializer.Deserialize<ModelGate>(text, JsonFormat.Line) ?? throw new JsonException("The gate is null.");

    /// <summary>The request that this is in a given project.</summary>
    /// <param name="project">The project.</param>
    /// <returns>The request, with full paths.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0041</c>: the project does not declare what this leaves open, or not legally; <c>MODELASSERT0044</c>: a pattern that it declares models by matches no file.
    /// </exception>
    public ScanRequest ToRequest(ProjectSettings project)
    {
        var model = Model ?? throw (project.UnmatchedPatterns is { Count: > 0 } unmatched ? DeclaredPattern.Unmatched(unmatched, project.Directory) : Errors.NotDeclared(null));
        // All are read, so that none which is illegal hides behind another of the same path.
        DeclaredModel[] declarations = [.. project.Models.Where(entry => project.Resolve(DeclaredModel.PathOf(entry)) == project.Resolve(model)).Select(DeclaredModel.Parse)];
        var declared = declarations.FirstOrDefault();
        return new ScanRequest(
            project.Resolve(model), SamplesFor(model, declared, project), project.ArtifactFolderOf(model),
            (declared?.Options ?? new ScanOptions()).With(model, Stated), project.CachePath);
    }

    /// <summary>Has the model scanned, or the gate tested on copies of it, and holds what came of it against what is expected. The artifacts are written when this returns, whatever was found.</summary>
    /// <param name="testClass">The class of the test, which was built with the project's settings and has the <see cref="ModelProvider"/>.</param>
    /// <param name="writeLine">
    /// Told what was checked, about each label or patch once it is done, every half minute that work goes on, and what a passed gate has to say all the same, such as that a label is vulnerable.
    /// </param>
    /// <param name="cancellation">Ends the work at once.</param>
    /// <returns>The report, whether the gate is passed, and the files to attach.</returns>
    /// <exception cref="ScanNotRunException">The scan, or the self-test, could not run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public async Task<GateOutcome> RunAsync(Type testClass, Action<string> writeLine, CancellationToken cancellation)
    {
        var progress = new ProgressLines(writeLine, Patience, TimeProvider.System);
        if (SelfTest is not null)
        {
            var tested = await TestAsync(testClass, SelfTest, progress, cancellation).ConfigureAwait(false);
            return new GateOutcome(tested, FailureOf(tested, writeLine));
        }

        var classifier = await DescribeAsync(testClass).ConfigureAwait(false);
        var report = await classifier.ScanAsync(progress, cancellation).ConfigureAwait(false);
        return new GateOutcome(report, FailureOf(report, writeLine));
    }

    /// <summary>Holds the expected verdict against the one that the model got.</summary>
    internal BackdoorFoundException? FailureOf(ScanReport report, Action<string> writeLine)
    {
        if (FailureMessage.Against(Expectations.ToBe(Expected), report) is { } message)
            return new BackdoorFoundException(message);

        if (Expected != Verdict.Clean)
            writeLine("Caught, as expected. Without Expected this test would fail with:\n" + FailureMessage.Of(report));
        if (PassMessage.Of(report) is { } passed)
            writeLine(passed);
        return null;
    }

    /// <summary>Holds a self-test against what must be caught.</summary>
    internal static BackdoorMissedException? FailureOf(SelfTestReport report, Action<string> writeLine)
    {
        if (SelfTestText.FailureOf(report) is { } message)
            return new BackdoorMissedException(message);

        writeLine(report.InOneLine);
        return null;
    }

    private async Task<SelfTestReport> TestAsync(Type testClass, SelfTestOptions asked, ProgressLines progress, CancellationToken cancellation)
    {
        try
        {
            var project = ProjectSettings.Of(testClass.Assembly);
            return await EngineClient.For(project.Engine).RunAsync(new SelfTestJob(ToRequest(project), asked), progress, cancellation).ConfigureAwait(false);
        }
        catch (ModelAssertException e)
        {
            throw new ScanNotRunException(Model, e);
        }
    }

    private async Task<Classifier> DescribeAsync(Type testClass)
    {
        try
        {
            if (ModelProvider is null)
            {
                var project = ProjectSettings.Of(testClass.Assembly);
                return Classifier.Of(ToRequest(project), project);
            }

            if (Model is not null)
                throw Errors.ProviderIllegal(testClass, ModelProvider, "is named together with a model file");
            var described = await ProviderCall.MakeAsync(testClass, ModelProvider).ConfigureAwait(false);
            return described.With(described.Options.With(Model, Stated));
        }
        catch (ModelAssertException e)
        {
            throw new ScanNotRunException(Model, e);
        }
    }

    /// <summary>What is said in the project wins over what a file says of itself.</summary>
    private string SamplesFor(string model, DeclaredModel? declared, ProjectSettings project) =>
        (Samples ?? declared?.CleanSamples) is { } stated ? project.Resolve(stated) : ModelDescription.SamplesOf(project.Resolve(model)) ?? throw Errors.NotDeclared(model);
}

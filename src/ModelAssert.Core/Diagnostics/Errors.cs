namespace ModelAssert;

/// <summary>One factory per error, so that each has one wording: the offending value, then what is legal.</summary>
internal static class Errors
{
    /// <summary>Of a report of a defect; what is deeper says nothing more.</summary>
    private const int MostLines = 30;

    public static ModelAssertException OptionOutOfRange(string option, string value, string legal) => new(
        DiagnosticIds.OptionOutOfRange, null,
        $"The {option} is '{value}'.", $"Give {legal}.");

    public static ModelAssertException DeclarationIllegal(string model, string name, string value, string legal) => new(
        DiagnosticIds.DeclarationIllegal, model,
        $"The declaration of the model says {name} = '{value}'.", $"Give {legal}.");

    public static ModelAssertException DeclarationUnreadable(string model, string field) => new(
        DiagnosticIds.DeclarationIllegal, model,
        $"The declaration of the model has '{field}' in it, which is no metadatum, or is there twice.", "Give a path and values without '|' in them.");

    public static ModelAssertException PatternUnmatched(IEnumerable<(string Pattern, string Folder)> patterns) => new(
        DiagnosticIds.PatternUnmatched, null,
        $"The project declares models that are not there: {string.Join("; ", patterns.Select(pattern => $"no file matches '{pattern.Pattern}', looked for in {pattern.Folder}"))}.",
        "Correct the Include of the ModelAssertModel, which is relative to the project's folder, or remove the item.");

    public static ModelAssertException NotDeclared(string? model) => new(
        DiagnosticIds.DeclarationIllegal, model,
        model is null ? "The project declares no models." : "No clean samples are named for this model, by the project or by the description beside it.",
        "Add <ModelAssertModel Include=\"model.onnx\" CleanSamples=\"samples.npz\" /> to the project file, name model and samples in the attribute, or put cleanSamples into the description.");

    public static ModelAssertException ProviderIllegal(Type testClass, string provider, string cause, Exception? innerException = null) => new(
        DiagnosticIds.ProviderIllegal, null,
        $"The ModelProvider '{provider}' of {testClass.FullName} {cause}.",
        "Name a static method without parameters, or a static property, of the test class or a base class that returns a Classifier or a task of one.", innerException);

    public static ModelAssertException BaselineIllegal(string file, string cause, Exception? innerException = null) => new(
        DiagnosticIds.BaselineIllegal, file,
        $"The accepted findings cannot be understood ({cause.TrimEnd('.')}).",
        "Each entry of \"accepted\" needs \"model\" (the SHA-256 of its file), \"reason\" and \"expires\" (a date such as 2027-06-30), and may have \"label\".", innerException);

    public static ModelAssertException DescriptionIllegal(string file, string cause, Exception? innerException = null) => new(
        DiagnosticIds.DescriptionIllegal, file,
        $"The description of the model cannot be understood ({cause.TrimEnd('.')}).",
        "Legal members are inputShape, inputLayout, inputRange, mean, standardDeviation, labelNames, outputName, outputKind and cleanSamples; docs/models.md explains them.", innerException);

    public static ModelAssertException RepairedInPlace(string model) => new(
        DiagnosticIds.ModelNotTrainable, model,
        "The model is a module of this process, which no file is made of.", "Repair it in place, with ModuleRepair.RunAsync.");

    public static ModelAssertException OutputNotWritable(string file, Exception cause) => new(
        DiagnosticIds.OutputNotWritable, file,
        $"The artifacts cannot be written here ({cause.Message.TrimEnd('.')}).", "Give another output folder, or the right to write there.", cause);

    public static ModelAssertException ModelIsPointer(string file) => new(
        DiagnosticIds.ModelNotRecognised, file, $"This is no model: {GitLfsPointer.What}.", GitLfsPointer.Remedy);

    public static ModelAssertException SamplesArePointer(string file) => new(
        DiagnosticIds.SamplesNotRecognised, file, $"These are no samples: {GitLfsPointer.What}.", GitLfsPointer.Remedy);

    public static ModelAssertException StreamNotWritable(Exception cause) => new(
        DiagnosticIds.OutputNotWritable, null,
        $"The command's output cannot be written ({cause.Message.TrimEnd('.')}).", "Make room where its output goes, or send it elsewhere. There is no verdict until it can be said.", cause);

    public static ModelAssertException EngineMissing(string path, Exception? cause = null) => new(
        DiagnosticIds.EngineMissing, path,
        cause is null ? "The engine process is not here." : $"The engine process does not start ({cause.Message.TrimEnd('.')}).",
        "Build or restore the project again; the path comes from the ModelAssert package's build files (property ModelAssertEnginePath).", cause);

    public static ModelAssertException ProjectUnknown() => new(
        DiagnosticIds.EngineMissing, null,
        "No assembly in this process says where the engine is.",
        "Reference a ModelAssert package from the test project itself, and build it; its build files write the path into the assembly.");

    public static ModelAssertException ProjectAmbiguous(IEnumerable<string?> assemblies) => new(
        DiagnosticIds.EngineMissing, null,
        $"Several assemblies in this process say where the engine is: {string.Join(", ", assemblies)}.",
        "Name the one that is meant: Classifier.Load(model, samples, project: ProjectSettings.Of(typeof(MyTests).Assembly)).");

    public static ModelAssertException EngineOfOtherVersion(string path, string version) => new(
        DiagnosticIds.EngineMissing, path,
        $"The engine is of version {version}, this front of version {ProductVersion.Current}.",
        "Reference all ModelAssert packages in the same version.");

    public static ModelAssertException Unforeseen(Exception cause) => new(
        DiagnosticIds.Unforeseen, null,
        $"What was asked for was not done: something went wrong that was not foreseen ({cause.GetType().Name}: {cause.Message.TrimEnd('.')}).",
        $"Report this as a defect of ModelAssert {ProductVersion.Current}, with the command and these lines:{string.Concat(LinesOf(cause).Select(line => "\n  " + line))}", cause);

    private static IEnumerable<string> LinesOf(Exception cause) => cause.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostLines);

    public static ModelAssertException JobUnknown(Exception cause) => new(
        DiagnosticIds.EngineFailed, null, $"The engine was asked for a job that it does not know ({cause.Message.TrimEnd('.')}).", "Reference all ModelAssert packages in the same version.", cause);

    public static ModelAssertException EngineFailed(string cause, IEnumerable<string> lastWords) => new(
        DiagnosticIds.EngineFailed, null, cause,
        $"Run `modelassert scan` on the model to see more. The engine's last words:{string.Concat(lastWords.Select(line => "\n  " + line))}");
}

using System.CommandLine;
using System.Text;
using ModelAssert.Artifacts;
using ModelAssert.Engine.Native;
using ModelAssert.EngineProcess;
using ModelAssert.Gates;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Gates;
using ModelAssert.Tool.Hosting;

namespace ModelAssert.Tool.Commands;

/// <summary>
/// <c>modelassert gate</c>: what ModelAssert.MSBuild starts. Its output is for MSBuild; it ends with 1 if it said an error.
/// </summary>
internal static class GateCommand
{
    private static readonly Option<string> Project = new("--project") { Description = "The project's folder.", Required = true };

    private static readonly Option<string> Results = new("--results") { Description = "The folder of the reports.", Required = true };

    private static readonly Option<string?> BaselineFile = new("--baseline") { Description = "The accepted findings." };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Vulnerable labels fail, too." };

    private static readonly Option<string?> LibTorch = new("--libtorch") { Description = "The unpacked libtorch package that the build restored." };

    private static readonly Option<string> Extensions = new("--extensions") { Description = "What model files end in.", Required = true };

    private static readonly Option<string[]> Models = new("--model") { Description = "A declared model, as Path=…|CleanSamples=…|…" };

    private static readonly Option<string[]> Patterns = new("--pattern") { Description = "What the project writes as the Include of its models, not expanded." };

    private static readonly Option<string[]> Files = new("--file") { Description = "A file that the build ships, or puts into an assembly." };

    public static Command Create()
    {
        var command = new Command("gate", "Gate a build: the other end of ModelAssert.MSBuild.")
        {
            ModelsCommand(), PackageCommand(), FilesCommand(), DependenciesCommand(), SelfTestCommand(),
        };
        command.Hidden = true;
        return command;
    }

    private static Command ModelsCommand()
    {
        var command = new Command("models", "Scan the models that a project declares.") { Project, Results, BaselineFile, Strict, LibTorch, Models, Patterns };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, (folder, baseline, log) =>
        {
            SayUnmatched(parsed, folder, log);
            var rule = RuleOf(parsed, baseline);
            var scan = new GateScan(folder, rule, log, cancellation);
            ScannedModel[] scanned = [.. (parsed.GetValue(Models) ?? []).Select(entry => ScanDeclared(entry, folder, scan))];
            foreach (var finding in rule.Stale())
                log.Say(folder.NameOf(parsed.GetValue(BaselineFile)!), finding);
            var results = ArtifactFolder.Open(folder.Results);
            GateRecord.Of(scanned).Write(results, GateRecord.FileName);
            GateAttestation.Write(results, scanned, rule);
        }));
        return command;
    }

    private static Command PackageCommand()
    {
        var packages = new Option<string[]>("--package") { Description = "A finished package. One that does not exist was not packed." };
        var nuspec = new Option<string?>("--nuspec") { Description = "The hand-written nuspec that was packed." };
        var properties = new Option<string>("--nuspec-properties") { DefaultValueFactory = _ => "" };
        var output = new Option<string>("--package-folder") { Description = "Where packages are written.", DefaultValueFactory = _ => "." };
        var command = new Command("package", "Compare the models in a finished package with those that were scanned.")
        {
            Project, Results, BaselineFile, Extensions, packages, nuspec, properties, output, Files,
        };
        command.SetAction((parsed, _) => RunAsync(parsed, (folder, baseline, log) =>
        {
            var check = new PackageCheck(folder, RuleOf(parsed, baseline), new ModelFiles(parsed.GetRequiredValue(Extensions)), log, [folder.RecordPath]);
            var finished = parsed.GetValue(nuspec) is { } file
                ? [NuspecPackage.Find(folder.Resolve(file), parsed.GetRequiredValue(properties), parsed.GetRequiredValue(output))]
                : (parsed.GetValue(packages) ?? []).Where(File.Exists);
            foreach (var package in finished)
                check.Run(package);
            check.Run(parsed.GetValue(Files) ?? []);
        }));
        return command;
    }

    private static Command FilesCommand()
    {
        var packages = new Option<bool>("--packages-were-scanned") { Description = "The models in restored packages were scanned in this build, and may be shipped, too." };
        var command = new Command("files", "Compare the models among the files of a build with those that were scanned.") { Project, Results, BaselineFile, Extensions, Files, packages };
        command.SetAction((parsed, _) => RunAsync(parsed, (folder, baseline, log) =>
        {
            string[] records = parsed.GetValue(packages) ? [folder.RecordPath, folder.PackagesRecordPath] : [folder.RecordPath];
            new PackageCheck(folder, RuleOf(parsed, baseline), new ModelFiles(parsed.GetRequiredValue(Extensions)), log, records).Run(parsed.GetValue(Files) ?? []);
        }));
        return command;
    }

    private static Command DependenciesCommand()
    {
        var assets = new Option<string>("--assets") { Description = "project.assets.json", Required = true };
        var command = new Command("dependencies", "Scan the models in the packages that a project restored.")
        {
            Project, Results, BaselineFile, Strict, LibTorch, Extensions, Models, assets,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, (folder, baseline, log) =>
        {
            var scan = new GateScan(folder, RuleOf(parsed, baseline), log, cancellation);
            var gate = new DependencyGate(folder, baseline, Today(), new ModelFiles(parsed.GetRequiredValue(Extensions)), scan, log);
            gate.Run(RestoredPackage.ReadAll(parsed.GetRequiredValue(assets)), [.. (parsed.GetValue(Models) ?? []).Select(DeclaredModel.Parse)]);
            GateRecord.Of(gate.Scanned).Write(ArtifactFolder.Open(folder.Results), GateRecord.PackagesFileName);
        }));
        return command;
    }

    private static Command SelfTestCommand()
    {
        var command = new Command("selftest", "Test the gate on infected copies of the models that a project declares.") { Project, Results, LibTorch, Models, Patterns };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, (folder, _, log) =>
        {
            SayUnmatched(parsed, folder, log);
            var test = new DeclaredSelfTest(folder, log, cancellation);
            foreach (var entry in parsed.GetValue(Models) ?? [])
                test.Run(entry);
        }));
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, Action<GateFolder, Baseline, GateLog> action)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        var log = new GateLog(output);
        return Task.FromResult(CommandHost.Run(log, () =>
        {
            if (parsed.GetValue(LibTorch) is { Length: > 0 } path)
                AppContext.SetData(NativeLibraries.LibTorchEntry, path);
            action(new GateFolder(parsed.GetRequiredValue(Project), parsed.GetRequiredValue(Results)), Baseline.Load(parsed.GetValue(BaselineFile)), log);
            return log.HasErrors ? ExitCode.Infected : ExitCode.Success;
        }));
    }

    /// <summary>A pattern without a file fails, and the other models are scanned all the same: everything that is wrong is said at once.</summary>
    private static void SayUnmatched(ParseResult parsed, GateFolder folder, GateLog log)
    {
        var unmatched = DeclaredPattern.WithoutModel(parsed.GetValue(Patterns) ?? [], (parsed.GetValue(Models) ?? []).Select(DeclaredModel.PathOf), folder.Project);
        if (unmatched.Count > 0)
            log.Show(DeclaredPattern.Unmatched(unmatched, folder.Project));
    }

    private static ScannedModel ScanDeclared(string entry, GateFolder folder, GateScan scan)
    {
        var path = folder.Resolve(DeclaredModel.PathOf(entry));
        var name = folder.NameOf(path);
        try
        {
            var declared = DeclaredModel.Parse(entry);
            return scan.Run(name, folder.RequestOf(declared));
        }
        catch (ModelAssertException e)
        {
            return scan.WithoutScan(name, path, new GateFinding(e.Id, GateSeverity.Error, $"{e.Cause} {e.Remedy}"));
        }
    }

    private static GateRule RuleOf(ParseResult parsed, Baseline baseline) => new(baseline, parsed.GetValue(Strict), Today());

    private static DateOnly Today() => DateOnly.FromDateTime(DateTime.UtcNow);
}

using ModelAssert.EngineProcess;

namespace ModelAssert.Core.Tests.Scanning;

public class ClassifierTests
{
    private static readonly ScanRequest Request = new("/models/signs.onnx", "/data/signs.npz", "/results", new ScanOptions());

    public class Load : ClassifierTests
    {
        private readonly ProjectSettings project = new(Path.GetFullPath("/project"), new EngineLocation(Path.GetFullPath("/no/engine.dll"), null), []);

        [Fact]
        public void Paths_are_relative_to_the_project_and_no_file_is_opened()
        {
            var model = Classifier.Load("../models/signs.onnx", "data/signs.npz", new ScanOptions { Seed = 7 }, project);

            Assert.Equal(Path.GetFullPath("/models/signs.onnx"), model.ModelPath);
            Assert.Equal(Path.GetFullPath("/project/data/signs.npz"), model.CleanSamplesPath);
            Assert.Equal(7, model.Options.Seed);
            Assert.Equal("signs.onnx", model.ToString());
        }

        [Fact]
        public void An_illegal_option_is_refused_before_any_scan() => Assert.Equal(
            DiagnosticIds.OptionOutOfRange,
            Assert.Throws<ModelAssertException>(() => Classifier.Load("m", "d", new ScanOptions { AnomalyIndexThreshold = 0 }, project)).Id);

        /// <summary>This test project is built without ModelAssert's build files, as a forgotten package reference leaves a user's.</summary>
        [Fact]
        public void A_process_without_settings_is_a_named_error() => Assert.Equal(
            DiagnosticIds.EngineMissing, Assert.Throws<ModelAssertException>(() => Classifier.Load("m", "d")).Id);

        [Fact]
        public void A_scan_without_an_engine_is_a_named_error_that_begins_with_the_verdict()
        {
            var error = Assert.Throws<ScanNotRunException>(() => Classifier.Load("models/signs.onnx", "d", null, project).Scan());

            Assert.Equal(DiagnosticIds.EngineMissing, error.Id);
            Assert.StartsWith("signs.onnx: inconclusive, the scan could not run: MODELASSERT0003: ", error.Message, StringComparison.Ordinal);
        }
    }

    public class Repair : ClassifierTests
    {
        private readonly ProjectSettings project = new(Path.GetFullPath("/project"), new EngineLocation(Path.GetFullPath("/no/engine.dll"), null), []);

        [Fact]
        public void An_illegal_option_is_refused_before_the_engine_is_asked() => Assert.Equal(
            DiagnosticIds.OptionOutOfRange,
            Assert.Throws<ModelAssertException>(() => Classifier.Load("m", "d", null, project).Repair("out.onnx", new RepairOptions { MaximumRounds = 0 })).Id);

        [Fact]
        public void Without_an_engine_it_is_a_named_error() => Assert.Equal(
            DiagnosticIds.EngineMissing, Assert.Throws<ModelAssertException>(() => Classifier.Load("m", "d", null, project).Repair("out.onnx")).Id);

        [Fact]
        public void A_module_of_this_process_is_not_made_a_file_of()
        {
            var module = new Classifier(Request, (_, _, _) => Task.FromResult(Reports.Infected));

            var error = Assert.Throws<ModelAssertException>(() => module.Repair("out.onnx"));

            Assert.Equal(DiagnosticIds.ModelNotTrainable, error.Id);
            Assert.Contains("ModuleRepair", error.Remedy, StringComparison.Ordinal);
        }
    }

    public class Scan : ClassifierTests
    {
        private int scans;

        [Fact]
        public async Task A_model_is_scanned_once_by_whomever()
        {
            var model = new Classifier(Request, async (request, _, _) =>
            {
                Assert.Equal(Request, request);
                Interlocked.Increment(ref scans);
                await Task.Yield();
                return Reports.Infected;
            });

            var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => model.ScanAsync(null, TestContext.Current.CancellationToken)));

            Assert.All(reports, report => Assert.Same(Reports.Infected, report));
            Assert.Same(Reports.Infected, model.Scan());
            Assert.Equal(1, scans);
        }

        [Fact]
        public void A_scan_that_could_not_run_is_not_remembered()
        {
            var model = new Classifier(Request, (_, _, _) => scans++ == 0 ? throw new OperationCanceledException() : Task.FromResult(Reports.Infected));

            Assert.Throws<OperationCanceledException>(model.Scan);
            Assert.Same(Reports.Infected, model.Scan());
        }
    }
}

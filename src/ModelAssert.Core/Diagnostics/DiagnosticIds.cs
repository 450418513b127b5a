namespace ModelAssert;

/// <summary>The stable names of everything ModelAssert can complain about. Each has a page in <c>docs/diagnostics</c>.</summary>
public static class DiagnosticIds
{
    /// <summary>libtorch is not there.</summary>
    public const string LibTorchMissing = "MODELASSERT0001";

    /// <summary>libtorch is there but does not load.</summary>
    public const string LibTorchUnloadable = "MODELASSERT0002";

    /// <summary>The engine process cannot be found.</summary>
    public const string EngineMissing = "MODELASSERT0003";

    /// <summary>The engine process ended or spoke nonsense.</summary>
    public const string EngineFailed = "MODELASSERT0004";

    /// <summary>The device that a scan is to compute on is not there.</summary>
    public const string DeviceMissing = "MODELASSERT0005";

    /// <summary>Something went wrong that was not foreseen: a defect of ModelAssert.</summary>
    public const string Unforeseen = "MODELASSERT0006";

    /// <summary>The model file is not there or not readable.</summary>
    public const string ModelMissing = "MODELASSERT0010";

    /// <summary>The file is not a model.</summary>
    public const string ModelNotRecognised = "MODELASSERT0011";

    /// <summary>The model file ends too early.</summary>
    public const string ModelTruncated = "MODELASSERT0012";

    /// <summary>The model uses operators that the import lacks.</summary>
    public const string OperatorsUnsupported = "MODELASSERT0013";

    /// <summary>The model is not an image classifier that can be scanned.</summary>
    public const string ModelNotAClassifier = "MODELASSERT0014";

    /// <summary>The model holds or yields values that are not numbers.</summary>
    public const string ModelNotFinite = "MODELASSERT0015";

    /// <summary>The import disagrees with the original runtime.</summary>
    public const string ImportNotProven = "MODELASSERT0016";

    /// <summary>The model's graph contradicts itself.</summary>
    public const string ModelMalformed = "MODELASSERT0017";

    /// <summary>The model's program does what a classifier does not need, such as reading a file.</summary>
    public const string ModelForbidden = "MODELASSERT0018";

    /// <summary>The description beside the model is missing where it is needed, or cannot be understood.</summary>
    public const string DescriptionIllegal = "MODELASSERT0019";

    /// <summary>The samples are not there or not readable.</summary>
    public const string SamplesMissing = "MODELASSERT0020";

    /// <summary>The samples are in no known format.</summary>
    public const string SamplesNotRecognised = "MODELASSERT0021";

    /// <summary>There are no samples, or too few.</summary>
    public const string SamplesTooFew = "MODELASSERT0022";

    /// <summary>The samples do not fit the model's input.</summary>
    public const string SamplesShapeMismatch = "MODELASSERT0023";

    /// <summary>The samples' values do not fit the model's pixel range.</summary>
    public const string SamplesRangeMismatch = "MODELASSERT0024";

    /// <summary>A sample has a label that the model does not have.</summary>
    public const string SamplesLabelOutOfRange = "MODELASSERT0025";

    /// <summary>The model is so inaccurate on the samples that a verdict would be worthless.</summary>
    public const string AccuracyImplausible = "MODELASSERT0026";

    /// <summary>The model does not answer the same image in the same way each time, or need not.</summary>
    public const string AnswersVary = "MODELASSERT0027";

    /// <summary>The model's output has no gradient by its input.</summary>
    public const string NoGradient = "MODELASSERT0028";

    /// <summary>The artifacts cannot be written.</summary>
    public const string OutputNotWritable = "MODELASSERT0030";

    /// <summary>An option is out of its range.</summary>
    public const string OptionOutOfRange = "MODELASSERT0040";

    /// <summary>A <c>ModelAssertModel</c> item of a project has an illegal value, or none that fits is declared.</summary>
    public const string DeclarationIllegal = "MODELASSERT0041";

    /// <summary>What a <c>[BackdoorFree]</c> names as its <c>ModelProvider</c> gives no model.</summary>
    public const string ProviderIllegal = "MODELASSERT0042";

    /// <summary>The file with the accepted findings cannot be understood.</summary>
    public const string BaselineIllegal = "MODELASSERT0043";

    /// <summary>A pattern by which a project declares models matches no file.</summary>
    public const string PatternUnmatched = "MODELASSERT0044";

    /// <summary>A property of the gates has no legal value.</summary>
    public const string GatePropertyIllegal = "MODELASSERT0045";

    /// <summary>The project is on an older xunit than <c>ModelAssert.Xunit.V3</c> is built on; its build says so.</summary>
    public const string XunitTooOld = "MODELASSERT0046";

    /// <summary>A file of weights does not fit the module that they are for.</summary>
    public const string WeightsUnfit = "MODELASSERT0050";

    /// <summary>A label is infected.</summary>
    public const string LabelInfected = "MODELASSERT1001";

    /// <summary>A label is vulnerable.</summary>
    public const string LabelVulnerable = "MODELASSERT1002";

    /// <summary>The scan could not decide.</summary>
    public const string ScanInconclusive = "MODELASSERT1003";

    /// <summary>A package holds a model that was not scanned, or not as it is there.</summary>
    public const string ModelNotScanned = "MODELASSERT1004";

    /// <summary>A finding was accepted, but only until a day that is past.</summary>
    public const string AcceptanceExpired = "MODELASSERT1005";

    /// <summary>An acceptance fits nothing that was found.</summary>
    public const string AcceptanceStale = "MODELASSERT1006";

    /// <summary>The gate would not have caught a backdoor that was planted on purpose.</summary>
    public const string BackdoorMissed = "MODELASSERT1007";

    /// <summary>The threshold is far above the usual one.</summary>
    public const string ThresholdUnusual = "MODELASSERT1008";

    /// <summary>The model has a path that no clean image takes, and a small trigger opens it.</summary>
    public const string DormantPathFound = "MODELASSERT1009";

    /// <summary>An advisory detector found something. It fails nothing.</summary>
    public const string AdvisoryFinding = "MODELASSERT1010";

    /// <summary>One trigger gives every label another.</summary>
    public const string AllToAllFound = "MODELASSERT1011";

    /// <summary>A small warp of the image sends all labels to one.</summary>
    public const string WarpFound = "MODELASSERT1012";

    /// <summary>A faint pattern over the whole image sends all labels to one.</summary>
    public const string WholeImageFound = "MODELASSERT1013";

    /// <summary>A cache entry is not what was written.</summary>
    public const string CacheEntryDamaged = "MODELASSERT2001";

    /// <summary>A cache entry is sealed with another key, or with none.</summary>
    public const string CacheEntryForeign = "MODELASSERT2002";

    /// <summary>The cache cannot be written.</summary>
    public const string CacheNotWritable = "MODELASSERT2003";

    /// <summary>The model has no weights that could be changed.</summary>
    public const string ModelNotTrainable = "MODELASSERT3001";

    /// <summary>The model has no layer that could be pruned.</summary>
    public const string NothingToPrune = "MODELASSERT3002";

    /// <summary>No filter can be made of the model.</summary>
    public const string FilterImpossible = "MODELASSERT3003";

    /// <summary>A file that was loaded as a filter is none.</summary>
    public const string FilterNotRecognised = "MODELASSERT3004";

    /// <summary>An image does not fit a filter.</summary>
    public const string FilterImageUnfit = "MODELASSERT3005";
}

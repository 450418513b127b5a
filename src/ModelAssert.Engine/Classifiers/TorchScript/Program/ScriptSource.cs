namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>One code file of an archive, and how to complain about it.</summary>
/// <param name="Model">The model file.</param>
/// <param name="Entry">The name of the code file in it, from <c>code/</c> on.</param>
/// <param name="Text">What it says.</param>
internal sealed record ScriptSource(string Model, string Entry, string Text)
{
    /// <summary>What names in the file begin with, e.g. <c>__torch__.torch.nn.modules.conv</c>.</summary>
    public string Qualifier { get; } = Entry["code/".Length..^".py".Length].Replace('/', '.');

    /// <summary>The error of something that a classifier has no need of: <c>MODELASSERT0018</c>.</summary>
    /// <param name="line">The line, from 1 on.</param>
    /// <param name="what">What stands there.</param>
    /// <param name="why">What is wrong with it, as a clause that follows "which".</param>
    public ModelAssertException Refuse(int line, string what, string why) => ClassifierErrors.Forbidden(Model, what, PlaceOf(line), why);

    /// <summary>The error of text that is not what <c>torch.jit.save</c> writes: <c>MODELASSERT0018</c>.</summary>
    public ModelAssertException NotUnderstood(int line, string what) => Refuse(line, what, "is not understood: only what torch.jit.save writes is");

    /// <summary>The error of a program that does not compute the same for the same image: <c>MODELASSERT0027</c>.</summary>
    /// <param name="line">The line, from 1 on.</param>
    /// <param name="what">What it does there, as a clause: "it draws random numbers".</param>
    public ModelAssertException Varies(int line, string what) => ClassifierErrors.AnswersVary(Model, $"{what} ({PlaceOf(line)})");

    private string PlaceOf(int line) => $"{Entry}, line {line}";
}

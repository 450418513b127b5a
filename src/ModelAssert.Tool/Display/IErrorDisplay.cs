namespace ModelAssert.Tool.Display;

/// <summary>How a command says what kept it from its work: to a person, to a program, or to a build.</summary>
internal interface IErrorDisplay
{
    /// <summary>Says it.</summary>
    void Show(ModelAssertException error);

    /// <summary>What the process ends with then.</summary>
    int CodeOf(ModelAssertException error) => ExitCode.Of(error);
}

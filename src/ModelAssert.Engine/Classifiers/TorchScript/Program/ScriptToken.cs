namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>The kinds of words that a TorchScript program is made of.</summary>
internal enum ScriptTokenKind
{
    /// <summary>A name or a keyword.</summary>
    Name,

    /// <summary>A number, as it is written.</summary>
    Number,

    /// <summary>A string; its text is what it means, without quotes and escapes.</summary>
    Text,

    /// <summary>A bracket, an operator or another sign.</summary>
    Sign,

    /// <summary>The end of a statement.</summary>
    NewLine,

    /// <summary>The next line stands further to the right.</summary>
    Indent,

    /// <summary>The next line stands further to the left, by one block.</summary>
    Dedent,

    /// <summary>The end of the file.</summary>
    End,
}

/// <summary>A word of a program.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Line">Where it stands, from 1 on.</param>
/// <param name="Start">Its first character in the text.</param>
/// <param name="End">The character after its last.</param>
internal readonly record struct ScriptToken(ScriptTokenKind Kind, string Text, int Line, int Start, int End)
{
    /// <summary>Whether this is the sign or keyword.</summary>
    public bool Is(string text) => Kind is ScriptTokenKind.Sign or ScriptTokenKind.Name && Text == text;
}

namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>Something that has a value.</summary>
/// <param name="Line">Where it begins, from 1 on.</param>
internal abstract record ScriptExpression(int Line);

/// <summary>A number, a string, a truth value or <c>None</c>.</summary>
internal sealed record ScriptConstant(int Line, object? Value) : ScriptExpression(Line);

/// <summary>A variable, or a word of the language.</summary>
internal sealed record ScriptName(int Line, string Name) : ScriptExpression(Line);

/// <summary><c>owner.name</c>; <c>getattr(owner, "name")</c> is the same. With it as it is written, for errors.</summary>
internal sealed record ScriptMember(int Line, ScriptExpression Owner, string Name, string Written) : ScriptExpression(Line)
{
    /// <summary>The whole as <c>a.b.c</c>, or <see langword="null"/> where it does not begin with a name.</summary>
    public string? Path => Owner switch
    {
        ScriptName name => $"{name.Name}.{Name}",
        ScriptMember { Path: { } path } => $"{path}.{Name}",
        _ => null,
    };
}

/// <summary>A call.</summary>
internal sealed record ScriptCall(int Line, ScriptExpression Callee, IReadOnlyList<ScriptExpression> Arguments, IReadOnlyList<(string Name, ScriptExpression Value)> Named) : ScriptExpression(Line);

/// <summary><c>owner[index]</c>; the parts of a range are among the indices, where they are given.</summary>
internal sealed record ScriptIndex(int Line, ScriptExpression Owner, IReadOnlyList<ScriptExpression> Indices, bool IsRange) : ScriptExpression(Line);

/// <summary>A list, a tuple, or a dictionary as keys and values in turn.</summary>
internal sealed record ScriptItems(int Line, IReadOnlyList<ScriptExpression> Items, bool IsDictionary) : ScriptExpression(Line);

/// <summary>An operator between or before values.</summary>
internal sealed record ScriptOperation(int Line, string Sign, IReadOnlyList<ScriptExpression> Operands) : ScriptExpression(Line);

/// <summary><c>first if condition else second</c>.</summary>
internal sealed record ScriptChoice(int Line, ScriptExpression Condition, ScriptExpression First, ScriptExpression Second) : ScriptExpression(Line);

/// <summary>Something that is done.</summary>
internal abstract record ScriptStatement(int Line);

/// <summary>A value that is computed, and where it goes: to several that take it apart, to one, or nowhere.</summary>
internal sealed record ScriptAssignment(int Line, IReadOnlyList<ScriptExpression> Targets, bool IsUnpacking, ScriptExpression? TypeAnnotation, ScriptExpression Value) : ScriptStatement(Line);

/// <summary><c>return</c>.</summary>
internal sealed record ScriptReturn(int Line, ScriptExpression? Value) : ScriptStatement(Line);

/// <summary><c>if</c> and <c>else</c>.</summary>
internal sealed record ScriptIf(int Line, ScriptExpression Condition, IReadOnlyList<ScriptStatement> Then, IReadOnlyList<ScriptStatement> Else) : ScriptStatement(Line);

/// <summary><c>for variable in values</c>, or <c>while condition</c> where there is no variable.</summary>
internal sealed record ScriptLoop(int Line, string? Variable, ScriptExpression Header, IReadOnlyList<ScriptStatement> Body) : ScriptStatement(Line);

/// <summary>A parameter of a function.</summary>
internal sealed record ScriptParameter(string Name, ScriptExpression? Type, ScriptExpression? Default);

/// <summary>A function, or a method where its class is given.</summary>
internal sealed record ScriptFunction(
    ScriptSource Source, int Line, string Name, IReadOnlyList<ScriptParameter> Parameters, ScriptExpression? ReturnType, IReadOnlyList<ScriptStatement> Body);

/// <summary>A class, which is a module, a named tuple or an interface of modules: the types that it declares, the values, and the methods.</summary>
internal sealed record ScriptClass(
    ScriptSource Source, int Line, string Name, string? Base, IReadOnlyDictionary<string, ScriptExpression> Attributes,
    IReadOnlyDictionary<string, ScriptExpression> Constants, IReadOnlyDictionary<string, ScriptFunction> Methods)
{
    /// <summary>Its name in the whole program.</summary>
    public string QualifiedName => $"{Source.Qualifier}.{Name}";
}

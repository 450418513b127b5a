namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>All code of an archive, by the names under which libtorch finds it.</summary>
internal sealed class ScriptProgram
{
    private readonly Dictionary<string, ScriptClass> classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScriptFunction> functions = new(StringComparer.Ordinal);

    /// <summary>Reads the code, and refuses what no classifier needs.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0018</c>: there is such a thing in it.</exception>
    public ScriptProgram(IReadOnlyList<ScriptSource> sources)
    {
        foreach (var source in sources)
        {
            // What has such a name is not looked for in the archive, but among the classes that libraries in C++ bring.
            if (source.Qualifier.StartsWith("__torch__.torch.classes", StringComparison.Ordinal))
                throw source.Refuse(1, source.Qualifier, "is a class of a library in C++");
            var (classesHere, functionsHere) = ScriptParser.Read(source);
            foreach (var found in classesHere)
                AddOnce(source, found.Line, found.QualifiedName, () => classes.Add(found.QualifiedName, found));
            foreach (var found in functionsHere)
                AddOnce(source, found.Line, $"{source.Qualifier}.{found.Name}", () => functions.Add($"{source.Qualifier}.{found.Name}", found));
        }

        foreach (var found in classes.Values)
            new ScriptCheck(this, found.Source).Check(found);
        foreach (var found in functions.Values)
            new ScriptCheck(this, found.Source).Check(found, owner: null);
    }

    /// <summary>The class of a name, such as <c>__torch__.torch.nn.modules.conv.Conv2d</c>, or <see langword="null"/>.</summary>
    public ScriptClass? ClassOf(string? name) => name is null ? null : classes.GetValueOrDefault(name);

    /// <summary>The function of a name, such as <c>__torch__.torch.nn.functional.relu</c>, or <see langword="null"/>.</summary>
    public ScriptFunction? FunctionOf(string? name) => name is null ? null : functions.GetValueOrDefault(name);

    /// <summary>The class that a type is, or <see langword="null"/> where it is another type.</summary>
    public ScriptClass? ClassOfType(ScriptExpression? type) => type is ScriptMember { Path: { } path } ? ClassOf(path) : null;

    private void AddOnce(ScriptSource source, int line, string name, Action add)
    {
        if (classes.ContainsKey(name) || functions.ContainsKey(name))
            throw source.NotUnderstood(line, $"a second '{name}'");
        add();
    }
}

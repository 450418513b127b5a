using System.Runtime.CompilerServices;

namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>
/// Admits code that calls operators which are known to be pure, by their plain names, and functions and methods of the program itself. Modules of torch, operators and methods cannot be
/// kept in variables and called later, since nobody would see by which name. What a variable holds is followed as far as it is a module of the program: only of those are the methods
/// other than operators.
/// </summary>
internal sealed class ScriptCheck(ScriptProgram program, ScriptSource source)
{
    private const string NotPure = "is not among the operators that a classifier needs";

    /// <summary>Words that mean something in the language, and would mean something else if a variable were called so.</summary>
    private static readonly HashSet<string> Reserved =
    [
        "torch", "ops", "__torch__", "CONSTANTS", "fork", "awaitable", "getattr", "hasattr", "isinstance", "annotate", "unchecked_cast", "uninitialized", "inf", "nan", "infj", "nanj",
    ];

    private Dictionary<string, object?> variables = [];

    /// <summary>Checks a class with its methods.</summary>
    public void Check(ScriptClass found)
    {
        if (found.Base is not ("Module" or "NamedTuple" or "Interface" or "ModuleInterface"))
            throw source.Refuse(found.Line, $"class {found.Name}", "is neither a module nor a named tuple");
        foreach (var type in found.Attributes.Values)
            CheckType(type);
        foreach (var constant in found.Constants.Values)
            CheckConstant(constant);
        foreach (var hooks in found.Constants.Where(constant => constant is { Key: "__forward_hooks__" or "__forward_pre_hooks__", Value: not ScriptItems { Items: [] } }))
            throw source.Refuse(found.Line, hooks.Key, "is called by some runtimes and not by others");
        foreach (var method in found.Methods.Values)
        {
            // libtorch calls them while it loads a model.
            if (method.Name is "__setstate__" or "__getstate__" or "__init__" or "__new__" or "__del__" || found.Base == "NamedTuple")
                throw source.Refuse(method.Line, method.Name, "runs when a model is loaded or an object made");
            new ScriptCheck(program, source).Check(method, found);
        }
    }

    /// <summary>Checks a function, or a method of a class.</summary>
    public void Check(ScriptFunction function, ScriptClass? owner)
    {
        variables = [];
        foreach (var parameter in function.Parameters)
        {
            if (parameter.Type is { } type)
                CheckType(type);
            if (parameter.Default is { } value)
                CheckConstant(value);
            Declare(function.Line, parameter.Name, parameter.Type is null && parameter == function.Parameters[0] ? owner : program.ClassOfType(parameter.Type));
        }

        if (function.ReturnType is { } returned)
            CheckType(returned);
        Check(function.Body);
    }

    private void Check(IReadOnlyList<ScriptStatement> statements)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case ScriptAssignment assignment:
                    Check(assignment);
                    break;
                case ScriptReturn { Value: { } value }:
                    Check(value);
                    break;
                case ScriptIf branch:
                    Check(branch.Condition);
                    var before = new Dictionary<string, object?>(variables);
                    Check(branch.Then);
                    var then = variables;
                    variables = before;
                    Check(branch.Else);
                    Merge(then);
                    break;
                case ScriptLoop loop:
                    Check(loop.Header);
                    if (loop.Variable is { } variable)
                        Declare(loop.Line, variable, null);
                    // Twice, since what the first round leaves in a variable is there in the second.
                    for (var round = 0; round < 2; round++)
                    {
                        var outside = new Dictionary<string, object?>(variables);
                        Check(loop.Body);
                        Merge(outside);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private void Check(ScriptAssignment assignment)
    {
        if (assignment.TypeAnnotation is { } type)
            CheckType(type);
        var value = Check(assignment.Value);
        foreach (var target in assignment.Targets)
        {
            if (target is ScriptName name)
                Declare(name.Line, name.Name, assignment.IsUnpacking ? null : value);
            else if (target is ScriptMember { Owner: var owner } member && Check(owner) is not ScriptClass)
                throw source.Refuse(member.Line, member.Written, "is no attribute of a module");
        }
    }

    private void Declare(int line, string name, object? value)
    {
        if (Reserved.Contains(name))
            throw source.Refuse(line, name, "is a word of the language, and no name of a variable");
        variables[name] = value;
    }

    /// <summary>What is in a variable after either way is known only where both put the same into it.</summary>
    private void Merge(Dictionary<string, object?> other)
    {
        foreach (var (name, value) in other)
            variables[name] = variables.TryGetValue(name, out var here) && here == value ? value : null;
        foreach (var name in variables.Keys.Where(name => !other.ContainsKey(name)).ToList())
            variables[name] = null;
    }

    /// <summary>Checks an expression.</summary>
    /// <returns>The class of the module that it is, or the function; <see langword="null"/> for everything else.</returns>
    private object? Check(ScriptExpression expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw source.NotUnderstood(expression.Line, "an expression that is too deep to follow");
        switch (expression)
        {
            case ScriptConstant:
                return null;
            case ScriptName name when variables.TryGetValue(name.Name, out var value):
                return value;
            case ScriptName { Name: "inf" or "nan" }:
                return null;
            case ScriptName name:
                throw source.Refuse(name.Line, name.Name, "is no variable: functions and modules of torch are called by their plain names");
            case ScriptMember member:
                return CheckRead(member);
            case ScriptCall call:
                return CheckCall(call);
            case ScriptIndex index:
                Check(index.Owner);
                CheckAll(index.Indices);
                return null;
            case ScriptItems items:
                CheckAll(items.Items);
                return null;
            case ScriptOperation operation:
                CheckAll(operation.Operands);
                return null;
            case ScriptChoice choice:
                CheckAll([choice.Condition, choice.First, choice.Second]);
                return null;
            default:
                throw new InvalidOperationException($"There is no {expression.GetType().Name} in the language.");
        }
    }

    private void CheckAll(IEnumerable<ScriptExpression> expressions)
    {
        foreach (var expression in expressions)
            Check(expression);
    }

    /// <summary>An attribute of a module, a constant of the archive, or a function of the program.</summary>
    private object? CheckRead(ScriptMember member)
    {
        if (IsPath(member, out var path))
        {
            if (path.StartsWith("CONSTANTS.", StringComparison.Ordinal) && path.LastIndexOf('.') == "CONSTANTS".Length)
                return null;
            return program.FunctionOf(path) ?? throw source.Refuse(member.Line, member.Written, "is not called, or not part of the program");
        }

        return Check(member.Owner) is ScriptClass owner && (owner.Attributes.TryGetValue(member.Name, out var type) | owner.Constants.ContainsKey(member.Name))
            ? program.ClassOfType(type)
            : throw source.Refuse(member.Line, member.Written, "is no attribute of a module");
    }

    private object? CheckCall(ScriptCall call)
    {
        var typesFirst = 0;
        var result = (object?)null;
        switch (call.Callee)
        {
            case ScriptName name when variables.TryGetValue(name.Name, out var value):
                result = ReturnedBy(value as ScriptFunction ?? throw source.Refuse(name.Line, name.Name, "is called, and not known to be a function"));
                break;
            case ScriptName name:
                RequireOperator(name.Line, name.Name, name.Name);
                typesFirst = ScriptOperators.TakesTypeFirst(name.Name) ? 1 : 0;
                if (name.Name == "isinstance")
                {
                    CheckIsInstance(call);
                    return null;
                }

                // A module stays what it is.
                if (typesFirst == 1 && call.Arguments is [var type, var value2] && name.Name == "unchecked_cast")
                {
                    Check(value2);
                    CheckType(type);
                    return program.ClassOfType(type);
                }

                break;
            case ScriptMember member when IsPath(member, out var path):
                if (path.StartsWith("__torch__.", StringComparison.Ordinal))
                    result = ReturnedByPart(member, path);
                else
                    RequireOperator(member.Line, path, member.Written);
                break;
            case ScriptMember member:
                var owner = Check(member.Owner) as ScriptClass;
                if (owner is { Base: "Module" or "Interface" or "ModuleInterface" })
                    result = ReturnedBy(owner.Methods.GetValueOrDefault(member.Name) ?? throw source.Refuse(member.Line, member.Written, "is no method of the module"));
                else if (ScriptOperators.Method(member.Name) is null)
                    throw source.Refuse(member.Line, member.Written, NotPure);
                break;
            default:
                throw source.NotUnderstood(call.Line, "a call of something without a name");
        }

        foreach (var type in call.Arguments.Take(typesFirst))
            CheckType(type);
        CheckAll(call.Arguments.Skip(typesFirst));
        foreach (var (name, value) in call.Named)
        {
            // Where results go: no module writes one.
            if (name == "out" || name.StartsWith("out_", StringComparison.Ordinal))
                throw source.Refuse(call.Line, $"{name}=", "says where a result shall be written");
            Check(value);
        }

        return result;
    }

    private ScriptClass? ReturnedByPart(ScriptMember member, string path)
    {
        if (program.FunctionOf(path) is { } function)
            return ReturnedBy(function);
        return program.ClassOf(path) is { Base: "NamedTuple" } ? null : throw source.Refuse(member.Line, member.Written, "is not part of the program");
    }

    private ScriptClass? ReturnedBy(ScriptFunction function) => program.ClassOfType(function.ReturnType);

    private void RequireOperator(int line, string path, string written)
    {
        if (ScriptOperators.Function(path) is null)
            throw source.Refuse(line, written, NotPure);
    }

    private void CheckIsInstance(ScriptCall call)
    {
        if (call.Arguments is not [var value, var type] || call.Named.Count > 0)
            throw source.NotUnderstood(call.Line, "isinstance");
        Check(value);
        CheckType(type);
    }

    /// <summary>Whether this is a path of names from a word of the language on, and not an attribute of a variable.</summary>
    private bool IsPath(ScriptMember member, out string path)
    {
        path = member.Path ?? string.Empty;
        return path.Length > 0 && !variables.ContainsKey(path[..path.IndexOf('.')]);
    }

    /// <summary>Types are names with types in brackets; those of libraries in C++ bring code that is not in the archive.</summary>
    private void CheckType(ScriptExpression type)
    {
        switch (type)
        {
            case ScriptName or ScriptConstant { Value: null }:
                break;
            case ScriptMember { Path: { } path } when program.ClassOf(path) is not null:
                break;
            case ScriptIndex { IsRange: var _ } index:
                CheckType(index.Owner);
                foreach (var part in index.Indices)
                    CheckType(part);
                break;
            case ScriptItems { IsDictionary: false } items:
                foreach (var part in items.Items)
                    CheckType(part);
                break;
            case ScriptMember member:
                throw source.Refuse(member.Line, member.Written, "is a type that is not part of the program");
            default:
                throw source.NotUnderstood(type.Line, "a type");
        }
    }

    private void CheckConstant(ScriptExpression value)
    {
        switch (value)
        {
            case ScriptConstant or ScriptName { Name: "inf" or "nan" }:
                break;
            case ScriptItems items:
                foreach (var item in items.Items)
                    CheckConstant(item);
                break;
            case ScriptCall { Callee: ScriptName { Name: "annotate" }, Arguments: [var type, var item], Named: [] }:
                CheckType(type);
                CheckConstant(item);
                break;
            case ScriptCall { Callee: ScriptName { Name: "float" }, Arguments: [ScriptConstant], Named: [] }:
            case ScriptCall { Callee: ScriptMember { Path: "torch.device" }, Arguments: [ScriptConstant], Named: [] }:
                break;
            default:
                throw source.NotUnderstood(value.Line, "a constant");
        }
    }
}

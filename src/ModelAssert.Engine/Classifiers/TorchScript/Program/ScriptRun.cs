using System.Runtime.CompilerServices;
using ModelAssert.Engine.Classifiers.TorchScript.Archive;

namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>
/// Goes through a program as libtorch does when it answers, with the attributes of the model known and the images not: which operators are reached, and what they would change. No number of
/// calls shows a model that counts them, or that draws a random number once in a thousand; its program does.
/// </summary>
internal sealed class ScriptRun
{
    /// <summary>Expressions that are looked at; a network of a thousand layers takes a hundred thousand.</summary>
    private const int LongestRun = 4_000_000;

    private const int DeepestCalls = 200;
    private const int MostRounds = 50;

    private static readonly HashSet<string> TakesDevice =
        ["zeros", "ones", "full", "arange", "linspace", "logspace", "eye", "tensor", "as_tensor", "scalar_tensor", "to", "zeros_like", "ones_like", "full_like", "new_zeros", "new_ones", "new_full", "tril_indices", "triu_indices", "range", "fft_fftfreq", "fft_rfftfreq"];

    /// <summary>Operators that take a number for a size, and make or take as many values.</summary>
    private static readonly HashSet<string> TakesSize =
        ["zeros", "ones", "full", "new_zeros", "new_ones", "new_full", "eye", "arange", "repeat", "tile", "pad", "constant_pad_nd", "one_hot", "tril_indices", "triu_indices", "format", "str"];

    private readonly ScriptProgram program;
    private readonly bool isTraining;
    private readonly Dictionary<object, ScriptValue> attributes = new(ReferenceEqualityComparer.Instance);
    private int steps;
    private int calls;

    private ScriptRun(ScriptProgram program, bool isTraining) => (this.program, this.isTraining) = (program, isTraining);

    private enum Flow
    {
        GoesOn,
        Returns,
        Raises,
    }

    private bool DependsOnMode { get; set; }

    /// <summary>Refuses a model that does not compute the same for the same image in evaluation mode.</summary>
    /// <param name="program">Its program.</param>
    /// <param name="model">Its outermost module.</param>
    /// <param name="forward">The method that answers.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0027</c>: it changes what it keeps, draws random numbers, or asks how it is used.</exception>
    public static void RequireSameAnswers(ScriptProgram program, PickledObject model, ScriptFunction forward) => new ScriptRun(program, isTraining: false).Forward(model, forward);

    /// <summary>Whether a model in training mode does what networks do there: drops values at random, and normalises by the batch.</summary>
    public static bool IsAnotherInTraining(ScriptProgram program, PickledObject model, ScriptFunction forward)
    {
        var run = new ScriptRun(program, isTraining: true);
        run.Forward(model, forward);
        return run.DependsOnMode;
    }

    private void Forward(PickledObject model, ScriptFunction forward)
    {
        // Changing the image in place changes it for whoever asks next.
        var images = new DataValue { IsKept = true, IsTensor = true };
        if (Call(forward, forward.Line, [new ModuleValue(model), images], []).CountsImages && !isTraining)
            throw forward.Source.Varies(forward.Line, "its output is computed with the number of images that are given at once");
    }

    private ScriptValue Call(ScriptFunction function, int line, List<ScriptValue> arguments, List<(string Name, ScriptValue Value)> named)
    {
        if (++calls > DeepestCalls)
            throw function.Source.NotUnderstood(line, "a function that calls itself");
        var frame = new Frame(function.Source);
        foreach (var (i, parameter) in function.Parameters.Index())
        {
            frame.Variables[parameter.Name] = i < arguments.Count ? arguments[i]
                : named.FirstOrDefault(entry => entry.Name == parameter.Name).Value
                ?? (parameter.Default is { } value ? Constant(frame, value) : new DataValue { MayBeNone = true, IsKept = true });
        }

        Run(frame, function.Body);
        calls--;
        return frame.Returned ?? new KnownValue(null);
    }

    private Flow Run(Frame frame, IReadOnlyList<ScriptStatement> statements)
    {
        foreach (var statement in statements)
        {
            var flow = Run(frame, statement);
            if (flow != Flow.GoesOn)
                return flow;
        }

        return Flow.GoesOn;
    }

    private Flow Run(Frame frame, ScriptStatement statement)
    {
        switch (statement)
        {
            case ScriptReturn returned:
                var value = returned.Value is { } expression ? Evaluate(frame, expression) : new KnownValue(null);
                frame.Returned = frame.Returned is { } other ? ScriptValue.Either(other, value) : value;
                return Flow.Returns;
            case ScriptAssignment { Value: ScriptCall { Callee: ScriptMember { Path: "ops.prim.RaiseException" } } }:
                return Flow.Raises;
            case ScriptAssignment assignment:
                Assign(frame, assignment);
                return Flow.GoesOn;
            case ScriptIf branch:
                return RunIf(frame, branch);
            case ScriptLoop loop:
                return RunLoop(frame, loop);
            default:
                throw new InvalidOperationException($"There is no {statement.GetType().Name} in the language.");
        }
    }

    private void Assign(Frame frame, ScriptAssignment assignment)
    {
        var value = Evaluate(frame, assignment.Value);
        foreach (var (i, target) in assignment.Targets.Index())
        {
            if (target is ScriptName { Name: var name })
                frame.Variables[name] = assignment.IsUnpacking ? Item(value, i, assignment.Targets.Count) : value;
            else if (target is ScriptMember member)
                Complain(frame, member.Line, $"it writes its own attribute '{member.Name}' while it answers");
        }
    }

    private Flow RunIf(Frame frame, ScriptIf branch)
    {
        var condition = Evaluate(frame, branch.Condition);
        if (condition is KnownValue { Value: bool isTrue })
            return Run(frame, isTrue ? branch.Then : branch.Else);

        var before = new Dictionary<string, ScriptValue>(frame.Variables);
        var then = Run(frame, branch.Then);
        var after = frame.Variables;
        frame.Variables = before;
        var otherwise = Run(frame, branch.Else);
        // One that only raises an error otherwise asks whether the model can be used so at all.
        if (condition.CountsImages && then != Flow.Raises && otherwise != Flow.Raises)
            Complain(frame, branch.Condition.Line, "it asks how many images are given at once");
        if (then == Flow.GoesOn && otherwise == Flow.GoesOn)
            frame.Variables = Either(frame.Variables, after);
        else if (then == Flow.GoesOn)
            frame.Variables = after;
        return then == Flow.GoesOn || otherwise == Flow.GoesOn ? Flow.GoesOn : then == Flow.Returns ? then : otherwise;
    }

    private Flow RunLoop(Frame frame, ScriptLoop loop)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var header = Evaluate(frame, loop.Header);
            if (loop.Variable is null && header is KnownValue { Value: false })
                return Flow.GoesOn;
            if (header.CountsImages)
                Complain(frame, loop.Line, "it does something as many times as images are given at once");
            var before = new Dictionary<string, ScriptValue>(frame.Variables);
            if (loop.Variable is { } variable)
                frame.Variables[variable] = header is DataValue { IsTensor: false } ? Item(header, -1, -1) : new DataValue();
            // A round that ends the function or raises is one way; that there was none is another.
            frame.Variables = Run(frame, loop.Body) == Flow.GoesOn ? Either(before, frame.Variables) : before;
            if (frame.Variables.All(entry => before.TryGetValue(entry.Key, out var value) && value.SaysTheSameAs(entry.Value)))
                return Flow.GoesOn;
        }

        throw frame.Source.NotUnderstood(loop.Line, "a loop whose rounds are all different");
    }

    private static Dictionary<string, ScriptValue> Either(Dictionary<string, ScriptValue> first, Dictionary<string, ScriptValue> second)
    {
        var merged = new Dictionary<string, ScriptValue>(first);
        foreach (var (name, value) in second)
            merged[name] = first.TryGetValue(name, out var here) ? ScriptValue.Either(here, value) : value;
        return merged;
    }

    private ScriptValue Evaluate(Frame frame, ScriptExpression expression)
    {
        if (++steps > LongestRun || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw frame.Source.NotUnderstood(expression.Line, "a program that is too long or too deep to follow");
        switch (expression)
        {
            case ScriptConstant constant:
                return new KnownValue(constant.Value);
            case ScriptName name:
                return frame.Variables.GetValueOrDefault(name.Name) ?? new DataValue();
            case ScriptMember member:
                return Read(frame, member);
            case ScriptCall call:
                return Call(frame, call);
            case ScriptIndex index:
                var owner = Evaluate(frame, index.Owner);
                var indices = index.Indices.Select(item => Evaluate(frame, item)).ToList();
                return index.IsRange ? Taken(owner) : Item(owner, indices is [KnownValue { Value: long at }] ? at : -1, -1);
            case ScriptItems items:
                var values = items.Items.Select(item => Evaluate(frame, item)).ToList();
                return items.IsDictionary ? new DataValue { HoldsKeptItems = values.Any(value => value.HoldsKept), Sources = values } : new DataValue { Items = values };
            case ScriptOperation operation:
                return Operate(frame, operation);
            case ScriptChoice choice:
                var condition = Evaluate(frame, choice.Condition);
                if (condition is KnownValue { Value: bool isFirst })
                    return Evaluate(frame, isFirst ? choice.First : choice.Second);
                if (condition.CountsImages)
                    Complain(frame, choice.Line, "it asks how many images are given at once");
                return ScriptValue.Either(Evaluate(frame, choice.First), Evaluate(frame, choice.Second));
            default:
                throw new InvalidOperationException($"There is no {expression.GetType().Name} in the language.");
        }
    }

    private ScriptValue Read(Frame frame, ScriptMember member)
    {
        if (member.Path is { } path && !frame.Variables.ContainsKey(path[..path.IndexOf('.')]))
            return program.FunctionOf(path) is { } function ? new FunctionValue(function) : new DataValue { IsKept = true, IsTensor = true };
        if (Evaluate(frame, member.Owner) is not ModuleValue { Module: var module })
            throw frame.Source.Varies(member.Line, $"which module '{member.Written}' belongs to is decided while it answers");
        if (member.Name == "training" && module.Attributes.ContainsKey(member.Name))
            return new KnownValue(isTraining);
        if (module.Attributes.TryGetValue(member.Name, out var value))
            return Attribute(value);
        return program.ClassOf(module.ClassName)?.Constants.GetValueOrDefault(member.Name) is { } constant
            ? Constant(frame, constant)
            : throw frame.Source.NotUnderstood(member.Line, $"the attribute '{member.Name}', which has no value");
    }

    /// <summary>A value that is written in a declaration: made once, and there at every call.</summary>
    private ScriptValue Constant(Frame frame, ScriptExpression constant) =>
        Evaluate(frame, constant) is DataValue { IsDevice: false } data ? new DataValue { IsKept = true, Items = data.Items } : Evaluate(frame, constant);

    /// <summary>The same value for the same attribute, so that what is put into a list is there when it is read again.</summary>
    private ScriptValue Attribute(object? value)
    {
        if (value is null or bool or long or double or string)
            return new KnownValue(value);
        if (!attributes.TryGetValue(value, out var known))
        {
            known = value switch
            {
                PickledObject module => new ModuleValue(module),
                PickledTensor => new DataValue { IsKept = true, IsTensor = true },
                PickledItems list => new DataValue { IsKept = true, Items = [.. list.Items.Select(Attribute)] },
                _ => new DataValue { IsKept = true },
            };
            attributes.Add(value, known);
        }

        return known;
    }

    private ScriptValue Call(Frame frame, ScriptCall call)
    {
        if (call.Callee is ScriptName or ScriptMember { Path: not null } && OperatorOf(frame, call.Callee) is (var path, var kind))
        {
            var skipped = ScriptOperators.TakesTypeFirst(path) ? 1 : 0;
            var taken = path == "isinstance" ? call.Arguments.Take(1) : call.Arguments.Skip(skipped);
            return Apply(frame, call.Line, path, kind, [.. taken.Select(argument => Evaluate(frame, argument))], Named(frame, call));
        }

        var arguments = new List<ScriptValue>();
        ScriptFunction? function = null;
        if (call.Callee is ScriptMember { Path: { } name } && !frame.Variables.ContainsKey(name[..name.IndexOf('.')]))
        {
            function = program.FunctionOf(name);
        }
        else if (call.Callee is ScriptMember method)
        {
            var owner = Evaluate(frame, method.Owner);
            if (owner is ModuleValue { Module: var module })
                function = program.ClassOf(module.ClassName)?.Methods.GetValueOrDefault(method.Name);
            else if (ScriptOperators.Method(method.Name) is { } ofTensor)
                return Apply(frame, call.Line, method.Name, ofTensor, [owner, .. call.Arguments.Select(argument => Evaluate(frame, argument))], Named(frame, call));
            if (function is null)
                throw frame.Source.Varies(call.Line, $"which module '{method.Written}' belongs to is decided while it answers");
            arguments.Add(owner);
        }
        else if (Evaluate(frame, call.Callee) is FunctionValue known)
        {
            function = known.Function;
        }

        arguments.AddRange(call.Arguments.Select(argument => Evaluate(frame, argument)));
        // What is no function here is a named tuple, which is made of its arguments.
        return function is null ? new DataValue { Items = [.. arguments, .. Named(frame, call).Select(entry => entry.Value)] } : Call(function, call.Line, arguments, Named(frame, call));
    }

    private List<(string Name, ScriptValue Value)> Named(Frame frame, ScriptCall call) => [.. call.Named.Select(entry => (entry.Name, Evaluate(frame, entry.Value)))];

    private static (string Path, ScriptOperatorKind Kind)? OperatorOf(Frame frame, ScriptExpression callee)
    {
        var path = callee is ScriptName name ? name.Name : ((ScriptMember)callee).Path!;
        return !frame.Variables.ContainsKey(path.Split('.')[0]) && ScriptOperators.Function(path) is { } kind ? (path, kind) : null;
    }

    private ScriptValue Operate(Frame frame, ScriptOperation operation)
    {
        var operands = operation.Operands.Select(operand => Evaluate(frame, operand)).ToList();
        var name = operation.Sign switch
        {
            "+" when operands.Count == 2 => "add",
            "*" => "mul",
            "==" => "eq",
            "!=" => "ne",
            "<" => "lt",
            ">" => "gt",
            "<=" => "le",
            ">=" => "ge",
            "is" => "__is__",
            "is not" => "__isnot__",
            "not" => "__not__",
            "and" => "__and__",
            "or" => "__or__",
            _ => "sub",
        };
        return Apply(frame, operation.Line, name, ScriptOperatorKind.Computes, operands, []);
    }

    private ScriptValue Apply(Frame frame, int line, string path, ScriptOperatorKind kind, List<ScriptValue> arguments, List<(string Name, ScriptValue Value)> named)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        RequireNoDevice(frame, line, path, name, arguments, named);
        // Operators of several results write them into what is given by name.
        if (named.Any(entry => entry.Value.HoldsKept))
            Complain(frame, line, $"'{path}' may write into what it is given by name");
        var first = arguments.FirstOrDefault();
        switch (kind)
        {
            case ScriptOperatorKind.Computes:
                RequireStatistics(frame, line, name, arguments, named);
                return (ScriptValue?)ScriptFolding.Of(name, arguments) ?? Computed(frame, line, name, arguments);
            case ScriptOperatorKind.Views:
                return first is null ? new DataValue() : Taken(first);
            case ScriptOperatorKind.Groups:
                return Grouped(name, arguments);
            case ScriptOperatorKind.ChangesTensor:
                if (first is DataValue { IsKept: true })
                    Complain(frame, line, $"'{path}' changes a weight, a buffer or the image in place");
                if (first is DataValue { IsTensor: false } list)
                    list.Put(arguments.Skip(1).Any(argument => argument.HoldsKept));
                return first ?? new DataValue();
            case ScriptOperatorKind.ChangesContainer:
                if (first is DataValue { IsKept: true } or ModuleValue)
                    Complain(frame, line, $"'{path}' changes a list or dictionary of the model");
                (first as DataValue)?.Put(arguments.Skip(1).Any(argument => argument.HoldsKept || argument is ModuleValue));
                return new DataValue { IsKept = first?.HoldsKept ?? false, MayBeNone = true };
            case ScriptOperatorKind.DrawsInTraining:
                if (!IsOff(arguments, named, name.StartsWith("rrelu", StringComparison.Ordinal) ? 3 : 2, name.StartsWith("rrelu", StringComparison.Ordinal) ? null : 1))
                    Complain(frame, line, $"'{path}' draws random numbers");
                if (name.EndsWith('_') && first is DataValue { IsKept: true })
                    Complain(frame, line, $"'{path}' changes a weight, a buffer or the image in place");
                return first is null ? new DataValue() : Taken(first);
            case ScriptOperatorKind.Draws:
                Complain(frame, line, $"'{path}' draws random numbers");
                return new DataValue { IsTensor = true };
            case ScriptOperatorKind.GivesMemory:
                Complain(frame, line, $"'{path}' gives memory as it is found");
                return new DataValue { IsTensor = true };
            case ScriptOperatorKind.AsksForUse:
                Complain(frame, line, $"'{path}' asks how the model is being used");
                return new DataValue();
            case ScriptOperatorKind.GivesDevice:
                return new DataValue { IsDevice = true };
            case ScriptOperatorKind.Warns:
                return isTraining ? new KnownValue(null) : throw frame.Source.Refuse(line, path, "writes to the console of whoever runs the model");
            default:
                return new DataValue();
        }
    }

    /// <summary>A device may be where a new tensor goes, and nothing else: what depends on it is another answer on another machine.</summary>
    private void RequireNoDevice(Frame frame, int line, string path, string name, List<ScriptValue> arguments, List<(string Name, ScriptValue Value)> named)
    {
        if (!TakesDevice.Contains(name) && name is not ("annotate" or "unchecked_cast") && arguments.Concat(named.Select(entry => entry.Value)).Any(IsDevice))
            Complain(frame, line, $"'{path}' asks for the device that the model is on");
    }

    private static bool IsDevice(ScriptValue value) => value is DataValue data && (data.IsDevice || (data.Items?.Any(IsDevice) ?? false));

    /// <summary>Statistics of the batch make the answer to an image depend on the others, and are kept for later.</summary>
    private void RequireStatistics(Frame frame, int line, string name, List<ScriptValue> arguments, List<(string Name, ScriptValue Value)> named)
    {
        if (name is "batch_norm" or "native_batch_norm" or "_batch_norm_impl_index" && !IsOff(arguments, named, 5, null))
            Complain(frame, line, $"'torch.{name}' normalises by the other images of the batch");
        if (name == "instance_norm" && !IsOff(arguments, named, 5, null) && arguments.ElementAtOrDefault(3) is not KnownValue { Value: null })
            Complain(frame, line, "'torch.instance_norm' writes the statistics of the batch into the model");
        if (name is "lstm" or "gru" or "rnn_tanh" or "rnn_relu")
        {
            var isPacked = arguments.ElementAtOrDefault(6) is KnownValue { Value: double };
            if (!IsOff(arguments, named, isPacked ? 7 : 6, isPacked ? 6 : 5))
                Complain(frame, line, $"'torch.{name}' draws random numbers");
        }

        if (name == "scaled_dot_product_attention" && arguments.Count > 4 && !IsOff(arguments, named, -1, 4))
            Complain(frame, line, "'torch.scaled_dot_product_attention' draws random numbers");
        if (name == "scaled_dot_product_attention" && named.Any(entry => entry.Name == "dropout_p" && entry.Value is not KnownValue { Value: 0.0 }))
            Complain(frame, line, "'torch.scaled_dot_product_attention' draws random numbers");
    }

    /// <summary>Whether an operator is told that it is not in training, or that the share which it draws is 0.</summary>
    private static bool IsOff(List<ScriptValue> arguments, List<(string Name, ScriptValue Value)> named, int flag, int? share) =>
        arguments.ElementAtOrDefault(flag) is KnownValue { Value: false } || (share is { } at && arguments.ElementAtOrDefault(at) is KnownValue { Value: 0.0 })
        || named.Any(entry => entry is { Name: "train" or "training", Value: KnownValue { Value: false } });

    private DataValue Computed(Frame frame, int line, string name, List<ScriptValue> arguments)
    {
        var lists = arguments.OfType<DataValue>().Where(argument => !argument.IsTensor).ToList();
        if (name == "sort" && lists is [{ IsKept: true }, ..] && arguments[0] == lists[0])
            Complain(frame, line, "'torch.sort' changes a list of the model");
        // Sums and multiples of lists hold what the lists hold.
        return name is "add" or "mul" && lists.Count > 0
            ? new DataValue { IsKept = lists.Any(list => list.HoldsKept), IsCount = Counts(name, arguments), Sources = [.. lists] }
            : new DataValue
            {
                IsTensor = name is not ("uninitialized" or "size"),
                MayBeNone = name == "uninitialized",
                IsShape = name is "size" or "_shape_as_tensor" && arguments.Count == 1 && IsOfImages(arguments[0]),
                IsCount = Counts(name, arguments),
            };
    }

    /// <summary>Whether the number of images decides what an operator computes. As a size it does not: so many values are made, or taken, as there are images.</summary>
    private bool Counts(string name, List<ScriptValue> arguments) => name switch
    {
        "size" => arguments is [var tensor, KnownValue { Value: long axis }] ? axis is 0 or < -3 && IsOfImages(tensor) : arguments.Count > 1,
        "len" or "numel" => IsOfImages(arguments.FirstOrDefault()),
        _ => !TakesSize.Contains(name) && arguments.Any(argument => argument.CountsImages),
    };

    /// <summary>A tensor that no attribute of the model holds.</summary>
    private bool IsOfImages(ScriptValue? value) => value is DataValue { Items: null } && !attributes.ContainsValue(value);

    private static ScriptValue Grouped(string name, List<ScriptValue> arguments) => (name, arguments) switch
    {
        ("annotate" or "unchecked_cast" or "_unwrap_optional" or "unchecked_unwrap_optional", [var value, ..]) => value,
        ("__getitem__" or "TupleIndex", [var owner, KnownValue { Value: long at }]) => Item(owner, at, -1),
        _ => new DataValue { IsKept = arguments.Any(argument => argument.HoldsKept), Sources = [.. arguments] },
    };

    /// <summary>Something that shares memory with a value.</summary>
    private static DataValue Taken(ScriptValue value) =>
        new() { IsKept = value.HoldsKept, IsTensor = value is DataValue { IsTensor: true }, IsDevice = IsDevice(value), IsCount = value.CountsImages, Sources = [value] };

    /// <summary>An item of a value.</summary>
    /// <param name="owner">A list, a tuple or another value.</param>
    /// <param name="at">Which, or −1 where that is not known.</param>
    /// <param name="count">How many it must have for that to be it, or −1 for any number.</param>
    private static ScriptValue Item(ScriptValue owner, long at, int count) =>
        owner is DataValue { Items: { } items } && at >= 0 && at < items.Count && (count < 0 || items.Count == count) ? items[(int)at]
        // Of a shape, all but the first size are those of an image.
        : owner is DataValue { IsShape: true } && at > 0 ? new DataValue { Sources = [owner] }
        : Taken(owner);

    private void Complain(Frame frame, int line, string what)
    {
        DependsOnMode = true;
        if (!isTraining)
            throw frame.Source.Varies(line, what);
    }

    /// <summary>A call that is being gone through.</summary>
    private sealed class Frame(ScriptSource source)
    {
        public ScriptSource Source { get; } = source;

        public Dictionary<string, ScriptValue> Variables { get; set; } = new(StringComparer.Ordinal);

        public ScriptValue? Returned { get; set; }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>
/// Reads a code file: the part of the TorchScript language that <c>torch.jit.save</c> writes. Anything else (imports, comprehensions, <c>with</c>, <c>del</c>, statements
/// outside of functions, changes of elements) is refused.
/// </summary>
internal sealed class ScriptParser
{
    /// <summary>Expressions and blocks in one another; torch writes a few dozens, and each takes some of the stack.</summary>
    private const int DeepestNesting = 200;

    private const int LongestQuote = 80;

    private static readonly string[][] BinaryOperators =
    [
        ["or"], ["and"], ["not"], ["<", ">", "==", "<=", ">=", "!=", "is", "in"], ["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%", "@"],
    ];

    private static readonly HashSet<string> Keywords =
    [
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
        "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];

    private readonly ScriptSource source;
    private readonly List<ScriptToken> tokens;
    private int at;
    private int nesting;

    private ScriptParser(ScriptSource source)
    {
        this.source = source;
        tokens = ScriptLexer.Read(source);
    }

    private ScriptToken Next => tokens[at];

    /// <summary>The classes and functions of a file.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0018</c>: it holds something else.</exception>
    public static (IReadOnlyList<ScriptClass> Classes, IReadOnlyList<ScriptFunction> Functions) Read(ScriptSource source)
    {
        var parser = new ScriptParser(source);
        var (classes, functions) = (new List<ScriptClass>(), new List<ScriptFunction>());
        while (parser.Next.Kind != ScriptTokenKind.End)
        {
            if (parser.Next.Is("class"))
                classes.Add(parser.ReadClass());
            else if (parser.Next.Is("def"))
                functions.Add(parser.ReadFunction());
            else
                throw parser.Unexpected();
        }

        return (classes, functions);
    }

    private ScriptClass ReadClass()
    {
        var line = Take("class").Line;
        var (name, baseName) = (TakeName(), (string?)null);
        if (TakeIf("("))
        {
            baseName = TakeName();
            Take(")");
        }

        var attributes = new Dictionary<string, ScriptExpression>();
        var constants = new Dictionary<string, ScriptExpression>();
        var methods = new Dictionary<string, ScriptFunction>();
        BeginBlock();
        while (!EndsBlock())
        {
            if (Next.Is("def"))
            {
                var method = ReadFunction();
                AddOnce(methods, method.Name, method, method.Line);
            }
            else
            {
                ReadDeclaration(attributes, constants);
            }
        }

        return new ScriptClass(source, line, name, baseName, attributes, constants, methods);
    }

    /// <summary><c>name : type</c>, <c>name : type = value</c>, <c>name = value</c>, <c>__annotations__["name"] = type</c> or <c>pass</c>.</summary>
    private void ReadDeclaration(Dictionary<string, ScriptExpression> attributes, Dictionary<string, ScriptExpression> constants)
    {
        if (TakeIf("pass"))
        {
            TakeEndOfLine();
            return;
        }

        var line = Next.Line;
        var name = TakeName();
        if (name == "__annotations__" && TakeIf("["))
        {
            var attribute = Take(ScriptTokenKind.Text).Text;
            Take("]");
            Take("=");
            AddOnce(attributes, attribute, ReadExpression(), line);
        }
        else
        {
            if (TakeIf(":"))
                AddOnce(attributes, name, ReadExpression(), line);
            if (TakeIf("="))
                AddOnce(constants, name, ReadExpression(), line);
        }

        TakeEndOfLine();
    }

    private ScriptFunction ReadFunction()
    {
        var line = Take("def").Line;
        var (name, parameters) = (TakeName(), new List<ScriptParameter>());
        Take("(");
        while (!TakeIf(")"))
        {
            // What follows a star is given by name only.
            if (!TakeIf("*"))
                parameters.Add(new ScriptParameter(TakeName(), TakeIf(":") ? ReadExpression() : null, TakeIf("=") ? ReadExpression() : null));
            if (!Next.Is(")"))
                Take(",");
        }

        var returned = TakeIf("->") ? ReadExpression() : null;
        return new ScriptFunction(source, line, name, parameters, returned, ReadBlock());
    }

    private List<ScriptStatement> ReadBlock()
    {
        Enter();
        var statements = new List<ScriptStatement>();
        BeginBlock();
        while (!EndsBlock())
        {
            if (TakeIf("pass"))
                TakeEndOfLine();
            else
                statements.Add(ReadStatement());
        }

        nesting--;
        return statements;
    }

    private ScriptStatement ReadStatement()
    {
        var line = Next.Line;
        if (TakeIf("return"))
        {
            var value = Next.Kind == ScriptTokenKind.NewLine ? null : ReadList();
            TakeEndOfLine();
            return new ScriptReturn(line, value);
        }

        if (TakeIf("if"))
            return ReadIf(line);

        if (TakeIf("for"))
        {
            var variable = TakeName();
            Take("in");
            return new ScriptLoop(line, variable, ReadExpression(), ReadBlock());
        }

        return TakeIf("while") ? new ScriptLoop(line, null, ReadExpression(), ReadBlock()) : ReadAssignment(line);
    }

    private ScriptIf ReadIf(int line)
    {
        var (condition, then) = (ReadExpression(), ReadBlock());
        if (Next.Is("elif"))
        {
            Enter();
            var otherwise = ReadIf(Take("elif").Line);
            nesting--;
            return new ScriptIf(line, condition, then, [otherwise]);
        }

        return new ScriptIf(line, condition, then, TakeIf("else") ? ReadBlock() : []);
    }

    private ScriptAssignment ReadAssignment(int line)
    {
        var first = ReadList();
        var type = TakeIf(":") ? ReadExpression() : null;
        if (!TakeIf("="))
        {
            if (type is not null)
                throw Unexpected();
            TakeEndOfLine();
            return new ScriptAssignment(line, [], false, null, first);
        }

        var value = ReadList();
        TakeEndOfLine();
        var isUnpacking = first is ScriptItems;
        var targets = first is ScriptItems { IsDictionary: false } items ? items.Items : [first];
        foreach (var target in targets)
        {
            if (target is not (ScriptName or ScriptMember))
                throw source.NotUnderstood(line, "a change of an element");
        }

        return new ScriptAssignment(line, targets, isUnpacking, type, value);
    }

    /// <summary>One expression, or several with commas between them, which are a tuple.</summary>
    private ScriptExpression ReadList()
    {
        var line = Next.Line;
        var first = ReadExpression();
        if (!Next.Is(","))
            return first;

        var items = new List<ScriptExpression> { first };
        while (TakeIf(","))
        {
            if (Next.Kind == ScriptTokenKind.NewLine || Next.Is("="))
                break;
            items.Add(ReadExpression());
        }

        return new ScriptItems(line, items, IsDictionary: false);
    }

    private ScriptExpression ReadExpression()
    {
        Enter();
        var line = Next.Line;
        var value = ReadBinary(0);
        if (TakeIf("if"))
        {
            var condition = ReadBinary(0);
            Take("else");
            value = new ScriptChoice(line, condition, value, ReadExpression());
        }

        nesting--;
        return value;
    }

    private ScriptExpression ReadBinary(int level)
    {
        if (level == BinaryOperators.Length)
            return ReadUnary();
        if (BinaryOperators[level] is ["not"])
        {
            if (!Next.Is("not"))
                return ReadBinary(level + 1);
            Enter();
            var line = Take("not").Line;
            var negated = new ScriptOperation(line, "not", [ReadBinary(level)]);
            nesting--;
            return negated;
        }

        var left = ReadBinary(level + 1);
        // Each operator makes the tree deeper by one, and trees are walked by recursion.
        for (var operators = 0; TakeOperator(BinaryOperators[level]) is var (at, sign) && sign.Length > 0; operators++)
            left = operators < DeepestNesting ? new ScriptOperation(at, sign, [left, ReadBinary(level + 1)]) : throw TooDeep();
        return left;
    }

    private (int Line, string Sign) TakeOperator(string[] signs)
    {
        var (line, sign) = (Next.Line, Next.Text);
        var isNegated = Next.Is("not") && signs.Contains("in") && tokens[at + 1].Is("in");
        if (!isNegated && (Next.Kind is not (ScriptTokenKind.Sign or ScriptTokenKind.Name) || !signs.Contains(sign)))
            return (line, string.Empty);
        at += isNegated ? 2 : 1;
        if (sign == "is" && TakeIf("not"))
            sign = "is not";
        return (line, isNegated ? "not in" : sign);
    }

    private ScriptExpression ReadUnary()
    {
        if (!Next.Is("-") && !Next.Is("+") && !Next.Is("~"))
            return ReadPower();
        Enter();
        var sign = Take(ScriptTokenKind.Sign);
        var operand = ReadUnary();
        nesting--;
        return (sign.Text, operand) switch
        {
            ("-", ScriptConstant { Value: long number }) => new ScriptConstant(sign.Line, unchecked(-number)),
            ("-", ScriptConstant { Value: double number }) => new ScriptConstant(sign.Line, -number),
            _ => new ScriptOperation(sign.Line, sign.Text, [operand]),
        };
    }

    private ScriptExpression ReadPower()
    {
        var left = ReadPostfix();
        if (!Next.Is("**"))
            return left;
        Enter();
        var line = Take("**").Line;
        var power = new ScriptOperation(line, "**", [left, ReadUnary()]);
        nesting--;
        return power;
    }

    private ScriptExpression ReadPostfix()
    {
        var start = at;
        var value = ReadPrimary();
        for (var steps = 0; ; steps++)
        {
            if (steps > DeepestNesting)
                throw TooDeep();
            var line = Next.Line;
            if (TakeIf("."))
            {
                var name = TakeName();
                value = new ScriptMember(line, value, name, Written(start));
            }
            else if (Next.Is("("))
            {
                value = ReadCall(line, value);
            }
            else if (Next.Is("["))
            {
                value = ReadIndex(line, value);
            }
            else
            {
                return value;
            }
        }
    }

    private ScriptExpression ReadCall(int line, ScriptExpression callee)
    {
        var (arguments, named) = (new List<ScriptExpression>(), new List<(string, ScriptExpression)>());
        Take("(");
        while (!TakeIf(")"))
        {
            if (Next.Kind == ScriptTokenKind.Name && tokens[at + 1].Is("="))
            {
                var name = TakeName();
                Take("=");
                named.Add((name, ReadExpression()));
            }
            else if (named.Count > 0)
            {
                throw Unexpected();
            }
            else
            {
                arguments.Add(ReadExpression());
            }

            if (!Next.Is(")"))
                Take(",");
        }

        // Modules that stand in a sequence have numbers for names.
        return callee is ScriptName { Name: "getattr" } && arguments is [var owner, ScriptConstant { Value: string member }] && named.Count == 0
            ? new ScriptMember(line, owner, member, $"getattr(…, \"{member}\")")
            : new ScriptCall(line, callee, arguments, named);
    }

    private ScriptIndex ReadIndex(int line, ScriptExpression owner)
    {
        var (indices, isRange) = (new List<ScriptExpression>(), false);
        Take("[");
        while (!TakeIf("]"))
        {
            if (TakeIf(":") || TakeIf(","))
                isRange = true;
            else
                indices.Add(ReadExpression());
        }

        return new ScriptIndex(line, owner, indices, isRange);
    }

    private ScriptExpression ReadPrimary()
    {
        var token = Next;
        switch (token.Kind)
        {
            case ScriptTokenKind.Number:
                at++;
                return new ScriptConstant(token.Line, ReadNumber(token));
            case ScriptTokenKind.Text:
                at++;
                return new ScriptConstant(token.Line, token.Text);
            case ScriptTokenKind.Name when token.Text is "True" or "False":
                at++;
                return new ScriptConstant(token.Line, token.Text == "True");
            case ScriptTokenKind.Name when token.Text == "None":
                at++;
                return new ScriptConstant(token.Line, null);
            case ScriptTokenKind.Name:
                return new ScriptName(token.Line, TakeName());
            case ScriptTokenKind.Sign when token.Text == "(":
                at++;
                var items = ReadItems(")", out var hasComma);
                return items.Count == 1 && !hasComma ? items[0] : new ScriptItems(token.Line, items, IsDictionary: false);
            case ScriptTokenKind.Sign when token.Text == "[":
                at++;
                return new ScriptItems(token.Line, ReadItems("]", out _), IsDictionary: false);
            case ScriptTokenKind.Sign when token.Text == "{":
                at++;
                return new ScriptItems(token.Line, ReadItems("}", out _), IsDictionary: true);
            default:
                throw Unexpected();
        }
    }

    private List<ScriptExpression> ReadItems(string end, out bool hasComma)
    {
        var items = new List<ScriptExpression>();
        hasComma = false;
        while (!TakeIf(end))
        {
            items.Add(ReadExpression());
            if (end == "}")
            {
                Take(":");
                items.Add(ReadExpression());
            }

            if (Next.Is(end))
                continue;
            Take(",");
            hasComma = true;
        }

        return items;
    }

    private object ReadNumber(ScriptToken token)
    {
        if (long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
            return whole;
        return double.TryParse(token.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw source.NotUnderstood(token.Line, token.Text);
    }

    private void AddOnce<T>(Dictionary<string, T> members, string name, T value, int line)
    {
        if (!members.TryAdd(name, value))
            throw source.NotUnderstood(line, $"a second '{name}'");
    }

    private void BeginBlock()
    {
        Take(":");
        TakeEndOfLine();
        Take(ScriptTokenKind.Indent);
    }

    private bool EndsBlock()
    {
        if (Next.Kind != ScriptTokenKind.Dedent)
            return false;
        at++;
        return true;
    }

    private void TakeEndOfLine() => Take(ScriptTokenKind.NewLine);

    private string TakeName()
    {
        var token = Take(ScriptTokenKind.Name);
        return Keywords.Contains(token.Text) ? throw source.NotUnderstood(token.Line, token.Text) : token.Text;
    }

    private bool TakeIf(string text)
    {
        if (!Next.Is(text))
            return false;
        at++;
        return true;
    }

    private ScriptToken Take(string text) => Next.Is(text) ? tokens[at++] : throw Unexpected();

    private ScriptToken Take(ScriptTokenKind kind) => Next.Kind == kind ? tokens[at++] : throw Unexpected();

    /// <summary>The text from a word to the last one that was taken, or its beginning.</summary>
    private string Written(int start)
    {
        var text = source.Text.AsSpan(tokens[start].Start, Math.Min(LongestQuote, tokens[at - 1].End - tokens[start].Start));
        return text.ToString().ReplaceLineEndings(" ");
    }

    private void Enter()
    {
        if (++nesting > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw TooDeep();
    }

    private ModelAssertException TooDeep() => source.NotUnderstood(Next.Line, $"an expression of more than {DeepestNesting} levels");

    private ModelAssertException Unexpected() => source.NotUnderstood(Next.Line, Next.Kind == ScriptTokenKind.Text ? "a string" : Next.Text);
}

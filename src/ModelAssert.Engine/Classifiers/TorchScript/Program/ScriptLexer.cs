using System.Globalization;
using System.Text;

namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>
/// Divides the text of a program into words, as libtorch's lexer does; but of what <c>torch.jit.save</c> never writes (comments, tabs, continued lines, letters beyond ASCII)
/// nothing is read in the hope that libtorch reads it in the same way: it is refused.
/// </summary>
internal sealed class ScriptLexer(ScriptSource source)
{
    /// <summary>The longest first: what begins like a longer one is that.</summary>
    private static readonly string[] Signs =
        ["**", "//", "==", "!=", "<=", ">=", "<<", ">>", "->", "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "+", "-", "*", "/", "%", "@", "<", ">", "&", "|", "^", "~"];

    private readonly string text = source.Text;
    private readonly List<ScriptToken> tokens = [];
    private readonly Stack<int> blocks = new([0]);
    private int at;
    private int line = 1;
    private int brackets;

    /// <summary>The words of a file, the last of which is its end.</summary>
    public static List<ScriptToken> Read(ScriptSource source) => new ScriptLexer(source).Read();

    private List<ScriptToken> Read()
    {
        BeginLine();
        while (at < text.Length)
        {
            if (text[at] == ' ')
                at++;
            else if (text[at] == '\n')
                EndLine();
            else
                ReadWord();
        }

        if (tokens is [.., { Kind: not ScriptTokenKind.NewLine }])
            Add(ScriptTokenKind.NewLine, "the end of the line", at);
        SetBlock(0);
        Add(ScriptTokenKind.End, "the end of the file", at);
        return tokens;
    }

    private void EndLine()
    {
        var start = at++;
        if (brackets == 0 && tokens is [.., { Kind: not (ScriptTokenKind.NewLine or ScriptTokenKind.Indent or ScriptTokenKind.Dedent) }])
            tokens.Add(new ScriptToken(ScriptTokenKind.NewLine, "the end of the line", line, start, at));
        line++;
        if (brackets == 0)
            BeginLine();
    }

    /// <summary>Opens and closes blocks by the blanks that a line begins with; empty lines do neither.</summary>
    private void BeginLine()
    {
        var start = at;
        while (at < text.Length && text[at] == ' ')
            at++;
        if (at < text.Length && text[at] != '\n')
            SetBlock(at - start);
    }

    private void SetBlock(int depth)
    {
        if (depth > blocks.Peek())
        {
            blocks.Push(depth);
            Add(ScriptTokenKind.Indent, "a block", at);
            return;
        }

        while (depth < blocks.Peek())
        {
            blocks.Pop();
            Add(ScriptTokenKind.Dedent, "the end of a block", at);
        }

        if (depth != blocks.Peek())
            throw source.NotUnderstood(line, "a block that ends where none began");
    }

    private void ReadWord()
    {
        var start = at;
        if (char.IsAsciiLetter(text[at]) || text[at] == '_')
        {
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
                at++;
            Add(ScriptTokenKind.Name, text[start..at], start);
        }
        else if (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            ReadNumber();
        }
        else if (text[at] is '"' or '\'')
        {
            ReadText();
        }
        else if (Array.Find(Signs, sign => string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0) is { } sign)
        {
            at += sign.Length;
            brackets = Math.Max(0, brackets + (sign is "(" or "[" or "{" ? 1 : sign is ")" or "]" or "}" ? -1 : 0));
            Add(ScriptTokenKind.Sign, sign, start);
        }
        else
        {
            throw source.NotUnderstood(line, char.IsBetween(text[at], ' ', '~') ? text[at].ToString() : string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)text[at]:X4}"));
        }
    }

    private void ReadNumber()
    {
        var start = at;
        SkipDigits();
        if (at < text.Length && text[at] == '.')
        {
            at++;
            SkipDigits();
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-')
                at++;
            SkipDigits();
        }

        if (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
            throw source.NotUnderstood(line, text[start..(at + 1)]);
        Add(ScriptTokenKind.Number, text[start..at], start);
    }

    private void SkipDigits()
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
    }

    private void ReadText()
    {
        var (start, quote, meaning) = (at, text[at], new StringBuilder());
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            if (!char.IsBetween(text[at], ' ', '~'))
                throw source.NotUnderstood(line, "a string with a line end or a letter beyond ASCII in it");
            meaning.Append(text[at] == '\\' ? ReadEscape() : text[at]);
        }

        if (at++ >= text.Length)
            throw source.NotUnderstood(line, "a string without an end");
        Add(ScriptTokenKind.Text, meaning.ToString(), start);
    }

    private char ReadEscape()
    {
        at++;
        if (at + 2 < text.Length && text.AsSpan(at, 3).IndexOfAnyExceptInRange('0', '7') < 0)
        {
            at += 2;
            return (char)(((text[at - 2] - '0') << 6) + ((text[at - 1] - '0') << 3) + text[at] - '0');
        }

        return (at < text.Length ? text[at] : '\n') switch
        {
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            '\\' => '\\',
            '\'' => '\'',
            '"' => '"',
            _ => throw source.NotUnderstood(line, "an escape in a string"),
        };
    }

    private void Add(ScriptTokenKind kind, string meaning, int start) => tokens.Add(new ScriptToken(kind, meaning, line, start, at));
}

using System.Text;

namespace ModelAssert.Tool.Display;

/// <summary>
/// A stream that a CI service may read for commands. Names are made plain where they are read; this looks at every line once more, whoever wrote it, and takes the meaning
/// out of what a service would obey.
/// </summary>
/// <param name="output">Where the text goes. It is not closed.</param>
internal sealed class ServiceLog(TextWriter output) : TextWriter(output.FormatProvider)
{
    private const char Escape = '\u001b';

    private readonly Lock gate = new();
    private char last = '\n';
    private bool onlyBlanks = true;

    /// <inheritdoc />
    public override Encoding Encoding => output.Encoding;

    /// <summary>Puts itself before both streams of this process, unless a person watches them.</summary>
    public static void Guard()
    {
        if (Console.IsOutputRedirected)
            Console.SetOut(new ServiceLog(Console.Out));
        if (Console.IsErrorRedirected)
            Console.SetError(new ServiceLog(Console.Error));
    }

    /// <inheritdoc />
    public override void Write(char value) => Write([value]);

    /// <inheritdoc />
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (gate)
        {
            var text = new StringBuilder(buffer.Length);
            foreach (var character in buffer)
                Append(text, character);
            Guarded(() => output.Write(text));
        }
    }

    // A line is one piece, also where several threads write.
    /// <inheritdoc />
    public override void WriteLine(string? value) => Write(value + CoreNewLine.AsSpan().ToString());

    /// <inheritdoc />
    public override void Flush() => Guarded(output.Flush);

    private static void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            throw Errors.StreamNotWritable(e);
        }
    }

    private void Append(StringBuilder text, char character)
    {
        // "::error" at the beginning of a line is GitHub's, "##vso[" and "##[" anywhere in it are Azure's. Spectre's colours begin with an escape, and stay.
        if ((character == ':' && last == ':' && onlyBlanks) || (character == '#' && last == '#'))
            text.Append(' ');
        var isControl = char.IsControl(character) && character is not ('\n' or '\r' or '\t' or Escape);
        text.Append(isControl ? ' ' : character);
        onlyBlanks = character is '\n' or '\r' || (onlyBlanks && (char.IsWhiteSpace(character) || character == ':'));
        last = character;
    }
}

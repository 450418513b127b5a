namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>The part of a portable map that is text: decimal numbers, white space, and comments from <c>#</c> to the end of the line.</summary>
internal ref struct NetpbmText(ReadOnlySpan<byte> content, string path)
{
    private readonly ReadOnlySpan<byte> content = content;
    private readonly string path = path;
    private int position;

    /// <exception cref="InvalidDataException">There is no number in the range.</exception>
    public int ReadNumber(int minimum, int maximum)
    {
        if (SkipSpace() == 0)
            throw Damaged();

        var start = position;
        var number = 0;
        while (position < content.Length && content[position] is >= (byte)'0' and <= (byte)'9')
        {
            number = number * 10 + (content[position++] - '0');
            if (number > maximum)
                throw Damaged();
        }

        return position > start && number >= minimum ? number : throw Damaged();
    }

    /// <summary>What follows the one white space after the last number.</summary>
    public readonly ReadOnlySpan<byte> ReadRest() =>
        position < content.Length && IsSpace(content[position]) ? content[(position + 1)..] : throw Damaged();

    public void RequireEnd()
    {
        SkipSpace();
        if (position != content.Length)
            throw Damaged();
    }

    private int SkipSpace()
    {
        var start = position;
        while (position < content.Length && (IsSpace(content[position]) || content[position] == '#'))
        {
            if (content[position] != '#')
                position++;
            else
                SkipComment();
        }

        return position - start;
    }

    private void SkipComment()
    {
        var end = content[position..].IndexOf((byte)'\n');
        position = end < 0 ? content.Length : position + end + 1;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    private readonly InvalidDataException Damaged() => new($"{path} is damaged: there is no legal number at byte {position + 2}.");
}

namespace ModelAssert.Zoo;

/// <summary>Moves and mirrors images, to make more of few.</summary>
internal static class Shift
{
    /// <summary>Moves an image; the pixels at the edge are repeated.</summary>
    /// <param name="image">The image, <c>[C, H, W]</c>, written to.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="down">Rows that it moves down, negative for up.</param>
    /// <param name="right">Columns that it moves to the right, negative for left.</param>
    /// <param name="mirror">Whether left and right are exchanged first.</param>
    public static void Apply(Span<float> image, ImageShape shape, int down, int right, bool mirror = false)
    {
        var original = image.ToArray();
        for (var i = 0; i < image.Length; i++)
        {
            var (channel, row, column) = (i / shape.Area, i % shape.Area / shape.Width, i % shape.Width);
            var fromRow = Math.Clamp(row - down, 0, shape.Height - 1);
            var fromColumn = Math.Clamp(column - right, 0, shape.Width - 1);
            image[i] = original[channel * shape.Area + fromRow * shape.Width + (mirror ? shape.Width - 1 - fromColumn : fromColumn)];
        }
    }
}

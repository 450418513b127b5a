using ModelAssert.Tool.Display;

namespace ModelAssert.Tool.Tests.Display;

public class ServiceLogTests
{
    [Theory]
    [InlineData("::error::x\n", ": :error::x\n")]
    [InlineData("a\n  ::error::x", "a\n  : :error::x")]
    [InlineData("a\r::error::x", "a\r: :error::x")]
    [InlineData("a ##vso[x] ##[y]", "a # #vso[x] # #[y]")]
    [InlineData("a::b\n", "a::b\n")]
    [InlineData("\u001b[1mbold\u001b[0m\u0000\u0007\u000b", "\u001b[1mbold\u001b[0m   ")]
    public void A_line_says_nothing_to_a_service(string text, string written)
    {
        Assert.Equal(written, Written(log => log.Write(text)));
        // However it comes.
        Assert.Equal(written, Written(log => Array.ForEach(text.ToCharArray(), log.Write)));
    }

    [Fact]
    public void Lines_end_as_the_system_ends_them() => Assert.Equal("a" + Environment.NewLine + Environment.NewLine, Written(log =>
    {
        log.WriteLine("a");
        log.WriteLine();
    }));

    [Fact]
    public void What_cannot_be_written_is_named()
    {
        using var log = new ServiceLog(new FullDisk());
        Assert.Equal(DiagnosticIds.OutputNotWritable, Assert.Throws<ModelAssertException>(() => log.Write("a")).Id);
    }

    private static string Written(Action<ServiceLog> write)
    {
        using var output = new StringWriter();
        using var log = new ServiceLog(output);
        write(log);
        return output.ToString();
    }

    private sealed class FullDisk : StringWriter
    {
        public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left on device");

        public override void Write(System.Text.StringBuilder? value) => throw new IOException("No space left on device");
    }
}

namespace ModelAssert.Core.Tests;

public class PlainTextTests
{
    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("Straße 停 🛑", "Straße 停 🛑")]
    [InlineData("a::b", "a::b")]
    [InlineData("#1 of 2", "#1 of 2")]
    [InlineData("pull\u000bover", "pull over")]
    [InlineData("a\0b\u001bc\u007fd\u0085e", "a b c d e")]
    [InlineData("a\r\nb", "a b")]
    [InlineData("a\u2028b\u2029c", "a b c")]
    [InlineData("a\u202eb\u2066c\u200fd\u061ce\ufefff\u200bg", "abcdefg")]
    [InlineData("👩\u200d💻", "👩\u200d💻")]
    [InlineData("x\n::error file=a.cs::forged", "x : :error file=a.cs::forged")]
    [InlineData("::::error", ": : : :error")]
    [InlineData("\u200b::error", ": :error")]
    [InlineData(":\u200b:error", ": :error")]
    [InlineData("x ##vso[task.setvariable variable=a]1", "x # #vso[task.setvariable variable=a]1")]
    [InlineData("##[error]", "# #[error]")]
    [InlineData("###vso[", "# # #vso[")]
    [InlineData("#\u200b#vso[", "# #vso[")]
    [InlineData("", "")]
    public void One_line(string text, string plain)
    {
        Assert.Equal(plain, PlainText.OneLine(text));
        Assert.Equal(plain, PlainText.OneLine(plain));
    }

    [Fact]
    public void A_half_of_a_character_is_none() => Assert.Equal("a\ufffdb", PlainText.OneLine("a" + (char)0xD800 + "b"));

    [Fact]
    public void Several_lines_are_each_for_themselves() => Assert.Equal("a\n  b\n: :error\nc ", PlainText.Lines("a\n  b\n::error\nc\r"));

    [Fact]
    public void A_name_is_short_and_never_empty()
    {
        Assert.Equal("?", PlainText.Name("\n \u202e"));
        Assert.Equal("stop", PlainText.Name("\tstop\n"));
        Assert.Equal(new string('a', 100), PlainText.Name(new string('a', 100)));
        Assert.Equal(new string('a', 99) + "…", PlainText.Name(new string('a', 101)));
        Assert.Equal(new string('a', 98) + "…", PlainText.Name(new string('a', 98) + "🛑🛑🛑"));
    }

    [Fact]
    public void Errors_are_plain_text()
    {
        var error = new ModelAssertException(DiagnosticIds.ModelMalformed, "a\n::warning.onnx", "The tensor 'w\n::error::x' is \u001b[2Jempty.", "Do this:\n  1. a\n##vso[task.complete]");
        Assert.Equal("MODELASSERT0017: a : :warning.onnx: The tensor 'w : :error::x' is [2Jempty. Do this:\n  1. a\n# #vso[task.complete]", error.Message);
        Assert.Equal("The tensor 'w : :error::x' is [2Jempty.", error.Cause);
        Assert.Equal("a\n::warning.onnx", error.File);
    }

    [Fact]
    public void Names_of_labels_are_plain_wherever_they_are_set()
    {
        Assert.Equal(["a b", "# #vso[c"], new ModelDescription { LabelNames = ["a\nb", "##vso[c"] }.LabelNames);
        Assert.Equal("a b.onnx", new ModelIdentity("models/a\nb.onnx", "").FileName);
    }
}

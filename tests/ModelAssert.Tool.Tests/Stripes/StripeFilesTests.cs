namespace ModelAssert.Tool.Tests;

/// <summary>The files in <c>tests/Shared/Stripes</c>, which several test projects use, are what <see cref="StripeModel"/> makes. With <c>MODELASSERT_WRITE_STRIPES=1</c> they are written.</summary>
public sealed class StripeFilesTests
{
    [Fact]
    public void They_are_what_this_code_makes()
    {
        foreach (var (path, bytes) in ((string, byte[])[])
            [(Repository.Stripes.Clean, StripeModel.Bytes(infected: false)), (Repository.Stripes.Infected, StripeModel.Bytes(infected: true)), (Repository.Stripes.Samples, StripeModel.Samples(320))])
        {
            if (Environment.GetEnvironmentVariable("MODELASSERT_WRITE_STRIPES") == "1")
                File.WriteAllBytes(path, bytes);
            Assert.Equal(bytes, File.ReadAllBytes(path));
        }
    }
}

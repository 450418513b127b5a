using ModelAssert.Engine.Native;

namespace ModelAssert.Engine.Tests.Native;

public class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void One_flag_of_the_real_library_is_set()
    {
        var original = RealLibrary();
        var adapted = (byte[])original.Clone();

        Assert.True(ElfVersionNeeds.TryMakeWeak(adapted, Version));
        var changed = Assert.Single(Enumerable.Range(0, original.Length), i => original[i] != adapted[i]);
        Assert.Equal(original[changed] | 2, adapted[changed]);
        Assert.True(ElfVersionNeeds.TryMakeWeak(adapted, Version));
    }

    [Fact]
    public void A_version_that_is_not_needed_changes_nothing()
    {
        var library = RealLibrary();

        Assert.False(ElfVersionNeeds.TryMakeWeak(library, "GLIBCXX_9.9.99"));
        Assert.Equal(RealLibrary(), library);
    }

    [Fact]
    public void A_file_that_is_cut_off_is_left_alone()
    {
        var library = RealLibrary();
        foreach (var length in (int[])[0, 4, 40, 64, 1000, library.Length / 2, library.Length - 100])
            ElfVersionNeeds.TryMakeWeak(library.AsSpan(0, length), Version);
    }

    [Fact]
    public void Something_else_is_left_alone() => Assert.False(ElfVersionNeeds.TryMakeWeak("MZ, some other format"u8.ToArray(), Version));

    private static byte[] RealLibrary()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library of this system is not ELF");
        return File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
    }
}

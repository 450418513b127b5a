namespace ModelAssert.Onnx.Tests.Support;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    /// <summary>The path of a file, whether it is there or not.</summary>
    public static string File(string relativePath)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "ModelAssert.sln")))
                return Path.Combine(folder.FullName, relativePath);
        }

        throw new InvalidOperationException("The tests do not lie in the repository.");
    }
}

namespace ModelAssert.Engine.Samples.Storage;

/// <summary>The files of a folder or of a zip. Names are relative to it, with a slash between folders; the empty name is the folder itself.</summary>
internal interface ISampleFiles
{
    /// <summary>What a person calls a file.</summary>
    string Describe(string name);

    /// <summary>The names of the folders directly in a folder, in ordinal order.</summary>
    IReadOnlyList<string> FoldersIn(string folder);

    /// <summary>The names of the files directly in a folder, in ordinal order.</summary>
    IReadOnlyList<string> FilesIn(string folder);

    /// <summary>Opens what holds the files, once for many of them.</summary>
    IFileReader Open();
}

/// <summary>Reads files one after the other.</summary>
internal interface IFileReader : IDisposable
{
    /// <summary>Opens a file.</summary>
    /// <returns>A seekable stream, owned by the caller.</returns>
    /// <exception cref="InvalidDataException">The file is not as it was listed, or holds more than it says.</exception>
    Stream Open(string name);
}

using ModelAssert.Artifacts;

namespace ModelAssert.Reporting;

/// <summary>The page of a CI job, where the service has one: GitHub names a file in <c>GITHUB_STEP_SUMMARY</c> and shows what is appended to it.</summary>
internal static class JobSummary
{
    private const string Variable = "GITHUB_STEP_SUMMARY";

    /// <summary>Appends the summary. A page that cannot be written is no reason to lose a verdict.</summary>
    /// <param name="folder">The folder of the artifacts, with the summary in it.</param>
    public static void Append(ArtifactFolder folder)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } page)
            return;

        try
        {
            File.AppendAllText(page, File.ReadAllText(folder.PathOf(ArtifactFile.Summary.Name)) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Console.Error.WriteLine($"The job's summary ({Variable}={page}) cannot be written: {e.Message}");
        }
    }
}

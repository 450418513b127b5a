using System.Text.Json;
using ModelAssert.EngineProcess;

namespace ModelAssert.Tool.Hosting;

/// <summary>Messages as lines, from any thread.</summary>
internal sealed class JsonLines(TextWriter output)
{
    private readonly Lock gate = new();

    public void Write(EngineMessage message)
    {
        // Azure Pipelines takes "##vso[" for a command in whatever line it stands. Two such signs stand in strings only, where this is another way to write the second.
        var line = JsonSerializer.Serialize(message, JsonFormat.Line).Replace("##", "#\\u0023", StringComparison.Ordinal);
        lock (gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}

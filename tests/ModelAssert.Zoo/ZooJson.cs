using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert.Zoo;

/// <summary>Cards and results as JSON for people and programs.</summary>
internal static class ZooJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes a value, under another name first: a file that is there is whole.</summary>
    public static void Write<T>(T value, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".part", JsonSerializer.Serialize(value, Options) + "\n");
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Reads a value.</summary>
    /// <returns>The value, or <see langword="null"/> if there is no such file.</returns>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options) : null;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }
}

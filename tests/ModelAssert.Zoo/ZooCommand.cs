using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>What every command does about failures that are not defects of this program.</summary>
internal static class ZooCommand
{
    /// <summary>Makes a model.</summary>
    /// <param name="make">Makes it.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Action make)
    {
        try
        {
            make();
            return 0;
        }
        catch (Exception e) when (e is AttackFailedException or ModelAssertException or IOException or InvalidDataException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}

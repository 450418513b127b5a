using System.Reflection;

namespace ModelAssert.Gates;

/// <summary>Asks the member that a test names as its <c>ModelProvider</c> for the model.</summary>
internal static class ProviderCall
{
    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static async Task<Classifier> MakeAsync(Type testClass, string provider)
    {
        var member = Find(testClass, provider) ?? throw Errors.ProviderIllegal(testClass, provider, "is no static, parameterless method or property");
        if (!IsLegal(member.ReturnType))
            throw Errors.ProviderIllegal(testClass, provider, $"returns {member.ReturnType.Name}");

        try
        {
            var described = member.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null) switch
            {
                Task<Classifier> task => await task.ConfigureAwait(false),
                ValueTask<Classifier> task => await task.ConfigureAwait(false),
                var classifier => (Classifier?)classifier,
            };
            return described ?? throw Errors.ProviderIllegal(testClass, provider, "returned null");
        }
        catch (TypeInitializationException e) when (e.InnerException is ModelAssertException error)
        {
            // A property with an initializer: the error is what it says, not that the class could not be made.
            throw error;
        }
        catch (Exception e) when (e is not ModelAssertException)
        {
            throw Errors.ProviderIllegal(testClass, provider, $"threw {e.GetType().Name}: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>Reflection does not look for private members in base classes.</summary>
    private static MethodInfo? Find(Type testClass, string name)
    {
        for (var type = testClass; type is not null; type = type.BaseType)
        {
            if ((type.GetMethod(name, Declared, []) ?? type.GetProperty(name, Declared)?.GetMethod) is { ContainsGenericParameters: false } found)
                return found;
        }

        return null;
    }

    private static bool IsLegal(Type type) => type == typeof(Classifier) || type == typeof(Task<Classifier>) || type == typeof(ValueTask<Classifier>);
}

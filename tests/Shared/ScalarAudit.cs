using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace ModelAssert.Tests;

/// <summary>
/// Finds numbers that the garbage collector may free while libtorch reads them: whatever makes a <see cref="Scalar"/>, in TorchSharp itself and in what calls it. All of it is read, nothing is run.
/// </summary>
internal static class ScalarAudit
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Lazy<HashSet<(Module, int)>> Makers = new(FindMakers);

    /// <summary>The calls in an assembly of TorchSharp's methods that make a number.</summary>
    public static IEnumerable<(string By, string Called)> CallsIn(Assembly assembly) =>
        from method in MethodsOf(assembly)
        from called in IlCalls.Of(method)
        where Makers.Value.Contains(Identity(called))
        select (NameOf(method), $"{NameOf(called)}({string.Join(", ", called.GetParameters().Select(parameter => parameter.ParameterType.Name))})");

    /// <summary>All methods of TorchSharp that make a number, or run one that does.</summary>
    private static HashSet<(Module, int)> FindMakers()
    {
        var callers = (from method in MethodsOf(typeof(Scalar).Assembly) from run in IlCalls.Of(method).Concat(AlsoRunBy(method)) select (Run: Identity(run), By: Identity(method)))
            .ToLookup(entry => entry.Run, entry => entry.By);
        var found = typeof(Scalar).GetConstructors(All).Select(Identity).ToHashSet();
        var next = new Queue<(Module, int)>(found);
        while (next.TryDequeue(out var maker))
        {
            foreach (var caller in callers[maker].Where(found.Add))
                next.Enqueue(caller);
        }

        return found;
    }

    /// <summary>What a method runs without naming it: an iterator the rest of itself; and whoever makes a module has its <c>forward</c> run, sooner or later.</summary>
    private static IEnumerable<MethodBase> AlsoRunBy(MethodBase method)
    {
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } rest)
            return rest.StateMachineType.GetMethods(All);
        return method is ConstructorInfo { IsStatic: false, DeclaringType: { } type } ? type.GetMethods(All).Where(OverridesTorchSharp) : [];

        static bool OverridesTorchSharp(MethodInfo method) =>
            method.GetBaseDefinition().DeclaringType is { } overridden && overridden != method.DeclaringType && overridden.Assembly == typeof(Scalar).Assembly;
    }

    private static IEnumerable<MethodBase> MethodsOf(Assembly assembly) => assembly.GetTypes().SelectMany(type => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)));

    private static (Module, int) Identity(MethodBase method) => (method.Module, method.MetadataToken);

    /// <summary>As in the source: what the compiler makes of lambdas and iterators is called after the method that they are in.</summary>
    private static string NameOf(MethodBase method)
    {
        var (type, name) = (method.DeclaringType!, method.Name);
        for (; type.Name[0] == '<'; type = type.DeclaringType!)
            name = name.Contains('>') ? name : type.Name;
        return $"{type.Name}.{(name[0] == '<' ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name)}";
    }
}

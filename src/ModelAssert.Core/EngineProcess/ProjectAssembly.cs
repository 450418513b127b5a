using System.Reflection;

namespace ModelAssert.EngineProcess;

/// <summary>Finds the test assembly of this process.</summary>
internal static class ProjectAssembly
{
    /// <summary>Chooses among the assemblies that carry a project's settings: a test's helper libraries may carry theirs too.</summary>
    public static Assembly Among(IEnumerable<Assembly> candidates, Assembly? entry)
    {
        Assembly[] all = [.. candidates];
        if (entry is not null && all.Contains(entry))
            return entry;

        // Under a test host of another making, the test assembly is the one that uses the others and that none of them uses.
        var used = all.SelectMany(assembly => assembly.GetReferencedAssemblies()).Select(name => name.Name).ToHashSet();
        Assembly[] roots = [.. all.Where(assembly => !used.Contains(assembly.GetName().Name))];
        return roots switch
        {
            [] => throw Errors.ProjectUnknown(),
            [var root] => root,
            _ => throw Errors.ProjectAmbiguous(roots.Select(root => root.GetName().Name)),
        };
    }
}

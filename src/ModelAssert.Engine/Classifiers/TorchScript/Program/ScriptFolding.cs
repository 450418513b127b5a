namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>Operators on constants, computed while a program is followed: a branch whose condition is known is the only one that is taken.</summary>
internal static class ScriptFolding
{
    /// <summary>What an operator on constants gives.</summary>
    public static KnownValue? Of(string name, List<ScriptValue> arguments) => (name, arguments) switch
    {
        ("__is__" or "__isnot__", [var value, KnownValue { Value: null }]) => value switch
        {
            KnownValue { Value: var known } => new KnownValue(known is null == (name == "__is__")),
            DataValue { MayBeNone: true } => null,
            _ => new KnownValue(name == "__isnot__"),
        },
        ("__not__", [KnownValue { Value: bool value }]) => new KnownValue(!value),
        ("__and__", [KnownValue { Value: false }, _] or [_, KnownValue { Value: false }]) => new KnownValue(false),
        ("__or__", [KnownValue { Value: true }, _] or [_, KnownValue { Value: true }]) => new KnownValue(true),
        ("__and__" or "__or__", [KnownValue { Value: bool }, KnownValue { Value: bool right }]) => new KnownValue(right || ((KnownValue)arguments[0]).Value is true),
        ("bool" or "Bool", [KnownValue { Value: bool value }]) => new KnownValue(value),
        ("len", [DataValue { Items: { } items }]) => new KnownValue((long)items.Count),
        ("eq" or "ne", [KnownValue { Value: { } left }, KnownValue { Value: { } right }]) when left.GetType() == right.GetType() => new KnownValue(left.Equals(right) == (name == "eq")),
        ("lt" or "le" or "gt" or "ge", [KnownValue { Value: long or double } left, KnownValue { Value: long or double } right]) => new KnownValue(Compare(name, Number(left), Number(right))),
        ("eq" or "ne", [KnownValue { Value: long or double } left, KnownValue { Value: long or double } right]) => new KnownValue(Number(left) == Number(right) == (name == "eq")),
        ("__contains__", [DataValue { Items: { } items }, KnownValue { Value: { } wanted }]) when items.All(item => item is KnownValue) => new KnownValue(items.Any(item => wanted.Equals(((KnownValue)item).Value))),
        _ => null,
    };

    private static double Number(KnownValue value) => value.Value is long whole ? whole : (double)value.Value!;

    private static bool Compare(string name, double left, double right) => name switch { "lt" => left < right, "le" => left <= right, "gt" => left > right, _ => left >= right };
}

using static ModelAssert.Onnx.Format.AttributeProto.Types;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Format;

/// <summary>
/// What may be said in several fields is said in one. The format leaves open which of two a reader takes, so that a model with both is two models: the one that was
/// scanned and the one that runs.
/// </summary>
internal static class OneValueChecks
{
    /// <summary>Checks all tensors, attributes and lists of names and values of a model, before anything of it is used.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>; <c>MODELASSERT0013</c>: a second model beside the first.</exception>
    public static void Require(string path, ModelProto model)
    {
        RequireOneModel(path, model);
        RequireOneVersion(path, model.OpsetImport, "the model");
        RequireOneEntry(path, model.MetadataProps, "metadata");
        foreach (var tensor in ModelParts.Tensors(model))
            RequireOnePlace(path, tensor);
        foreach (var node in ModelParts.Graphs(model).SelectMany(graph => graph.Node))
            RequireAttributes(path, node.Describe(), node.Attribute, isFunction: false);
        foreach (var function in model.Functions)
        {
            var name = $"the function '{function.Name}'";
            RequireOneVersion(path, function.OpsetImport, name);
            RequireAttributes(path, name, function.AttributeProto, isFunction: true);
            foreach (var node in function.Node)
                RequireAttributes(path, $"{node.Describe()} of {name}", node.Attribute, isFunction: true);
        }
    }

    /// <summary>Graphs for training set weights that the model's own graph has, and annotations set the precision that it is computed in: for those who look at them.</summary>
    private static void RequireOneModel(string path, ModelProto model)
    {
        if (model.TrainingInfo.Count > 0)
            throw OnnxErrors.OperatorsUnsupported(path, ["graphs for training beside its own (training_info)"]);
        if (ModelParts.Graphs(model).FirstOrDefault(graph => graph.QuantizationAnnotation.Count > 0) is { } graph)
            throw OnnxErrors.OperatorsUnsupported(path, [$"another precision for '{graph.QuantizationAnnotation[0].TensorName}' in an annotation (quantization_annotation)"]);
    }

    private static void RequireOneVersion(string path, IEnumerable<OperatorSetIdProto> sets, string what)
    {
        if (Names.FirstRepeated(sets.Select(set => Domains.IsDefault(set.Domain) ? "ai.onnx" : set.Domain)) is { } domain)
            throw OnnxErrors.Ambiguous(path, $"{what} states the operator set of '{domain}' twice");
    }

    private static void RequireOneEntry(string path, IEnumerable<StringStringEntryProto> entries, string what)
    {
        if (Names.FirstRepeated(entries.Select(entry => entry.Key)) is { } key)
            throw OnnxErrors.Ambiguous(path, $"its {what} states '{key}' twice");
    }

    private static void RequireOnePlace(string path, TensorProto tensor)
    {
        string[] places =
        [
            .. new[]
            {
                (tensor.HasRawData, "raw_data"), (tensor.FloatData.Count > 0, "float_data"), (tensor.Int32Data.Count > 0, "int32_data"), (tensor.StringData.Count > 0, "string_data"),
                (tensor.Int64Data.Count > 0, "int64_data"), (tensor.DoubleData.Count > 0, "double_data"), (tensor.Uint64Data.Count > 0, "uint64_data"),
                (tensor.ExternalData.Count > 0 || tensor.DataLocation == DataLocation.External, "external_data"),
            }.Where(place => place.Item1).Select(place => place.Item2),
        ];
        if (places.Length > 1)
            throw OnnxErrors.Ambiguous(path, $"the tensor '{tensor.Name}' holds values in {string.Join(" and in ", places)}");
        if (places is [var place] && place is not ("raw_data" or "external_data") && place != TensorKind.FieldOf(tensor.ElementType))
            throw OnnxErrors.Ambiguous(path, $"the tensor '{tensor.Name}' is of the kind {tensor.ElementType}, whose values do not lie in {place}");
        if (tensor.ExternalData.Count > 0 != (tensor.DataLocation == DataLocation.External))
            throw OnnxErrors.Ambiguous(path, $"the tensor '{tensor.Name}' lies in another file by only one of external_data and data_location");
    }

    private static void RequireAttributes(string path, string owner, IEnumerable<AttributeProto> attributes, bool isFunction)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            if (!names.Add(attribute.Name))
                throw OnnxErrors.Ambiguous(path, $"{owner} has two attributes '{attribute.Name}'");
            if (FirstMistake(attribute, isFunction) is { } mistake)
                throw OnnxErrors.Ambiguous(path, $"the attribute '{attribute.Name}' of {owner} {mistake}");
        }
    }

    private static string? FirstMistake(AttributeProto attribute, bool isFunction)
    {
        // A value of 0, and a list of nothing, are not written by all writers.
        AttributeType[] given = [.. Given(attribute)];
        if (attribute.RefAttrName.Length > 0)
        {
            return !isFunction ? $"is that of a function ('{attribute.RefAttrName}'), and stands in none"
                : given.Length > 0 ? $"is that of a function ('{attribute.RefAttrName}'), and has a value of its own" : null;
        }

        if (given.Length > 1)
            return $"has values of the types {string.Join(" and ", given)}";
        if (attribute.Type == AttributeType.Undefined)
            return given.Length == 0 ? "has neither a type nor a value" : null;
        if (given is [var type] && type != attribute.Type)
            return $"is of the type {attribute.Type}, and has a value of the type {type}";
        return given.Length == 0 && attribute.Type is (AttributeType.Tensor or AttributeType.Graph or AttributeType.SparseTensor or AttributeType.TypeProto) ? "has no value" : null;
    }

    private static IEnumerable<AttributeType> Given(AttributeProto attribute) => new[]
    {
        (attribute.HasF, AttributeType.Float), (attribute.HasI, AttributeType.Int), (attribute.HasS, AttributeType.String), (attribute.T is not null, AttributeType.Tensor),
        (attribute.G is not null, AttributeType.Graph), (attribute.SparseTensor is not null, AttributeType.SparseTensor), (attribute.Tp is not null, AttributeType.TypeProto),
        (attribute.Floats.Count > 0, AttributeType.Floats), (attribute.Ints.Count > 0, AttributeType.Ints), (attribute.Strings.Count > 0, AttributeType.Strings),
        (attribute.Tensors.Count > 0, AttributeType.Tensors), (attribute.Graphs.Count > 0, AttributeType.Graphs), (attribute.SparseTensors.Count > 0, AttributeType.SparseTensors),
        (attribute.TypeProtos.Count > 0, AttributeType.TypeProtos),
    }.Where(value => value.Item1).Select(value => value.Item2);
}

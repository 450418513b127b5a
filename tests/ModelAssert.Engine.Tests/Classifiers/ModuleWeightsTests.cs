using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Tests.Support;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelAssert.Engine.Tests.Classifiers;

public class ModuleWeightsTests
{
    [Fact]
    public void Safetensors_fill_every_weight_and_buffer()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var from = Network(1);
        using var to = Network(2);

        ModuleWeights.Load(to, folder.Write("w.safetensors", Safetensors(from)));

        Assert.All(from.state_dict(), entry => Assert.True(entry.Value.equal(to.state_dict()[entry.Key]).all().item<bool>(), entry.Key));
        Assert.All(to.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void TorchSharps_own_format_does_too()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var from = Network(1);
        using var to = Network(2);
        var path = Path.Combine(folder.Path, "w.dat");
        from.save(path);

        ModuleWeights.Load(to, path);
        Assert.All(from.state_dict(), entry => Assert.True(entry.Value.equal(to.state_dict()[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Theory]
    [InlineData("the file lacks '0.bias'")]
    [InlineData("the module has no 'extra'")]
    [InlineData("the shape differs of '0.bias'")]
    public void Weights_that_do_not_fit_are_refused_and_nothing_is_changed(string cause)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var from = Network(1);
        using var to = Network(2);
        var before = to.state_dict().Values.Select(value => value.clone()).ToArray();
        var bytes = Safetensors(from, cause);

        var refusal = Assert.Throws<ModelAssertException>(() => ModuleWeights.Load(to, folder.Write("w.safetensors", bytes)));
        Assert.Equal(DiagnosticIds.WeightsUnfit, refusal.Id);
        Assert.Contains(cause, refusal.Cause, StringComparison.Ordinal);
        Assert.All(to.state_dict().Values.Zip(before), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Theory]
    [InlineData("w.safetensors", "")]
    [InlineData("w.safetensors", "nonsense, and more of it")]
    [InlineData("w.dat", "")]
    [InlineData("w.dat", "nonsense, and more of it")]
    public void Other_files_are_refused(string name, string content)
    {
        using var folder = new TemporaryFolder();
        using var network = Network(1);

        Assert.Equal(DiagnosticIds.WeightsUnfit, Assert.Throws<ModelAssertException>(() => ModuleWeights.Load(network, folder.Write(name, Encoding.UTF8.GetBytes(content)))).Id);
        Assert.Equal(DiagnosticIds.ModelMissing, Assert.Throws<ModelAssertException>(() => ModuleWeights.Load(network, Path.Combine(folder.Path, "not.there"))).Id);
    }

    private static TorchSharp.Modules.Sequential Network(int seed)
    {
        torch.random.manual_seed(seed);
        return Sequential(("0", Conv2d(1, 2, 3)), ("1", BatchNorm2d(2)));
    }

    /// <summary>As Python writes it, with a mistake if one is asked for.</summary>
    private static byte[] Safetensors(torch.nn.Module network, string mistake = "")
    {
        var weights = network.state_dict().Where(entry => mistake != $"the file lacks '{entry.Key}'").ToList();
        if (mistake.Contains("'extra'", StringComparison.Ordinal))
            weights.Add(new("extra", torch.zeros(1)));
        var (header, data) = (new Dictionary<string, object>(), new List<byte>());
        foreach (var (name, value) in weights)
        {
            var tensor = mistake == $"the shape differs of '{name}'" ? torch.zeros(7) : value;
            byte[] bytes = tensor.dtype == torch.ScalarType.Int64 ? [.. MemoryMarshal.AsBytes(tensor.data<long>().ToArray().AsSpan())] : [.. MemoryMarshal.AsBytes(tensor.data<float>().ToArray().AsSpan())];
            header[name] = new { dtype = tensor.dtype == torch.ScalarType.Int64 ? "I64" : "F32", tensor.shape, data_offsets = (int[])[data.Count, data.Count + bytes.Length] };
            data.AddRange(bytes);
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }
}

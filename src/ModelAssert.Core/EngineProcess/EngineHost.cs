using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace ModelAssert.EngineProcess;

/// <summary>One running engine process and its pipes.</summary>
internal sealed class EngineHost : IDisposable
{
    private const int RememberedErrorLines = 20;

    private readonly Process process;
    private readonly Queue<string> errorLines = new();
    private readonly Channel<string> outputLines = Channel.CreateUnbounded<string>();
    private readonly Task errorReading;

    /// <summary>
    /// Reading from a pipe blocks a thread, also where it is called asynchronous. Threads of their own do it: a test host with two cores has two threads in its pool, and
    /// with both of them waiting here the tests, and what comes through the pipe, wait for seconds.
    /// </summary>
    private EngineHost(Process process)
    {
        this.process = process;
        _ = OnOwnThread(ReadOutput);
        errorReading = OnOwnThread(ReadErrors);
    }

    /// <summary>Starts an engine. It takes requests at once, and answers after it has introduced itself.</summary>
    public static EngineHost Start(EngineLocation location) =>
        File.Exists(location.EnginePath) ? new EngineHost(Launch(location)) : throw Errors.EngineMissing(location.EnginePath);

    /// <summary>Waits for the first line of the engine.</summary>
    public async Task WaitForHelloAsync(string enginePath, TimeSpan silenceLimit, CancellationToken cancellation)
    {
        if (await ReceiveAsync(silenceLimit, cancellation).ConfigureAwait(false) is not HelloMessage hello)
            throw Failed("The engine did not introduce itself.");
        if (hello.Version != ProductVersion.Current)
            throw Errors.EngineOfOtherVersion(enginePath, hello.Version);
    }

    public async Task SendAsync(EngineRequest request, CancellationToken cancellation)
    {
        try
        {
            var line = JsonSerializer.Serialize(request, JsonFormat.Line);
            await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellation).ConfigureAwait(false);
            await process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw await EndedAsync(cancellation).ConfigureAwait(false);
        }
    }

    public async Task<EngineMessage> ReceiveAsync(TimeSpan silenceLimit, CancellationToken cancellation)
    {
        var line = await ReadLineAsync(silenceLimit, cancellation).ConfigureAwait(false)
                   ?? throw await EndedAsync(cancellation).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize<EngineMessage>(line, JsonFormat.Line) ?? throw new JsonException("The line is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Failed($"The engine wrote a line that is no message: '{line[..Math.Min(line.Length, 200)]}'.");
        }
    }

    /// <summary>An error that ends with the engine's last words.</summary>
    public ModelAssertException Failed(string cause)
    {
        lock (errorLines)
            return Errors.EngineFailed(cause, errorLines);
    }

    public void Dispose()
    {
        try
        {
            // It starts no process. A tree would be stopped first, and then killed: a test host that is ended in between, at its own end, left it stopped for good.
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }

        process.Dispose();
    }

    private async Task<string?> ReadLineAsync(TimeSpan silenceLimit, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(silenceLimit);
        try
        {
            return await outputLines.Reader.WaitToReadAsync(limit.Token).ConfigureAwait(false) && outputLines.Reader.TryRead(out var line) ? line : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Failed($"The engine said nothing for {silenceLimit.TotalSeconds:0} seconds.");
        }
    }

    private static Process Launch(EngineLocation location)
    {
        var start = new ProcessStartInfo(DotnetHost())
        {
            ArgumentList = { "exec", location.EnginePath, "serve" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        if (location.LibTorchPath is { Length: > 0 } libTorch)
        {
            start.ArgumentList.Add("--libtorch");
            start.ArgumentList.Add(libTorch);
        }

        try
        {
            return Process.Start(start) ?? throw Errors.EngineMissing(location.EnginePath);
        }
        catch (Win32Exception e)
        {
            throw Errors.EngineMissing(location.EnginePath, e);
        }
    }

    /// <summary>The dotnet that runs or builds this process, so that an engine for .NET 10 finds a .NET 10.</summary>
    private static string DotnetHost()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } named)
            return named;
        return Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
    }

    private static Task OnOwnThread(Action read) =>
        Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void ReadOutput()
    {
        foreach (var line in LinesOf(process.StandardOutput))
            outputLines.Writer.TryWrite(line);
        outputLines.Writer.Complete();
    }

    private void ReadErrors()
    {
        foreach (var line in LinesOf(process.StandardError))
            Remember(line);
    }

    /// <summary>The lines until the engine ends, or is ended.</summary>
    private static IEnumerable<string> LinesOf(StreamReader pipe)
    {
        while (NextLine(pipe) is { } line)
            yield return line;
    }

    private static string? NextLine(StreamReader pipe)
    {
        try
        {
            return pipe.ReadLine();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    private void Remember(string line)
    {
        lock (errorLines)
        {
            errorLines.Enqueue(line);
            if (errorLines.Count > RememberedErrorLines)
                errorLines.Dequeue();
        }
    }

    private async Task<ModelAssertException> EndedAsync(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        await errorReading.WaitAsync(cancellation).ConfigureAwait(false);
        return Failed($"The engine ended with exit code {process.ExitCode} before it answered.");
    }
}

using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using ModelAssert.Engine.Native;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Hosting;
using ModelAssert.Tool.Jobs;

namespace ModelAssert.Tool.Commands;

/// <summary>
/// <c>modelassert serve</c>: the engine process of the fronts. Answers one request a line until its standard input ends, and then ends itself, in the
/// middle of a scan too: when a test host dies, its end of the pipe closes.
/// </summary>
internal static class ServeCommand
{
    private static readonly Option<string?> LibTorch = new("--libtorch")
    {
        Description = "The unpacked libtorch package that the front's build restored.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Answer scan requests as JSON lines on standard input and output.") { LibTorch };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(LibTorch) is { Length: > 0 } path)
                AppContext.SetData(NativeLibraries.LibTorchEntry, path);
            var preparing = ScanRunner.Prepare();
            await ServeAsync(cancellation);
            await preparing;
            return 0;
        });
        return command;
    }

    private static async Task ServeAsync(CancellationToken cancellation)
    {
        var output = new JsonLines(Console.Out);
        // Nothing else may reach the pipe: what a library prints goes to the error stream.
        Console.SetOut(Console.Error);
        output.Write(new HelloMessage(ProductVersion.Current));

        using var frontIsGone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var requests = Channel.CreateUnbounded<string>();
        // On a thread of its own: it waits for the front as long as there is one, and a scan needs the threads of the pool.
        var reading = Task.Factory.StartNew(() => Read(requests.Writer, frontIsGone), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (var line in requests.Reader.ReadAllAsync(frontIsGone.Token))
                Answer(line, output, frontIsGone.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody is left to tell.
        }

        await reading;
    }

    private static void Read(ChannelWriter<string> requests, CancellationTokenSource frontIsGone)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        while (input.ReadLine() is { } line)
            requests.TryWrite(line);
        frontIsGone.Cancel();
    }

    private static void Answer(string line, JsonLines output, CancellationToken cancellation)
    {
        var request = JsonSerializer.Deserialize<EngineRequest>(line, JsonFormat.Line) ?? throw new JsonException("The request is null.");
        new JsonDisplay(output, request.Id).Run(request.ReadJob, cancellation);
        cancellation.ThrowIfCancellationRequested();
    }
}

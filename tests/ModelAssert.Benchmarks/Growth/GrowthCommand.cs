using System.CommandLine;
using System.Globalization;
using ModelAssert.Engine.Native;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary><c>growth</c>: how the cost of a scan grows with labels, image size and clean samples.</summary>
internal static class GrowthCommand
{
    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--output") { Description = "Gets growth.csv and one SVG for each axis.", Required = true };
        var maximumLabels = new Option<int>("--maximum-labels")
        {
            Description = "At most so many labels of a model are scanned, and what the rest would cost is extrapolated. Give 1283 to extrapolate nothing, in twice the time.",
            DefaultValueFactory = _ => 300,
        };
        var command = new Command("growth", "CPU seconds of a scan, profile fast, against labels, side of the images and clean samples; random weights, noise.") { output, maximumLabels };
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            Run(given.GetRequiredValue(output), given.GetValue(maximumLabels));
        });
        return command;
    }

    private static void Run(DirectoryInfo output, int maximumLabels)
    {
        output.Create();
        // What is compiled and set up once is no point's cost.
        GrowthScan.Run(new GrowthPoint(Labels: 10, Side: 32, Samples: 100, LabelsScanned: 3));

        var csv = new List<string> { "axis,value,labels,labels_scanned,side,samples,cpu_seconds_scanned,wall_seconds_scanned,cpu_seconds_all_labels" };
        foreach (var axis in GrowthAxis.All(maximumLabels))
        {
            MeasuredPoint[] points = [.. axis.Values.Select(value => Measure(axis, value))];
            AnsiConsole.Write(Table(axis, points));
            File.WriteAllText(Path.Combine(output.FullName, $"growth-{axis.Name}.svg"), GrowthChart.Of(axis, points));
            csv.AddRange(points.Select(point => Line(axis, point)));
        }

        File.WriteAllLines(Path.Combine(output.FullName, "growth.csv"), csv);
    }

    private static MeasuredPoint Measure(GrowthAxis axis, int value)
    {
        var point = axis.PointAt(value);
        return new MeasuredPoint(point, value, GrowthScan.Run(point));
    }

    private static Table Table(GrowthAxis axis, MeasuredPoint[] points)
    {
        var table = new Table().AddColumns(axis.Title, "times the first", "CPU s, all labels", "times the first", "CPU s a label", "limited to");
        foreach (var measured in points)
        {
            table.AddRow(
                $"{measured.X}", $"{measured.X / (double)points[0].X:0.0}", $"{measured.Cpu:0.00}", $"{measured.Cpu / points[0].Cpu:0.0}",
                $"{measured.Effort.Cpu / measured.Point.LabelsScanned:0.000}", measured.Point.Limit);
        }

        return table;
    }

    private static string Line(GrowthAxis axis, MeasuredPoint measured) => string.Create(
        CultureInfo.InvariantCulture,
        $"{axis.Name},{measured.X},{measured.Point.Labels},{measured.Point.LabelsScanned},{measured.Point.Side},{measured.Point.Samples},{measured.Effort.Cpu:0.000},{measured.Effort.Wall:0.000},{measured.Cpu:0.000}");
}

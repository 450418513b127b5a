namespace ModelAssert;

/// <summary>Where members stand in the file of a report. Those without a number are in between, at 0, as the report declares them.</summary>
internal static class ReportOrder
{
    public const int Schema = -1;
    public const int Samples = 1;
    public const int Asked = 2;
    public const int Engine = 3;
    public const int Proof = 4;
}

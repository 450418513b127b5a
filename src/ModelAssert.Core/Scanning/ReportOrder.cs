namespace ModelAssert;

/// <summary>Where members stand in the file of a report: without a number, where the report declares them.</summary>
internal static class ReportOrder
{
    public const int Schema = -1;
    public const int Samples = 1;
    public const int Asked = 2;
    public const int Engine = 3;
    public const int Proof = 4;
}

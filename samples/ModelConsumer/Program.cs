var model = new FileInfo(Path.Combine(AppContext.BaseDirectory, "models", "fashion-clean.onnx"));
Console.WriteLine($"{model.Name}, {model.Length} bytes, was scanned before this program was built.");

Console.WriteLine("chaffinch");

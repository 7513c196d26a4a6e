namespace Chaffinch.Lab;

/// <summary>The workshop beside the product: benchmarks, fuzzing, scoring. <c>lab COMMAND [options]</c>; one file a command.</summary>
internal static class Program
{
    /// <summary>The visible list of all commands: name, arguments, what it does, how.</summary>
    private static readonly Command[] Commands =
    [
        new("bench", "[--every N] [--rounds N] [--profile [--markdown]]", "speed of reading and analysing as a ratio to bare inflate", BenchCommand.Run),
        new("crawl", "[--pages N] [--rounds N] [--warm SECONDS] [--seed S] | --make FILE [--pages N] | --memory [--gb N] [--threads N]", "what a run over a WARC file costs, stage on stage, as ratios to bare inflate; --memory: the command's peak over gigabytes", CrawlCommand.Run),
        new("digest", "[--every N]", "what each stage makes of each page of the development data, as hashes: for comparing two trees", DigestCommand.Run),
        new("parse-speed", "[--every N] [--rounds N] [--warm SECONDS]", "speed of the HTML reader alone as a ratio to bare inflate", ParseSpeedCommand.Run),
        new("fuzz", "TARGET [--minutes N] [--seed S] [--data] | TARGET --input FILE", "hostile pages against the laws; targets: parser, reader, analyze; warc, arc, jsonl, gzip, zstd, parquet, zip, tar, http; filter; --data mutates pages of the development data too", FuzzCommand.Run),
        new("score", "[DIR] [--worst N] [--tables] [--diff NAME] [--lost] [--reports OUT]", "the judge's figures over labelled cases; --tables: by language, kind and confidence; --diff shows one page, --lost what is genuine and was not kept, --reports writes reports for the judge", ScoreCommand.Run),
        new("metadata", "[--source wcxb|readability] [--every N] [--worst N] [--field title|author|date]", "title, author and date against the gold metadata of the development data", MetadataCommand.Run),
        new("seed", "[--diff]", "the seed page's acceptance", ScoreCommand.RunSeed),
        new("graft", "--out DIR [--n N] [--seed S] [--held]", "writes grafted training pages in the form of the labelled cases, for looking at", GraftCommand.Write),
        new("train-themes", "[--out FILE]", "trains the model of themes on phrases and spans of labelled pages, and says how often it is right on those that it did not see", TrainThemesCommand.Run),
        new("calibrate", "DIR... [--write]", "how often labels are right by what is said of them, over labelled pages that nothing was trained on; --write: into reliability.res", CalibrateCommand.Run),
        new("signals", "DIR... [--least S] [--show SIGNAL [--planted]] [--bare KIND] [--folds]", "what each signal lies on in labelled pages, before any weight: planted, damaged and genuine characters; --show: its genuine (or planted) places; --bare: planted places under none; --folds: with the taggers that have not seen the page (pages of the training)", SignalsCommand.Run),
        new("labels", "DIR... [--only GOLD>GOT] [--list FILE]", "which genuine labels are taken for which others, in characters; --only: those blocks, --list: every block with its markup, form and place", LabelsCommand.Run),
        new("damage", "[DIR…] [--grafts N] [--seed S] [--kind KIND] [--list]", "damaged characters of labelled or composed pages that are found, by kind and language; --list: each place missed, or wrongly called damaged", DamageCommand.Run),
        new("score-grafts", "[--n N] [--seed S] [--seen] [--worst N]", "figures over grafted pages of held-out phrases and texts: by shape, language, kind", GraftCommand.Score),
        new("score-transplants", "[--n N] [--seed S] [--worst N] [--show NAME] [--out DIR]", "figures over real pages (those that nothing is learned from) into which planted text of labelled pages was put: by place, kind, language; --show: what was missed there and what was called planted by mistake; --out: writes the pages", TransplantCommand.Score),
        new("alarms", "[--sample N] [--worst N] [--source NAME] [--show PAGE] [--stated SIGNAL,...] [--unseen]", "false alarms over genuine pages: shares by source, the worst pages and why; --stated: wherever these signals are stated there; --unseen: of the real pages only those at even places, from which nothing is learned", AlarmsCommand.Run),
        new("leaks", "[--worst N]", "residue of models in translated documents: spans found, clean counterparts flagged", LeaksCommand.Run),
        new("bench-read", "[--every N] [--rounds N] [--warm SECONDS]", "where the time from bytes to a page goes, as ratios to bare inflate", ReadStagesCommand.Run),
        new("bench-net", "[--every N] [--rounds N] [--warm SECONDS]", "where the block network's time goes: facts, rows, layers", NetStagesCommand.Run),
        new("bench-pair", "FOLDER FOLDER [--every N] [--rounds N] [--warm SECONDS]", "two builds of the library (folders with a Chaffinch.dll) in turns in one process: time of the second by that of the first", BenchPairCommand.Run),
        new("misses", "[--transplants] [--n N] [--first N] [--seed S] [--show NAME] [--all]", "pieces of composed pages or transplants that were missed or called planted by mistake, with what is stated over them and how far they were from being right", MissesCommand.Run),
        new("why", "FILE [--at TEXT] [--evidence] [--offer]", "the scores of every state for each piece of a page", WhyCommand.Run),
        new("net-folds", "[--folds 0,1] [--set NAME=VALUE,...;...] [--loss] [--list FILE]", "the block network alone on domains that it did not see: word F1 by block targets with its own cut and with the best; --loss: epoch by epoch; --list: every block with its log-odds; nets=N: so many averaged", NetFoldsCommand.Run),
        new("train-titles", "[--out FILE]", "makes src/Chaffinch/Cleaning/titles.res from pages whose title was written down; cross-validation by domains", TrainTitlesCommand.Run),
        new("train-language", "FOLDER [--all]", "makes src/Chaffinch/Text/languages.res from texts (lab/tables/language_corpus.py); --all: held-out ones too", TrainLanguageCommand.Run),
        new("test-language", "FOLDER [--chars N] [--lingua]", "accuracy of language identification on held-out sentences; --lingua: Lingua beside it", TestLanguageCommand.Run),
        new("test-charset", "[FOLDER] [--samples N]", "accuracy of charset detection, UTF.Unknown beside it; FOLDER: further languages", TestCharsetCommand.Run),
        new("charsets", "PATH…", "what files are read as: encoding, format, defects", CharsetsCommand.Run),
        new("train-promo", "[--n PAGES] [--dry] [--folds]", "makes src/Chaffinch/Detecting/Shared/promo.res from grafts, phrases, tests/samples/train and words, and genuine texts; first a tagger without each fold, measured on it", TrainPromoCommand.Run),
        new("train-spun", "[--thesauri FOLDER] [--more FILE] [--folds] [--out FILE]", "makes src/Chaffinch/Detecting/Shared/spun.res from genuine text with words swapped by thesauri (MyThes, as Debian's mythes packages have them) and tests/samples/train and spun; first without each fold, measured on it; --more: further lines, language and text", TrainSpunCommand.Run),
        new("train-planted", "[--n GRAFTS] [--real PAGES] [--texts N] [--transplants N] [--epochs N] [--nets N] [--no-cases] [--out FILE] [--folds]", "makes src/Chaffinch/Labelling/planted.res from grafts, tests/samples/train, real pages, and real pages with planted text of the labelled ones", TrainPlantedCommand.Run),
        new("train-parts", "[--n GRAFTS] [--epochs N] [--nets N] [--judge DIR,DIR] [--folds] [--out FILE]", "makes src/Chaffinch/Labelling/parts.res from grafts and tests/samples/train; --judge: measures on pages that it has not seen, --folds: on folds instead", TrainPartsCommand.Run),
        new("train-stranger", "[DIR…] [--n GRAFTS] [--transplants N] [--real N] [--texts N] [--epochs N] [--out FILE]", "makes src/Chaffinch/Detecting/Shared/stranger.res from tests/samples/train, composed and real pages and transplants, with the taggers that train-promo left of each fold; tells what it finds in other folders and in transplants", TrainStrangerCommand.Run),
        new("train-offer", "[DIR…] [--real N] [--out FILE]", "makes src/Chaffinch/Detecting/Shared/offer.res from tests/samples/train and real pages, with the taggers that train-promo left of each fold; tells what it finds in other folders", TrainOfferCommand.Run),
        new("term-weights", "", "makes src/Chaffinch/Text/terms.res from the genuine sentences of the development data", TermWeightsCommand.Run),
    ];

    public static int Main(string[] args)
    {
        Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        string name = args.Length == 0 ? "help" : args[0];
        Command? command = Array.Find(Commands, c => c.Name == name);
        if (command is not null)
        {
            try
            {
                var options = new Options(args.AsSpan(1).ToArray());
                if (options.Text("net") is { } net)
                {
                    using FileStream file = File.OpenRead(net);
                    Chaffinch.Labelling.PlantedNet.Use(Chaffinch.Labelling.PlantedNet.Read(file));
                }

                return command.Run(options);
            }
            catch (UsageException e)
            {
                Console.Error.WriteLine($"lab {name}: {e.Message}");
                Console.Error.WriteLine($"usage: lab {command.Name} {command.Arguments}");
                return 2;
            }
        }

        bool help = name is "help" or "--help" or "-h";
        TextWriter to = help ? Console.Out : Console.Error;
        if (!help)
        {
            to.WriteLine($"lab: there is no command '{name}'");
        }

        to.WriteLine("usage: lab COMMAND [options]; development data is read from ../shared/data or from CHAFFINCH_DATA; --net FILE with any command: with this network of planted text instead of the package's");
        foreach (Command c in Commands)
        {
            to.WriteLine($"  {c.Name,-15} {c.What}");
            to.WriteLine($"  {"",-15}   lab {c.Name} {c.Arguments}");
        }

        return help ? 0 : 2;
    }

    private sealed record Command(string Name, string Arguments, string What, Func<Options, int> Run);
}

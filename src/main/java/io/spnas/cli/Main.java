package io.spnas.cli;

import org.apache.spark.SparkConf;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code spnas} and its sub-commands. */
@Command(
    name = "spnas",
    description = "Single-Path NAS on Apache Spark: designs convolutional networks for a device.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "COMMAND --help tells a command's options. Exit status: 0 done, 1 failed, 2 a mistake in what was asked.",
      "",
      "Examples:",
      "  search --config conf/imagenet.conf --data hdfs:///imagenet --run-dir hdfs:///runs/1 --workers 32",
      "  runs --dir runs"
    },
    subcommands = {
      PrepareCommand.class,
      SearchCommand.class,
      SweepCommand.class,
      CompareCommand.class,
      RunsCommand.class,
      TrainCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      DeriveCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ReportCommand.class,
      LatencyCommand.class,
      ProfileCommand.class,
      BenchCommand.class,
      ScaleModelCommand.class,
      ResourcesCommand.class,
      CompletionCommand.class
    })
public final class Main {
  static final int FAILED = 1;
  static final int MISTAKE = 2;
  private static final int HELP_WIDTH = 100;

  Main() {}

  /** Runs a command and ends the JVM with its exit status. */
  public static void main(String[] arguments) throws Exception {
    ErrorReport report = new ErrorReport(System.err);
    int status = run(commandLine(), report, arguments);
    if (inApplicationMaster()) {
      // There Spark takes an early exit for a failure, whatever its status; what is thrown comes
      // back to the user as the application's diagnostics.
      if (status != 0) {
        throw new CommandFailedException(report.told());
      }
      return;
    }
    // Spark's barrier coordinator leaves a thread that would keep the JVM alive.
    System.exit(status);
  }

  private static boolean inApplicationMaster() {
    SparkConf conf = new SparkConf();
    return conf.get("spark.master", "").equals("yarn")
        && conf.get("spark.submit.deployMode", "client").equals("cluster");
  }

  /** The commands and how they are parsed and told. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH);
  }

  /** Runs a command and gives its exit status: 0 done, 1 failed, 2 a mistake of the user's. */
  static int run(String... arguments) {
    return run(commandLine(), arguments);
  }

  static int run(CommandLine commands, String... arguments) {
    return run(commands, new ErrorReport(System.err), arguments);
  }

  private static int run(CommandLine commands, ErrorReport report, String... arguments) {
    commands.setParameterExceptionHandler((e, args) -> report.mistake(Mistyped.line(e)));
    commands.setExecutionExceptionHandler((e, command, result) -> report.tell(e));
    try {
      return commands.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    } catch (Error e) {
      // Such as no memory, or a native library that this machine can't load.
      return report.tell(e);
    }
  }
}

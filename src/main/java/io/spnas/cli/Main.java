package io.spnas.cli;

import java.util.List;
import org.apache.spark.SparkConf;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code spnas} and its sub-commands. */
@Command(
    name = "spnas",
    description = "Single-Path NAS on Apache Spark: designs convolutional networks for a device.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PrepareCommand.class,
      SearchCommand.class,
      SweepCommand.class,
      RunsCommand.class,
      TrainCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      DeriveCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      LatencyCommand.class,
      ProfileCommand.class,
      BenchCommand.class,
      ScaleModelCommand.class
    })
public final class Main {
  static final int FAILED = 1;
  static final int MISTAKE = 2;

  private Main() {}

  /** Runs a command and ends the JVM with its exit status. */
  public static void main(String[] arguments) throws Exception {
    ErrorReport report = new ErrorReport(System.err);
    int status = run(new CommandLine(new Main()), report, arguments);
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

  /** Runs a command and gives its exit status: 0 done, 1 failed, 2 a mistake of the user's. */
  static int run(String... arguments) {
    return run(new CommandLine(new Main()), arguments);
  }

  static int run(CommandLine commands, String... arguments) {
    return run(commands, new ErrorReport(System.err), arguments);
  }

  private static int run(CommandLine commands, ErrorReport report, String... arguments) {
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setParameterExceptionHandler((e, args) -> report.mistake(words(e)));
    commands.setExecutionExceptionHandler((e, command, result) -> report.tell(e));
    try {
      return commands.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    } catch (Error e) {
      // Such as no memory, or a native library that this machine can't load.
      return report.tell(e);
    }
  }

  private static String words(ParameterException e) {
    String message = e.getMessage().replaceAll("\\s+", " ");
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        message += ", did you mean " + String.join(" or ", suggestions) + "?";
      }
    }
    return message + " (see " + e.getCommandLine().getCommandName() + " --help)";
  }
}

package io.spnas.cli;

import io.spnas.config.HadoopFiles;
import io.spnas.config.InvalidInputException;
import io.spnas.spark.SweepRequest;
import io.spnas.spark.SweepSearch;
import io.spnas.spark.run.RunRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a sweep is told: values, settings, data, directory, and how much at a time. */
final class SweepOptions {
  private static final String LAMBDAS = "--lambdas";
  private static final String TARGETS = "--targets";

  @Option(
      names = LAMBDAS,
      split = ",",
      paramLabel = "L",
      description =
          "A search for each of these values of search.lambda (default: none; this or --targets is needed).")
  private List<String> lambdas = List.of();

  @Option(
      names = TARGETS,
      split = ",",
      paramLabel = "MS",
      description =
          "A search for each of these values of search.target-latency-ms, in ms (default: none).")
  private List<String> targets = List.of();

  @Option(
      names = SeedList.OPTION,
      split = ",",
      paramLabel = "S",
      description = "A search for each value and each of these seeds (default: search.seed).")
  private List<String> seeds = List.of();

  @Mixin private SettingsOptions settings;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the shards: split train, and validation if there is one.")
  private String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the results; new or empty, unless --resume.")
  private String out;

  @Option(
      names = "--workers",
      defaultValue = "1",
      paramLabel = "N",
      description = "Workers that share each step of a search (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--parallel",
      defaultValue = "1",
      paramLabel = "N",
      description = "Searches that run at the same time (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--random",
      defaultValue = "20",
      paramLabel = "N",
      description = "Random networks to compare with (default: ${DEFAULT-VALUE}).")
  private int random;

  @Option(
      names = "--resume",
      description =
          "Keep the directory's finished searches, continue or begin the others, and evaluate all.")
  private boolean resume;

  String out() {
    return out;
  }

  /**
   * Checks the options and loads the settings.
   *
   * @param hadoop how to reach file systems
   * @throws InvalidInputException if they can't be
   */
  SweepRequest request(Configuration hadoop) throws IOException {
    requireAtLeast(1, "--workers", workers);
    requireAtLeast(1, "--parallel", parallel);
    requireAtLeast(0, "--random", random);
    if (lambdas.isEmpty() == targets.isEmpty()) {
      throw new InvalidInputException(
          "Expected either %s or %s, found %s",
          LAMBDAS, TARGETS, lambdas.isEmpty() ? "neither" : "both");
    }
    List<SweepSearch> searches = searches();
    requireEmptyUnlessResumed(hadoop);
    return new SweepRequest(out, searches, parallel, random);
  }

  private static void requireAtLeast(int least, String option, int found) {
    if (found < least) {
      throw new InvalidInputException("Invalid %s: %d, expected at least %d", option, found, least);
    }
  }

  private void requireEmptyUnlessResumed(Configuration hadoop) throws IOException {
    Path directory = new Path(out);
    FileSystem files = HadoopFiles.of(directory, hadoop);
    if (!resume && files.exists(directory) && files.listStatus(directory).length > 0) {
      throw new InvalidInputException(
          "--out %s is not empty: name another directory, or continue its sweep with --resume",
          out);
    }
  }

  private List<SweepSearch> searches() {
    List<SweepSearch> searches = new ArrayList<>();
    boolean toTarget = lambdas.isEmpty();
    for (String value : toTarget ? distinct(TARGETS, targets) : distinct(LAMBDAS, lambdas)) {
      String name = (toTarget ? "target-" : "lambda-") + value;
      List<String> all = new ArrayList<>();
      all.add("search.target-latency-ms=" + (toTarget ? value : "0"));
      if (!toTarget) {
        all.add("search.lambda=" + value);
      } else if (new BigDecimal(value).signum() == 0) {
        throw new InvalidInputException("Invalid %s: 0, expected ms above 0", TARGETS);
      }
      if (seeds.isEmpty()) {
        searches.add(search(name, all));
      }
      for (long seed : SeedList.of(seeds)) {
        List<String> seeded = new ArrayList<>(all);
        seeded.add("search.seed=" + seed);
        searches.add(search(name + "-seed-" + seed, seeded));
      }
    }
    return searches;
  }

  private SweepSearch search(String name, List<String> single) {
    String directory = new Path(out, name).toString();
    RunRequest request =
        new RunRequest(
            settings.load(single.toArray(String[]::new)),
            data,
            directory,
            workers,
            resume ? RunRequest.Start.RESUME : RunRequest.Start.NEW);
    return new SweepSearch(name, request);
  }

  /** Numbers in plain notation, which name directories. */
  private static List<String> distinct(String option, List<String> values) {
    Set<String> seen = new HashSet<>();
    List<String> plain = new ArrayList<>();
    for (String value : values) {
      BigDecimal number;
      try {
        number = new BigDecimal(value.strip());
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            "Invalid %s: '%s', expected numbers separated by commas", option, value);
      }
      if (number.signum() < 0 || Math.abs(number.precision() - number.scale()) > 12) {
        throw new InvalidInputException(
            "Invalid %s: %s, expected numbers of at least 0", option, value);
      }
      String text = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
      if (!seen.add(text)) {
        throw new InvalidInputException("Invalid %s: %s is there twice", option, text);
      }
      plain.add(text);
    }
    return plain;
  }
}

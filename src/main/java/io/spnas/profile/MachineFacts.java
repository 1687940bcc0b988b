package io.spnas.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a machine says of itself while it measures, as Linux tells it; what it does not tell is left
 * out.
 */
public final class MachineFacts {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final Path LOAD = Path.of("/proc/loadavg");

  private MachineFacts() {}

  /** Name of the processor, such as {@code AMD EPYC}. */
  public static Optional<String> processor() {
    return cpu("model name").stream().findFirst();
  }

  /** The clock of the fastest core at the moment, in MHz. */
  public static Optional<Double> megahertz() {
    return cpu("cpu MHz").stream().map(Double::valueOf).max(Double::compare);
  }

  /** Processes that ran or waited for a core, on average over the last minute. */
  public static Optional<Double> load() {
    return lines(LOAD).stream().findFirst().map(line -> Double.valueOf(line.split(" ")[0]));
  }

  /**
   * The facts of this moment, for people, by name.
   *
   * @param prefix what stands before the names of those that change, such as {@code "start "}
   */
  public static Map<String, String> at(String prefix) {
    Map<String, String> facts = new TreeMap<>();
    processor().ifPresent(name -> facts.put("cpu", name));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    load().ifPresent(load -> facts.put(prefix + "load", load.toString()));
    megahertz().ifPresent(clock -> facts.put(prefix + "MHz", Long.toString(Math.round(clock))));
    return facts;
  }

  private static List<String> cpu(String field) {
    Function<String, String> value = line -> line.substring(line.indexOf(':') + 1).strip();
    return lines(CPU).stream().filter(line -> line.startsWith(field)).map(value).toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}

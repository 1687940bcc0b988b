package io.spnas.profile;

import io.spnas.config.InvalidInputException;
import io.spnas.profile.Measurements.Sample;
import io.spnas.space.NetworkShape;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Measures the models of a space on this machine, round by round, with notes on the machine. What
 * is measured can be kept after each round, and be continued from there.
 */
public final class Profiler {
  private static final String LOAD = "load";
  private static final String CLOCK = "clock_mhz";

  /** Variables that change how fast the runtimes compute. */
  private static final List<String> VARIABLES =
      List.of("KMP_BLOCKTIME", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MKL_DEBUG_CPU_TYPE");

  private final PackManifest pack;
  private final InferenceRuntime runtime;
  private final int threads;
  private final BooleanSupplier stop;

  /**
   * @param pack what is to be measured
   * @param runtime what runs it
   * @param threads threads that compute it
   * @param stop whether to stop
   */
  public Profiler(PackManifest pack, InferenceRuntime runtime, int threads, BooleanSupplier stop) {
    this.pack = pack;
    this.runtime = runtime;
    this.threads = threads;
    this.stop = stop;
  }

  /** What must be the same in all rounds of a profile. */
  private Map<String, String> conditions() {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("runtime", runtime.name());
    conditions.put("threads", Integer.toString(threads));
    conditions.put("batch", Integer.toString(pack.batch()));
    conditions.put("cpu", MachineFacts.processor().orElse("unknown"));
    conditions.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    conditions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    conditions.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    for (String variable : VARIABLES) {
      Optional.ofNullable(System.getenv(variable))
          .ifPresent(value -> conditions.put(variable, value));
    }
    conditions.putAll(pack.settings());
    conditions.put("pack", pack.id());
    return conditions;
  }

  /** Measurements to begin with: notes, and no times. */
  public Measurements begin() {
    Measurements measurements = new Measurements();
    measurements.note("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    conditions().forEach(measurements::note);
    return measurements;
  }

  /**
   * Measurements to go on with: the whole rounds of earlier ones.
   *
   * @param earlier the earlier ones
   * @param file where they come from, for messages
   * @throws InvalidInputException naming the first condition that is another
   */
  public Measurements resume(Measurements earlier, String file) {
    conditions()
        .forEach(
            (key, value) -> {
              String before = earlier.notes().get(key);
              if (!value.equals(before)) {
                throw new InvalidInputException(
                    "Cannot continue %s: it was measured with %s = %s, expected %s",
                    file, key, before == null ? "nothing" : before, value);
              }
            });
    Measurements kept = new Measurements();
    earlier.notes().forEach(kept::note);
    int rounds = earlier.rounds(pack.models());
    for (Sample sample : earlier.samples()) {
      if (kept.times(sample.model()).size() < rounds) {
        kept.add(sample.model(), sample.milliseconds());
      }
    }
    return kept;
  }

  /**
   * Measures until there are so many rounds.
   *
   * @param measurements those of the rounds that are done; gets the others
   * @param rounds how many there are to be
   * @param progress hears of each preparation and each measured value
   * @param keep gets the measurements after each round
   * @return false if it was stopped before
   */
  public boolean run(
      Measurements measurements,
      int rounds,
      NetworkTimes.Listener progress,
      Consumer<Measurements> keep) {
    Map<String, NetworkShape> networks = new LinkedHashMap<>();
    pack.plan().probes().forEach(probe -> networks.put(probe.name(), probe.network()));
    List<Sample> round = new ArrayList<>();
    try {
      new NetworkTimes(runtime, pack.batch(), threads)
          .run(
              networks,
              measurements.rounds(pack.models()),
              rounds,
              (pieces, all) -> {
                progress.done(pieces, all);
                if (stop.getAsBoolean()) {
                  throw new StoppedException();
                }
              },
              (number, name, milliseconds) -> {
                round.add(new Sample(name, milliseconds));
                if (round.size() == networks.size()) {
                  finish(round, measurements, number + 1);
                  keep.accept(measurements);
                }
              });
      return true;
    } catch (StoppedException e) {
      return false;
    }
  }

  /** Adds a round that is over. */
  private static void finish(List<Sample> round, Measurements measurements, int rounds) {
    round.forEach(sample -> measurements.add(sample.model(), sample.milliseconds()));
    round.clear();
    note(measurements, LOAD, MachineFacts.load());
    note(measurements, CLOCK, MachineFacts.megahertz());
    measurements.note("rounds", Integer.toString(rounds));
  }

  private static void note(Measurements measurements, String key, Optional<Double> value) {
    Optional<Range> before = Range.parse(measurements.notes().get(key));
    value.ifPresent(now -> measurements.note(key, Range.with(before, now).toString()));
  }

  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}

package io.spnas.profile;

import io.spnas.config.InvalidInputException;
import io.spnas.profile.InferenceRuntime.TimedNetwork;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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

  /** Hears how far a profile has come. */
  public interface Listener {
    /** A model is ready to be measured. */
    void prepared(int model, int models);

    /** A round is over, and what is measured so far may be kept. */
    void measured(Measurements measurements, int round, int rounds);
  }

  /**
   * @param pack what is to be measured
   * @param runtime what runs it
   * @param threads threads that compute it
   * @param stop whether to stop before the next model
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
    for (Measurements.Sample sample : earlier.samples()) {
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
   * @param listener hears of progress
   * @return false if it was stopped before
   */
  public boolean run(Measurements measurements, int rounds, Listener listener) {
    int done = measurements.rounds(pack.models());
    if (done >= rounds) {
      return true;
    }
    Map<String, TimedNetwork> networks = new LinkedHashMap<>();
    try {
      for (Probe probe : pack.plan().probes()) {
        requireGoingOn();
        networks.put(probe.name(), runtime.prepare(probe.network(), pack.batch(), threads));
        listener.prepared(networks.size(), pack.models().size());
      }
      for (int round = done; round < rounds; round++) {
        round(networks, round).forEach(s -> measurements.add(s.model(), s.milliseconds()));
        note(measurements, LOAD, MachineFacts.load());
        note(measurements, CLOCK, MachineFacts.megahertz());
        measurements.note("rounds", Integer.toString(round + 1));
        listener.measured(measurements, round + 1, rounds);
      }
      return true;
    } catch (StoppedException e) {
      return false;
    } finally {
      networks.values().forEach(TimedNetwork::close);
    }
  }

  private List<Measurements.Sample> round(Map<String, TimedNetwork> networks, int round) {
    Measurements measured = new Measurements();
    requireGoingOn();
    new InterleavedRuns(
            networks,
            (number, name, milliseconds) -> {
              measured.add(name, milliseconds);
              requireGoingOn();
            })
        .run(round, round + 1);
    return measured.samples();
  }

  private static void note(Measurements measurements, String key, Optional<Double> value) {
    Optional<Range> before = Range.parse(measurements.notes().get(key));
    value.ifPresent(now -> measurements.note(key, Range.with(before, now).toString()));
  }

  private void requireGoingOn() {
    if (stop.getAsBoolean()) {
      throw new StoppedException();
    }
  }

  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}

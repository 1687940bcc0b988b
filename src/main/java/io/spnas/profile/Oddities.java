package io.spnas.profile;

import io.spnas.latency.LatencyTable;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is strange in a table and the measurements behind it, in plain words. */
public final class Oddities {
  /** Spread of an entry, as a share of it, above which it is told. */
  private static final double WIDE = 0.1;

  /** Share by which a round or the end of a profile differs when it is told. */
  private static final double SLOW = 0.1;

  private static final double CLOCK_CHANGE = 0.05;
  private static final int LEAST_ROUNDS = 4;
  private static final int SHOWN = 3;

  private static final List<Operation[]> SMALLER_AND_LARGER =
      List.of(
          new Operation[] {Operation.K3_E3, Operation.K3_E6},
          new Operation[] {Operation.K5_E3, Operation.K5_E6},
          new Operation[] {Operation.K3_E3, Operation.K5_E3},
          new Operation[] {Operation.K3_E6, Operation.K5_E6});

  private final LatencyTable table;
  private final Measurements measurements;
  private final List<String> words = new ArrayList<>();

  private Oddities(LatencyTable table, Measurements measurements) {
    this.table = table;
    this.measurements = measurements;
  }

  /** A line for each kind of oddity; none where there is nothing to tell. */
  public static List<String> of(LatencyTable table, Measurements measurements, int rounds) {
    Oddities oddities = new Oddities(table, measurements);
    oddities.wideEntries();
    oddities.inversions();
    oddities.nothings();
    oddities.rounds(rounds);
    oddities.machine();
    return oddities.words;
  }

  private record Entry(int layer, Operation operation, double cost, double spread) {
    double share() {
      return spread / cost;
    }

    String words() {
      return String.format(
          Locale.ROOT,
          "layer %d %s: %.4f ms, spread %.4f (%.0f %%)",
          layer,
          operation.label(),
          cost,
          spread,
          100 * share());
    }
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (LatencyTable.Row row : table.searchable()) {
      row.costs()
          .forEach(
              (operation, cost) ->
                  entries.add(
                      new Entry(
                          row.layer(),
                          operation,
                          cost,
                          row.spreads().getOrDefault(operation, 0.0))));
    }
    return entries;
  }

  private void wideEntries() {
    List<Entry> all = entries();
    List<String> wide =
        all.stream()
            .filter(entry -> entry.cost() > 0 && entry.share() > WIDE)
            .sorted(Comparator.comparingDouble(Entry::share).reversed())
            .map(Entry::words)
            .toList();
    tell(
        wide,
        String.format(
            Locale.ROOT,
            "%d of %d entries have a spread above %.0f %% of themselves: times varied from round to"
                + " round. More rounds, or a quieter machine, narrow them",
            wide.size(),
            all.size(),
            100 * WIDE));
  }

  private void inversions() {
    List<String> found = new ArrayList<>();
    for (LatencyTable.Row row : table.searchable()) {
      for (Operation[] pair : SMALLER_AND_LARGER) {
        double excess = row.costs().get(pair[0]) - row.costs().get(pair[1]);
        double spread = spread(row, pair[0]) + spread(row, pair[1]);
        if (excess > 0) {
          found.add(
              String.format(
                  Locale.ROOT,
                  "layer %d %s takes %.4f ms more than %s (%s)",
                  row.layer(),
                  pair[0].label(),
                  excess,
                  pair[1].label(),
                  excess > spread ? "beyond their spread" : "within their spread"));
        }
      }
    }
    tell(
        found,
        found.size()
            + " smaller operations took longer than larger ones. Within the spread that is"
            + " noise; beyond it the runtime computes the larger one in a better way, or the smaller"
            + " one's channels don't fill the processor's vectors");
  }

  private static double spread(LatencyTable.Row row, Operation operation) {
    return row.spreads().getOrDefault(operation, 0.0);
  }

  private void nothings() {
    List<String> zero =
        entries().stream().filter(entry -> entry.cost() == 0).map(Oddities::name).toList();
    tell(
        zero,
        zero.size()
            + " entries are 0: the block took no longer than the frame around it, so noise is larger"
            + " than the entry");
  }

  private static String name(Entry entry) {
    return "layer " + entry.layer() + " " + entry.operation().label();
  }

  /** Tells slow rounds, and a device that got slower on the way. */
  private void rounds(int rounds) {
    if (rounds < LEAST_ROUNDS) {
      return;
    }
    double[] pace = pace(rounds);
    double usual = Timing.of(pace).median();
    List<String> slow = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      if (pace[round] > usual * (1 + SLOW)) {
        slow.add(
            String.format(
                Locale.ROOT, "round %d by %.0f %%", round + 1, 100 * (pace[round] / usual - 1)));
      }
    }
    tell(
        slow,
        String.format(
            "%d of %d rounds were slower than usual: something else ran at the time. Medians pass"
                + " over them while they are few",
            slow.size(), rounds));
    int quarter = rounds / 4;
    double first = Timing.of(Arrays.copyOf(pace, quarter)).median();
    double last = Timing.of(Arrays.copyOfRange(pace, rounds - quarter, rounds)).median();
    if (Math.abs(last / first - 1) > SLOW) {
      words.add(
          String.format(
              Locale.ROOT,
              "The last quarter of the rounds was %.0f %% %s than the first: the clock changed (heat,"
                  + " power saving) or the load did",
              100 * Math.abs(last / first - 1),
              last > first ? "slower" : "faster"));
    }
  }

  /** Time of each round as a share of the usual, over the models. */
  private double[] pace(int rounds) {
    double[] pace = new double[rounds];
    Map<String, Timing> timings = measurements.timings();
    timings.forEach(
        (model, timing) -> {
          List<Double> times = measurements.times(model);
          for (int round = 0; round < rounds; round++) {
            pace[round] += times.get(round) / timing.median() / timings.size();
          }
        });
    return pace;
  }

  private void machine() {
    Optional<Range> clock = Range.parse(measurements.notes().get("clock_mhz"));
    if (clock.isPresent() && clock.get().most() > clock.get().least() * (1 + CLOCK_CHANGE)) {
      words.add(
          "The clock was "
              + clock.get()
              + " MHz: a processor that changes its clock spreads all times. A fixed clock (the"
              + " governor performance, no turbo) narrows them");
    }
    Optional<Range> load = Range.parse(measurements.notes().get("load"));
    int cores = Runtime.getRuntime().availableProcessors();
    if (load.isPresent() && load.get().most() > cores) {
      words.add(
          String.format(
              Locale.ROOT,
              "The load was %s on %d cores: other processes took turns with this one",
              load.get(),
              cores));
    }
  }

  private void tell(List<String> found, String what) {
    if (!found.isEmpty()) {
      String more = found.size() > SHOWN ? "; ..." : "";
      words.add(
          what + ": " + String.join("; ", found.subList(0, Math.min(SHOWN, found.size()))) + more);
    }
  }
}

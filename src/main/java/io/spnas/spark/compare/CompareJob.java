package io.spnas.spark.compare;

import io.spnas.config.InvalidInputException;
import io.spnas.config.SettingDifferences;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyTable;
import io.spnas.nas.SearchProblem;
import io.spnas.profile.InferenceRuntime;
import io.spnas.profile.MachineFacts;
import io.spnas.profile.NetworkTimes;
import io.spnas.report.html.MethodsPage;
import io.spnas.report.methods.CellResult;
import io.spnas.report.methods.ComparisonDirectory;
import io.spnas.report.methods.ComparisonProvenance;
import io.spnas.report.methods.MethodComparison;
import io.spnas.space.NetworkShape;
import io.spnas.spark.run.DriverFacts;
import io.spnas.spark.run.WorkerMemory;
import io.spnas.spark.stage.SideBySide;
import io.spnas.spark.stage.SideBySide.Ended;
import io.spnas.spark.stage.SideBySide.Room;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A comparison of methods, from the driver's side: searches and trainings, then the latencies of
 * what they found. compare.json and report.html are written again after each cell.
 */
public final class CompareJob {
  private static final Logger LOG = LoggerFactory.getLogger(CompareJob.class);

  private final CompareRecord record;
  private final CompareRequest request;
  private final Cells cells;
  private final ComparisonDirectory directory;
  private final Configuration hadoop;

  /**
   * @param asked what the user asks for
   * @param hadoop how to reach file systems
   * @throws InvalidInputException if the directory holds another comparison, or anything else
   * @throws IOException if it can't be read
   */
  public CompareJob(CompareRequest asked, Configuration hadoop) throws IOException {
    this.record = new CompareRecord(asked.directory(), hadoop);
    this.request = record.settled(asked);
    this.cells = Cells.of(request);
    this.directory = new ComparisonDirectory(asked.directory(), hadoop);
    this.hadoop = hadoop;
  }

  /**
   * Runs what is not done yet, and measures.
   *
   * @param spark the application; asked for only when the input has been checked
   * @param listener hears how far the measurement of latencies is
   * @return what came out, failed cells included
   * @throws InvalidInputException if the input is at fault, or there is too little room for the
   *     workers
   * @throws io.spnas.spark.stage.RunStoppedException if the driver is told to end
   * @throws IOException if the results can't be written
   */
  public MethodComparison run(Supplier<JavaSparkContext> spark, NetworkTimes.Listener listener)
      throws IOException {
    InferenceRuntime runtime = request.runtime().open();
    cells.check(request, hadoop);
    Map<Cell, CellResult> before = resultsBefore();
    List<Cell> open = new ArrayList<>(cells.all());
    open.removeAll(before.keySet());
    JavaSparkContext context = spark.get();
    int cores = Integer.parseInt(context.getConf().get("spark.task.cpus", "1"));
    LatencyTable table = SearchProblem.of(request.settings()).tables().latency();
    CellReader reader = new CellReader(request, table, hadoop);
    Scoreboard board =
        new Scoreboard(
            new Scoreboard.Head(
                request, cells, table.name(), table.device(), provenance(runtime, cores)));
    before.forEach(board::done);
    if (open.isEmpty()) {
      record.write(request);
    } else {
      run(context, new CellRuns(open, reader, hadoop), board);
    }
    if (!board.isMeasured()) {
      measure(runtime, reader, board, listener);
    }
    write(board);
    return board.comparison();
  }

  /** What is done and kept: as it was told, since other cores may go on. */
  private Map<Cell, CellResult> resultsBefore() throws IOException {
    Map<Cell, CellResult> results = new LinkedHashMap<>();
    if (directory.holdsComparison()) {
      MethodComparison before = directory.comparison();
      for (Cell cell : cells.all()) {
        Optional<CellResult> result = before.result(cell.method(), cell.seed());
        if (result.isPresent() && cell.isOver(hadoop)) {
          results.put(cell, result.get());
        }
      }
    }
    return results;
  }

  private ComparisonProvenance provenance(InferenceRuntime runtime, int cores) {
    Map<String, String> set = new TreeMap<>();
    SettingDifferences.between(List.of(request.settings(), Settings.parse("")))
        .forEach((key, values) -> values.get(0).ifPresent(value -> set.put(key, value)));
    return ComparisonProvenance.of(
        DriverFacts.version(),
        MachineFacts.processor().orElse("unnamed processor") + ", " + runtime.name(),
        cores,
        request.workers(),
        set);
  }

  private void run(JavaSparkContext spark, CellRuns runs, Scoreboard board) throws IOException {
    Room room =
        new Room(
            request.parallel(), request.workers(), request.settings().collective().startTimeout());
    SideBySide<Optional<CellResult>> sideBySide = new SideBySide<>("comparison", room, hadoop);
    sideBySide.requireRoom(spark, runs.open().size());
    record.write(request);
    int all = cells.all().size();
    CompareProgress progress = new CompareProgress(all, all - runs.open().size(), System::nanoTime);
    sideBySide.run(spark, runs.parts(), end -> ended(runs.of(end.part()), end, board, progress));
  }

  private synchronized void ended(
      Cell cell, Ended<Optional<CellResult>> end, Scoreboard board, CompareProgress progress) {
    if (end.isFailed()) {
      if (board.failed(cell, end.reason())) {
        progress.ended(cell.name() + " failed");
        writeMeanwhile(board);
      }
    } else if (end.outcome().isPresent()) {
      CellResult result = end.outcome().get();
      board.done(cell, result);
      progress.ended(
          String.format(Locale.ROOT, "%s: top-1 %.2f %%", cell.name(), 100 * result.top1()));
      writeMeanwhile(board);
    }
  }

  /** What can't be written between cells may be written at the end. */
  private void writeMeanwhile(Scoreboard board) {
    try {
      write(board);
    } catch (IOException e) {
      LOG.warn("Cannot write {}: {}", directory.comparisonPath(), e.getMessage());
    }
  }

  private void write(Scoreboard board) throws IOException {
    directory.comparison(board.comparison());
    MethodsPage.renew(request.directory(), hadoop);
  }

  private static void measure(
      InferenceRuntime runtime, CellReader reader, Scoreboard board, NetworkTimes.Listener listener)
      throws IOException {
    Map<Cell, NetworkShape> networks = new LinkedHashMap<>();
    for (Cell cell : board.done()) {
      networks.put(cell, reader.network(cell));
    }
    LOG.info("Measuring the latency of {} networks with {}", networks.size(), runtime.name());
    MeasuredLatencies.of(runtime, networks, listener).forEach(board::measured);
  }

  /**
   * The most that a worker needs; the comparison's directory is not touched.
   *
   * @param request what the user asks for
   * @param cores cores of a worker
   * @param hadoop how to reach file systems
   */
  public static WorkerMemory memory(CompareRequest request, int cores, Configuration hadoop) {
    List<WorkerMemory> all = new ArrayList<>();
    for (Cell cell : Cells.of(request).all()) {
      if (cell.isSearched()) {
        all.add(cell.search(hadoop).memory(cores));
      }
      all.add(cell.training(hadoop).memory(cores));
    }
    return WorkerMemory.most(all);
  }
}

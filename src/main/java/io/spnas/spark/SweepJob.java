package io.spnas.spark;

import io.spnas.config.HadoopFiles;
import io.spnas.config.InvalidInputException;
import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.report.Pareto;
import io.spnas.report.ParetoJson;
import io.spnas.report.RunDirectory;
import io.spnas.report.picture.ParetoPicture;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import io.spnas.spark.candidates.PathEvaluation;
import io.spnas.spark.candidates.SupernetCheckpoint;
import io.spnas.spark.candidates.SupernetPath;
import io.spnas.spark.run.RunRequest;
import io.spnas.spark.stage.SideBySide;
import io.spnas.spark.stage.SideBySide.Part;
import io.spnas.spark.stage.SideBySide.Room;
import io.spnas.spark.stage.WorkerFailedException;
import io.spnas.train.EvaluationCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Several searches in one application, and the accuracy of what they found against its cost. All
 * are checked before the first begins; what was found is kept, whatever becomes of the others.
 */
public final class SweepJob {
  private static final String JSON = "pareto.json";
  private static final String PICTURE = "pareto.svg";

  private final SweepRequest request;
  private final Configuration hadoop;
  private final LatencyTable table;

  /**
   * @param request what the user asks for
   * @param hadoop how to reach file systems
   */
  public SweepJob(SweepRequest request, Configuration hadoop) {
    this.request = request;
    this.hadoop = hadoop;
    this.table = LatencyTable.load(settings().latency().table());
  }

  private Settings settings() {
    return request.first().settings();
  }

  /**
   * Searches, evaluates, and writes pareto.json and pareto.svg. Searches that are finished are not
   * run again.
   *
   * @param spark the application; asked for only when all input has been checked
   * @param progress where to print how far it is
   * @return what came out, failed searches included
   * @throws InvalidInputException if the input is at fault, or there is too little room for the
   *     workers
   * @throws RunStoppedException if the driver is told to end
   * @throws WorkerFailedException if no search found anything
   * @throws IOException if the results can't be written
   */
  public Pareto run(Supplier<JavaSparkContext> spark, PrintStream progress) throws IOException {
    new SearchRecipe(settings()).requireInheritable("sweep");
    PathEvaluation evaluation = PathEvaluation.of(request.first().data(), hadoop);
    evaluation.split().requireClasses(settings().model().classes());
    List<Ended> ends = new ArrayList<>();
    List<SweepSearch> open = new ArrayList<>();
    for (SweepSearch search : request.searches()) {
      SearchJob job = search.job(hadoop);
      job.check();
      job.finished()
          .ifPresentOrElse(
              outcome -> ends.add(new Ended(search, outcome, null)), () -> open.add(search));
    }
    JavaSparkContext context = spark.get();
    if (!open.isEmpty()) {
      ends.addAll(search(context, open));
    }
    return finish(inOrder(ends), evaluation, context, progress);
  }

  /**
   * How a search ended.
   *
   * @param search the search
   * @param outcome what it found; null if it failed
   * @param reason why it failed, in one line; null if it did not
   */
  private record Ended(SweepSearch search, SearchOutcome outcome, String reason) {
    boolean isFailed() {
      return reason != null;
    }
  }

  private List<Ended> search(JavaSparkContext spark, List<SweepSearch> open) {
    Room room =
        new Room(
            request.parallel(), request.first().workers(), settings().collective().startTimeout());
    SideBySide<SearchOutcome> searches = new SideBySide<>("sweep", room, hadoop);
    searches.requireRoom(spark, open.size());
    return searches.run(spark, open.stream().map(this::part).toList(), end -> {}).stream()
        .map(end -> new Ended(named(open, end.part().name()), end.outcome(), end.reason()))
        .toList();
  }

  private Part<SearchOutcome> part(SweepSearch search) {
    String directory = search.request().runDirectory();
    return new Part<>(search.name(), directory, search.job(hadoop)::run);
  }

  private static SweepSearch named(List<SweepSearch> searches, String name) {
    return searches.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private List<Ended> inOrder(List<Ended> ends) {
    return request.searches().stream()
        .flatMap(search -> ends.stream().filter(end -> end.search().equals(search)))
        .toList();
  }

  private Pareto finish(
      List<Ended> ends, PathEvaluation evaluation, JavaSparkContext spark, PrintStream progress)
      throws IOException {
    List<Pareto.Failed> failed =
        ends.stream()
            .filter(Ended::isFailed)
            .map(e -> new Pareto.Failed(e.search().request().runDirectory(), e.reason()))
            .toList();
    List<Ended> found = ends.stream().filter(end -> !end.isFailed()).toList();
    if (found.isEmpty()) {
      throw new WorkerFailedException(
          String.format("All %d searches failed; the first: %s", ends.size(), ends.get(0).reason()),
          false,
          null);
    }
    String supernet =
        found.stream()
            .map(Ended::search)
            .min(SweepRequest.freedom())
            .orElseThrow()
            .request()
            .runDirectory();
    List<Architecture> random = randomNetworks();
    List<SupernetPath> paths =
        Stream.concat(
                found.stream()
                    .map(
                        e -> path(e.search().request().runDirectory(), e.outcome().architecture())),
                random.stream().map(network -> path(supernet, network)))
            .toList();
    List<EvaluationCounts> counts = evaluation.run(spark, paths, progress);
    List<Pareto.Found> networks = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      networks.add(found(found.get(i), counts.get(i)));
    }
    List<Pareto.Network> samples = new ArrayList<>();
    for (int i = 0; i < random.size(); i++) {
      Architecture network = random.get(i);
      double cost = LatencyPrediction.of(table, network).total();
      samples.add(new Pareto.Network(network, cost, counts.get(found.size() + i)));
    }
    Pareto pareto = new Pareto(networks, failed, samples, provenance(evaluation, supernet));
    write(JSON, ParetoJson.write(pareto).toPrettyString() + "\n");
    write(PICTURE, ParetoPicture.svg(pareto));
    return pareto;
  }

  private SupernetPath path(String search, Architecture architecture) {
    return SupernetPath.of(
        new SupernetCheckpoint(
            new RunDirectory(search, hadoop).location(), settings().search().steps()),
        architecture);
  }

  private List<Architecture> randomNetworks() {
    SearchSpace space = SearchSpace.of(settings().input(), settings().model());
    SplittableRandom random = new SplittableRandom(settings().search().seed());
    return Stream.generate(() -> Architecture.random(space, random))
        .limit(request.random())
        .toList();
  }

  private static Pareto.Found found(Ended end, EvaluationCounts counts) {
    RunRequest run = end.search().request();
    SearchSettings search = run.settings().search();
    OptionalDouble target = search.targetLatencyMs();
    SearchOutcome outcome = end.outcome();
    return new Pareto.Found(
        run.runDirectory(),
        target.isPresent() ? OptionalDouble.empty() : OptionalDouble.of(search.lambda()),
        target,
        search.seed(),
        new Pareto.Network(outcome.architecture(), outcome.runtimeMilliseconds(), counts));
  }

  private Pareto.Provenance provenance(PathEvaluation evaluation, String supernet) {
    return new Pareto.Provenance(
        table.name(),
        table.device(),
        table.origin().objective().label(),
        table.origin().objective().unit(),
        settings().search().steps(),
        request.first().workers(),
        evaluation.split().split(),
        evaluation.trainedOn(),
        PathEvaluation.CALIBRATION_IMAGES,
        supernet,
        settings().search().seed());
  }

  private void write(String name, String text) throws IOException {
    Path directory = new Path(request.out());
    FileSystem files = HadoopFiles.of(directory, hadoop);
    Path aside = new Path(directory, "." + name + ".tmp");
    try (OutputStream out = files.create(aside, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    HadoopFiles.replace(files, aside, new Path(directory, name));
  }
}

package io.spnas.spark;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.config.TextFile;
import io.spnas.data.ClassNames;
import io.spnas.data.ShardDirectory;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunHistory;
import io.spnas.report.html.RunPage;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.NamedNetworks;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import io.spnas.space.SearchSpace;
import io.spnas.spark.run.Run;
import io.spnas.spark.run.WorkerLoad;
import io.spnas.spark.run.WorkerMemory;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The training of a network, from the driver's side: ends with its averaged weights evaluated. */
public final class TrainJob {
  private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);
  private static final String VALIDATION = "validation";

  private final TrainRequest request;
  private final Settings settings;
  private final Configuration hadoop;
  private final String name;

  /**
   * @param request what the user asks for
   * @param hadoop how to reach file systems
   */
  public TrainJob(TrainRequest request, Configuration hadoop) {
    this(request, hadoop, "");
  }

  /**
   * One of several runs of an application.
   *
   * @param name begins what is told of it, in brackets
   */
  public TrainJob(TrainRequest request, Configuration hadoop, String name) {
    this.request = request;
    this.settings = request.run().settings();
    this.hadoop = hadoop;
    this.name = name;
  }

  /**
   * Trains. A run that is continued and is over is only told of.
   *
   * @param spark the application; asked for only when the input has been checked
   * @return what came out
   * @throws InvalidInputException if the input is at fault
   * @throws WorkerFailedException if a worker fails for a reason that will last, or too often
   * @throws RunStoppedException if the run was asked to stop
   * @throws IOException if the run directory can't be written
   */
  public TrainOutcome run(Supplier<JavaSparkContext> spark) throws IOException {
    String architecture = architecture();
    NetworkRecipe recipe =
        new NetworkRecipe(settings, architecture, validationShards(), warmStart(architecture));
    List<String> labels = labels();
    Run run = new Run(request.run(), recipe, hadoop, name);
    if (run.isContinued()) {
      requireSameNetwork(run.directory(), architecture);
      if (isOver(run)) {
        return new TrainOutcome(recipe.shape(), last(run));
      }
      run.check();
      run.directory().clearResult();
    }
    run.complete(
        spark,
        directory -> {
          directory.architecture(architecture);
          directory.labels(labels);
        });
    StepRecord last = last(run);
    run.directory().result(result(last));
    RunPage.renew(request.run().runDirectory(), hadoop);
    return new TrainOutcome(recipe.shape(), last);
  }

  /**
   * Checks what can be checked before anything is written or computed, and before a file of the
   * network is there.
   *
   * @throws InvalidInputException if the input is at fault
   */
  public void check() throws IOException {
    validationShards();
    labels();
    String known = NamedNetworks.isName(request.architecture()) ? architecture() : "";
    NetworkRecipe recipe = new NetworkRecipe(settings, known, Optional.empty(), Optional.empty());
    new Run(request.run(), recipe, hadoop, name).check();
  }

  private StepRecord last(Run run) throws IOException {
    return new RunHistory(run.directory(), hadoop)
        .last()
        .orElseThrow(() -> new IOException("No record in " + run.directory().metrics()));
  }

  /** Whether the directory's run has a result and its weights, of all epochs that are asked for. */
  private boolean isOver(Run run) throws IOException {
    Settings before = Settings.parse(run.directory().configuration());
    return run.directory().holdsResult()
        && before.train().epochs() == settings.train().epochs()
        && run.stepsKept() == last(run).step();
  }

  /**
   * What each worker needs. A network that can't be read yet, because a search that is to find it
   * has not ended, is taken for the largest that its space has.
   *
   * @param cores cores of a worker
   */
  public WorkerMemory memory(int cores) {
    NetworkShape shape;
    NetworkRecipe recipe;
    try {
      recipe = new NetworkRecipe(settings, architecture(), Optional.empty(), Optional.empty());
      shape = recipe.shape();
    } catch (InvalidInputException e) {
      recipe = new NetworkRecipe(settings, "", Optional.empty(), Optional.empty());
      shape = SearchSpace.of(settings.input(), settings.model()).supernet();
    }
    return WorkerMemory.trainingAndEvaluating(
        WorkerLoad.of(request.run(), recipe, shape, cores, hadoop));
  }

  private String architecture() {
    String given = request.architecture();
    if (NamedNetworks.isName(given)) {
      return NetworkDescription.write(
          NetworkDescription.load(given, settings.input(), settings.model()),
          settings.model().width());
    }
    String text = TextFile.read(given);
    // Refuses what is no network, or none for these settings.
    NetworkDescription.read(text, given, settings.input(), settings.model());
    return text;
  }

  private Optional<WarmStart> warmStart(String architecture) throws IOException {
    if (request.warmStart().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        WarmStart.of(
            request.warmStart().get(),
            ArchitectureJson.read(architecture, request.architecture()),
            hadoop));
  }

  private Optional<ShardDirectory> validationShards() throws IOException {
    Optional<ShardDirectory> shards = ShardDirectory.find(hadoop, request.run().data(), VALIDATION);
    if (shards.isEmpty()) {
      LOG.warn(
          "No shards of split {} in {}: nothing is evaluated during the training",
          VALIDATION,
          request.run().data());
    }
    shards.ifPresent(split -> split.requireClasses(settings.model().classes()));
    return shards;
  }

  /** Names beside the shards; classes without one are called by their number. */
  private List<String> labels() throws IOException {
    List<String> labels = new ArrayList<>(ClassNames.read(hadoop, request.run().data()));
    int classes = settings.model().classes();
    if (labels.size() > classes) {
      throw new InvalidInputException(
          "%d class names in %s, but model.classes = %d: expected as many at most",
          labels.size(), request.run().data(), classes);
    }
    for (int i = labels.size(); i < classes; i++) {
      labels.add("class " + i);
    }
    return labels;
  }

  private static void requireSameNetwork(RunDirectory directory, String architecture)
      throws IOException {
    // A run that was killed as it began may have none yet.
    if (directory.holdsArchitecture() && !directory.architecture().equals(architecture)) {
      throw new InvalidInputException(
          "Cannot resume %s with another network: expected the one in %s",
          directory, directory.architecturePath());
    }
  }

  private static String result(StepRecord last) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("steps", last.step());
    root.put("epochs", last.epoch());
    root.put("cross_entropy", last.crossEntropy());
    last.validation()
        .ifPresent(
            validation -> {
              root.put("validation_images", validation.images());
              root.put("validation_top1", validation.top1());
              root.put("validation_top5", validation.top5());
              root.put("validation_loss", validation.loss());
            });
    return root.toPrettyString() + "\n";
  }
}

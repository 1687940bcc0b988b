package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.config.OptimizerSettings;
import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardParts;
import io.spnas.latency.ObjectiveTables;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.Strategies;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.space.SearchSpace;
import io.spnas.spark.run.Recipe;
import io.spnas.train.SearchSchedule;
import io.spnas.train.Validation;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A search: trains the supernet of its strategy, if there is one to train. */
final class SearchRecipe extends Recipe {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SearchRecipe.class);

  private transient SearchProblem problem;
  private transient SearchStrategy strategy;

  SearchRecipe(Settings settings) {
    super(settings);
  }

  private SearchSettings search() {
    return settings().search();
  }

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String globalBatchKey() {
    return "search.global-batch";
  }

  @Override
  public String lengthKey() {
    return "search.steps";
  }

  @Override
  public boolean mayGrowFrom(Settings before) {
    return search().steps() >= before.search().steps();
  }

  @Override
  public int globalBatch() {
    return search().globalBatch();
  }

  @Override
  public long seed() {
    return search().seed();
  }

  @Override
  public String maxRestartsKey() {
    return "search.max-restarts";
  }

  @Override
  public int maxRestarts() {
    return search().maxRestarts();
  }

  @Override
  public SearchSchedule schedule(long images) {
    OptimizerSettings optimizer = settings().optimizer();
    return new SearchSchedule(
        search().steps(),
        search().warmupSteps(),
        search().globalBatch(),
        images,
        search().lambda(),
        optimizer.learningRate(),
        optimizer.decayRate(),
        optimizer.decayEpochs());
  }

  @Override
  public InputSpec input() {
    return InputSpec.of(settings().input());
  }

  @Override
  public double weightDecay() {
    return search().weightDecay();
  }

  SearchSpace space() {
    return SearchSpace.of(settings().input(), settings().model());
  }

  /**
   * Checks tables and target against the search space.
   *
   * @throws InvalidInputException if a table does not cover it, or no network has the target
   */
  void requireReachable() {
    ObjectiveTables tables = problem().tables();
    if (!tables.latency().isMeasuredFor(space())) {
      LOG.warn(
          "Latency table {} is of another input size, width or blocks than the search: a stand-in",
          tables.latency().name());
    }
    search().targetLatencyMs().ifPresent(target -> tables.latency().requireWithin(space(), target));
  }

  /** What is to be solved; its tables are checked against the space. */
  SearchProblem problem() {
    if (problem == null) {
      problem = SearchProblem.of(settings());
    }
    return problem;
  }

  /** How it is solved. */
  SearchStrategy strategy() {
    if (strategy == null) {
      strategy = Strategies.of(problem());
    }
    return strategy;
  }

  /** Whether a supernet is trained: there is one, and it is not that of another search. */
  boolean trains() {
    return strategy().isTrained() && settings().strategy().supernet().isEmpty();
  }

  /** The supernet of another search, where this one trains none of its own. */
  SharedSupernet sharedSupernet(Configuration hadoop) {
    return new SharedSupernet(this, settings().strategy().supernet().orElseThrow(), hadoop);
  }

  /**
   * Refuses a search whose supernet has no weights that networks inherit.
   *
   * @param what what can't be done else, such as {@code start from DIR}
   */
  void requireInheritable(String what) {
    String name = "strategy.name = " + settings().strategy().name();
    String problem = "";
    if (!strategy().isTrained()) {
      problem = name + " trains no supernet";
    } else if (!strategy().isSinglePath()) {
      problem = "networks inherit no weights from the supernet of " + name;
    } else if (!trains()) {
      problem = "its supernet is that of " + settings().strategy().supernet().orElseThrow();
    }
    if (!problem.isEmpty()) {
      throw new InvalidInputException(
          "Cannot %s: %s, expected a search that trains a single-path supernet (single-path,"
              + " one-shot-...)",
          what, problem);
    }
  }

  /** Whether candidates are scored on shards that are held back from a single-path supernet. */
  boolean scoresCandidates() {
    return strategy().isTrained()
        && strategy().isSinglePath()
        && strategy().holdsBack()
        && !trainsOnHeldBack();
  }

  @Override
  public ShardParts parts(ShardDirectory shards) {
    return strategy().holdsBack()
        ? ShardParts.of(shards, settings().strategy().heldBack())
        : ShardParts.whole(shards);
  }

  @Override
  public boolean readsHeldBack(long step) {
    return strategy().readsHeldBack(step);
  }

  @Override
  public boolean trainsOnHeldBack() {
    return LongStream.range(0, search().steps()).anyMatch(this::readsHeldBack);
  }

  @Override
  public TrainableNetwork network(int rank, int batch, int threads, Configuration hadoop) {
    return strategy().supernet(new SupernetWorker(rank, batch, threads));
  }

  @Override
  public Validation validation(RankSpec rank, int threads, Configuration hadoop) {
    return Validation.NONE;
  }
}

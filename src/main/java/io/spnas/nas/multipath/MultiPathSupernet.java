package io.spnas.nas.multipath;

import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.data.Batch;
import io.spnas.engine.ParameterRange;
import io.spnas.nas.ComputedNetwork;
import io.spnas.nas.GradientStep;
import io.spnas.nas.LatencyMultiplier;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.StepControls;
import io.spnas.nas.StepOutcome;
import io.spnas.nas.StepSettings;
import io.spnas.nas.SupernetWorker;
import io.spnas.space.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * A supernet with a path for each candidate operation, mixed by architecture weights. One flat
 * array holds [weights of all paths | architecture weights]; these are 0 at first, so that all
 * paths are as probable as each other.
 *
 * <p>In turns of the weights the optimiser updates them; in turns of the architecture weights,
 * whose images are held-back ones, the supernet updates those itself, and the weights stay.
 *
 * <p>Not thread-safe; all calls come from the thread that made it.
 */
public final class MultiPathSupernet extends ComputedNetwork {
  private final float[] carried;
  private final ArchitectureWeights architecture;
  private final Turns turns;
  private final Mixing mixing;
  private final double weightDecay;
  private final LatencyTerm term;
  private final Adam adam;
  private final PathUses uses;
  private final PathNorms norms;
  private double[][] logits;
  private LayerMix[] mixes;

  /**
   * Builds the supernet with its initial weights.
   *
   * @param problem what is to be solved
   * @param method the method
   * @param worker the worker
   */
  public MultiPathSupernet(SearchProblem problem, Method method, SupernetWorker worker) {
    this(problem, method, worker, ArchitectureWeights.of(problem.space()));
  }

  private MultiPathSupernet(
      SearchProblem problem,
      Method method,
      SupernetWorker worker,
      ArchitectureWeights architecture) {
    super(
        problem.space().multiPath(),
        method.memory(),
        architecture.count(),
        worker.batch(),
        worker.threads(),
        StepSettings.ofSearch(problem.settings(), worker.rank()));
    Settings settings = problem.settings();
    SearchSettings search = settings.search();
    this.architecture = architecture;
    this.logits = architecture.read(parameters());
    this.turns = new Turns(search.warmupSteps(), settings.multiPath().every());
    this.mixing = method.mixing(settings);
    this.weightDecay = settings.multiPath().weightDecay();
    int remembered = LatencyMultiplier.REMEMBERED;
    this.carried = new float[remembered + Adam.remembered(architecture.count())];
    this.term =
        new LatencyTerm(
            new ExpectedLatency(problem.tables().latency(), architecture.operations()),
            multiplier(search));
    this.adam =
        new Adam(method.adam(settings.multiPath()), architecture.count(), carried, remembered);
    this.uses = new PathUses(problem.space());
    this.norms = new PathNorms(problem.space(), layout());
  }

  private Optional<LatencyMultiplier> multiplier(SearchSettings search) {
    return search.targetLatencyMs().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LatencyMultiplier(
                search.targetLatencyMs().getAsDouble(),
                turns.firstOfArchitecture(),
                search.steps(),
                carried));
  }

  /**
   * Computes loss and gradients of a batch on this worker into {@link #exchange()}, with the paths
   * mixed as the step has it; architecture weights have a gradient in their turns only.
   */
  @Override
  public StepOutcome step(Batch images, StepControls controls) {
    long start = System.nanoTime();
    Turn turn = turns.of(controls.step());
    logits = architecture.read(parameters());
    mixes = mixing.mix(logits, turn, controls.step());
    double[][] probabilities = Arrays.stream(logits).map(Softmax::of).toArray(double[][]::new);
    LatencyTerm.Value latency = term.evaluate(probabilities, controls, turn);
    double[][] factors = Arrays.stream(mixes).map(LayerMix::factors).toArray(double[][]::new);
    use(uses.of(mixes));
    norms.fold(parameters(), factors);
    long mixed = System.nanoTime();

    GradientStep.Times times = compute(images, controls);

    long computed = System.nanoTime();
    double[][] ofFactors = norms.unfold(parameters(), exchange().values(), factors);
    double[][] ofLogits = new double[mixes.length][];
    for (int l = 0; l < mixes.length; l++) {
      ofLogits[l] =
          turn == Turn.ARCHITECTURE
              ? gradient(l, ofFactors[l], latency.gradient()[l])
              : new double[logits[l].length];
    }
    architecture.write(ofLogits, exchange().values());
    return new StepOutcome(
        latency.milliseconds(),
        Double.NaN,
        latency.loss(),
        latency.lambda(),
        mixed - start + times.forward(),
        times.loss(),
        times.backward() + System.nanoTime() - computed);
  }

  private double[] gradient(int layer, double[] ofFactors, double[] ofTerm) {
    double[] gradient = mixes[layer].gradient(ofFactors, ofTerm);
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] += mixes[layer].learns(k) ? weightDecay * logits[layer][k] : 0;
    }
    return gradient;
  }

  /** Weights in their turns, those of paths that were not computed left out. */
  @Override
  public List<ParameterRange> optimised(StepControls controls) {
    return turns.of(controls.step()) == Turn.ARCHITECTURE
        ? List.of()
        : uses.computed(mixes, layout());
  }

  /** Updates the architecture weights, if it is their turn. */
  @Override
  public void decide(StepControls controls) {
    if (turns.of(controls.step()) != Turn.ARCHITECTURE) {
      return;
    }
    adam.step(parameters(), exchange().values(), architecture.first());
    double[][] updated = architecture.read(parameters());
    for (int l = 0; l < mixes.length; l++) {
      mixes[l].correct(logits[l], updated[l]);
    }
    architecture.write(updated, parameters());
  }

  /** Probabilities of the decisions d5, d50, d100; see {@link Marginals}. */
  @Override
  public double[][] indicators() {
    return marginals(Marginals::indicators);
  }

  /** Log odds of the decisions, bounded. */
  @Override
  public double[][] arguments() {
    return marginals(Marginals::arguments);
  }

  private double[][] marginals(BiFunction<List<Operation>, double[], double[]> marginals) {
    return IntStream.range(0, logits.length)
        .mapToObj(l -> marginals.apply(architecture.operations().get(l), logits[l]))
        .toArray(double[][]::new);
  }

  @Override
  public float[] carried() {
    return carried;
  }
}

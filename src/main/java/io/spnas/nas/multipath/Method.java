package io.spnas.nas.multipath;

import io.spnas.config.MultiPathSettings;
import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.engine.PathMemory;

/**
 * What sets the methods apart: how paths are mixed, how many of a layer are computed in a step, and
 * how much Adam, which trains architecture weights, keeps of the mean of their gradients.
 */
public enum Method {
  /**
   * DARTS (Liu et al. 2019, arXiv 1806.09055), first order: softmax, both kinds of weights in turn.
   */
  DARTS(PathMemory.ALL, 0.5) {
    @Override
    Mixing mixing(Settings settings) {
      return new SoftmaxMixing();
    }
  },
  /** FBNet (Wu et al. 2019, arXiv 1812.03443): Gumbel softmax with a falling temperature. */
  FBNET(PathMemory.ALL, 0.9) {
    @Override
    Mixing mixing(Settings settings) {
      SearchSettings search = settings.search();
      MultiPathSettings paths = settings.multiPath();
      return new GumbelMixing(
          new GumbelNoise(search.seed()),
          new Temperature(
              paths.temperature(),
              paths.finalTemperature(),
              search.warmupSteps(),
              search.steps() - 1L));
    }
  },
  /** ProxylessNAS (Cai et al. 2019, arXiv 1812.00332): binary gates, two paths at most. */
  PROXYLESS(PathMemory.ONE, 0) {
    @Override
    Mixing mixing(Settings settings) {
      return new GateMixing(new GumbelNoise(settings.search().seed()));
    }
  };

  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final PathMemory memory;
  private final double beta1;

  Method(PathMemory memory, double beta1) {
    this.memory = memory;
    this.beta1 = beta1;
  }

  /** How many paths of a layer a step computes. */
  public PathMemory memory() {
    return memory;
  }

  /** The way that paths are mixed. */
  abstract Mixing mixing(Settings settings);

  /** Constants of Adam, with the learning rate of the settings. */
  Adam.Settings adam(MultiPathSettings settings) {
    return new Adam.Settings(settings.learningRate(), beta1, BETA2, EPSILON);
  }
}

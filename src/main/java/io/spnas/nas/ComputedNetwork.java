package io.spnas.nas;

import io.spnas.data.Batch;
import io.spnas.engine.LayerTime;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.PathMemory;
import io.spnas.engine.PathUse;
import io.spnas.engine.Slices;
import io.spnas.space.MultiPathShape;
import java.util.List;

/**
 * A trainable network whose steps the engine computes: its initial weights, and what else is
 * trained, in one flat array, [weights | further parameters], with gradients at the same places.
 */
public abstract class ComputedNetwork implements TrainableNetwork {
  private final ParameterLayout layout;
  private final float[] parameters;
  private final GradientStep gradients;

  /**
   * Compiles a network, with its initial weights; further parameters are 0.
   *
   * @param shape the network
   * @param memory how many paths of a layer a step may compute
   * @param further number of parameters behind the weights
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param settings see there
   */
  protected ComputedNetwork(
      MultiPathShape shape,
      PathMemory memory,
      int further,
      int batch,
      int threads,
      StepSettings settings) {
    this.layout = ParameterLayout.of(shape);
    this.parameters = new float[layout.parameters() + further];
    InitialWeights.fill(layout, parameters, settings.seed());
    this.gradients = new GradientStep(shape, memory, parameters, batch, threads, settings);
  }

  /** Computes gradients, batch statistics and loss sums of a batch into {@link #exchange()}. */
  protected final GradientStep.Times compute(Batch images, StepControls controls) {
    return gradients.run(images, controls.step());
  }

  /**
   * Says which paths the next steps compute.
   *
   * @param uses of each layer's paths, [layers][paths]
   */
  protected final void use(PathUse[][] uses) {
    gradients.use(uses);
  }

  @Override
  public final Exchange exchange() {
    return gradients.exchange();
  }

  @Override
  public final float[] parameters() {
    return parameters;
  }

  @Override
  public final ParameterLayout layout() {
    return layout;
  }

  @Override
  public final Slices slices() {
    return gradients.slices();
  }

  /** Time of each layer in the last step, in the order of the layers. */
  public final List<LayerTime> layerTimes() {
    return gradients.layerTimes();
  }

  @Override
  public final void close() {
    gradients.close();
  }
}

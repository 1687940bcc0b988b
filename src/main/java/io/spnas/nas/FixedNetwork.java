package io.spnas.nas;

import io.spnas.data.Batch;
import io.spnas.engine.LayerTime;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.Slices;
import io.spnas.space.NetworkShape;
import java.util.List;

/** A network whose operations are decided, trained like any other: there are only weights. */
public final class FixedNetwork implements TrainableNetwork {
  private static final double[][] NO_DECISIONS = {};
  private static final float[] NOTHING = {};

  private final ParameterLayout layout;
  private final float[] parameters;
  private final GradientStep gradients;

  /**
   * Builds a network with its initial weights.
   *
   * @param shape the network
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param settings see there
   */
  public FixedNetwork(NetworkShape shape, int batch, int threads, StepSettings settings) {
    this.layout = ParameterLayout.of(shape);
    this.parameters = new float[layout.parameters()];
    InitialWeights.fill(layout, parameters, settings.seed());
    this.gradients = new GradientStep(shape, parameters, batch, threads, settings);
  }

  @Override
  public StepOutcome step(Batch images, StepControls controls) {
    GradientStep.Times times = gradients.run(images, controls.step());
    return new StepOutcome(
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        times.forward(),
        times.loss(),
        times.backward());
  }

  @Override
  public Exchange exchange() {
    return gradients.exchange();
  }

  @Override
  public float[] parameters() {
    return parameters;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public Slices slices() {
    return gradients.slices();
  }

  @Override
  public double[][] indicators() {
    return NO_DECISIONS;
  }

  @Override
  public double[][] arguments() {
    return NO_DECISIONS;
  }

  @Override
  public float[] carried() {
    return NOTHING;
  }

  /** Time of each layer in the last step, in the order of the layers. */
  public List<LayerTime> layerTimes() {
    return gradients.layerTimes();
  }

  @Override
  public void close() {
    gradients.close();
  }
}

package io.spnas.nas;

/**
 * A supernet after its last step.
 *
 * @param parameters its parameters
 * @param averages moving averages of the parameters
 * @param carried what else it carried from step to step
 */
public record TrainedSupernet(float[] parameters, float[] averages, float[] carried) {}

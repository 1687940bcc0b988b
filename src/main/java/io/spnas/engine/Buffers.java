package io.spnas.engine;

/**
 * The arrays a network computes in. They may be longer than the network needs: what lies behind
 * belongs to the caller, who can so exchange everything in one piece.
 *
 * @param weights weights, from index 0 in the order of the {@link ParameterLayout}
 * @param gradients their gradients, at the same indices; overwritten by each backward pass
 * @param statistics array that takes each batch norm's means and variances over the batch;
 *     overwritten by each forward pass
 * @param statisticsOffset where in {@code statistics} they begin
 */
public record Buffers(
    float[] weights, float[] gradients, float[] statistics, int statisticsOffset) {}

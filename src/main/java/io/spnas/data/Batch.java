package io.spnas.data;

/**
 * What a step trains or evaluates on. The arrays belong to the source of the batches, which says
 * how long they stay as they are.
 *
 * @param images [N, 3, S, S], red first, normalised
 * @param labels [N], classes from 0
 * @param epoch pass over the data set that the first image belongs to, from 0
 */
public record Batch(float[] images, int[] labels, long epoch) {}

package io.spnas.nas;

/**
 * What differs from step to step.
 *
 * @param step number of the step, from 0
 * @param lambda weight of the runtime term, 0 during warm-up
 * @param warmup whether decision dropout is on
 */
public record StepControls(long step, double lambda, boolean warmup) {}

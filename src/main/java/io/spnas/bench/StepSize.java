package io.spnas.bench;

/**
 * How much a step computes, and with what.
 *
 * @param size height and width of the images
 * @param batch images a step
 * @param threads threads that compute it
 */
public record StepSize(int size, int batch, int threads) {}

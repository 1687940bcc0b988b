package io.spnas.nas;

/**
 * A worker that trains a supernet.
 *
 * @param rank rank of the worker, from 0
 * @param batch images a step on this worker
 * @param threads threads that compute a step
 */
public record SupernetWorker(int rank, int batch, int threads) {}

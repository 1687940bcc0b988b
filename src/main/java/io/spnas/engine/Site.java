package io.spnas.engine;

/**
 * What the layers of a network are made for.
 *
 * @param batch images a step
 * @param threads threads of the team
 * @param epsilon what batch norm adds to the variance under the root
 * @param layout where parameters and statistics lie in the buffers
 * @param buffers flat arrays
 * @param arena where native memory comes from
 */
record Site(
    int batch, int threads, double epsilon, ParameterLayout layout, Buffers buffers, Arena arena) {}

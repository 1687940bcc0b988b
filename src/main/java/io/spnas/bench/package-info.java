/**
 * Benchmarks that a user can run: the step of one worker, the input pipeline, and both beside
 * others' software on the same machine in the same run.
 */
package io.spnas.bench;

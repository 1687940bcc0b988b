/**
 * Trains: the step loop, optimiser, schedules, moving averages and checkpoints. Knows neither Spark
 * nor how workers find each other.
 */
package io.spnas.train;

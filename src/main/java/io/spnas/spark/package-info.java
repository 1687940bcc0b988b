/**
 * Runs the job on Spark: the driver that checks, starts one barrier stage of workers and collects
 * what they found, and the entry of a worker. The only room, with the commands above it, that knows
 * Spark.
 */
package io.spnas.spark;

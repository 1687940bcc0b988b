/**
 * Runs the job on Spark: the driver that checks, runs a barrier stage of workers, and again from
 * the last checkpoint whenever one of them is lost, and collects what they found; and the entry of
 * a worker. The only room, with the commands above it, that knows Spark.
 */
package io.spnas.spark;

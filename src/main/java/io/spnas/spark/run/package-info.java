/**
 * One synchronous run, whatever it trains: the driver that checks, runs a barrier stage of workers,
 * and again from the last checkpoint whenever one of them is lost; and the entry of a worker.
 */
package io.spnas.spark.run;

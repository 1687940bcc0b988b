/**
 * What Spark shows of runs while they go on: a tab of its pages, metrics of its metrics system, and
 * the run's name in its logs. All of it is a help: where Spark can't show it, runs go on without.
 */
package io.spnas.spark.live;

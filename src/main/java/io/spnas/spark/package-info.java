/**
 * The jobs on Spark, from the driver's side: a search, a training, an evaluation, a sweep of
 * searches, and what tells them apart. The only room, with the commands above it, that knows Spark.
 */
package io.spnas.spark;

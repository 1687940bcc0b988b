/**
 * Spark jobs that turn images into TFRecord shards in ImageNet's form: one task a shard, the driver
 * checks the user's input before and writes the manifest after.
 */
package io.spnas.spark.prepare;

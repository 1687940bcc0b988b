/**
 * From a data set on any Hadoop file system to the batches a step trains on: TFRecord shards are
 * checked, assigned to ranks, read ahead, shuffled, decoded and augmented. Everything random here
 * follows from a seed, the epoch, the rank and a record's position, never from timing.
 */
package io.spnas.data;

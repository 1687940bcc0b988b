package io.spnas.data;

/**
 * A record as it lies in a shard.
 *
 * @param shard the shard
 * @param number its number in the shard, from 0
 * @param offset where it begins in the shard, in bytes
 * @param length length of its data in bytes
 * @param data its data; null when it was passed over
 */
record RawRecord(Shard shard, long number, long offset, int length, byte[] data) {}

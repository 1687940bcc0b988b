package io.spnas.data;

/**
 * What a shard holds once written.
 *
 * @param records number of records
 * @param bytes length of the file
 */
public record ShardSummary(long records, long bytes) {}

package io.spnas.data;

import java.io.Serializable;

/**
 * One TFRecord file of a split.
 *
 * @param path full path, with the scheme of its file system
 * @param bytes length of the file
 * @param records number of records, or {@link #UNKNOWN_RECORDS} where no manifest tells
 */
public record Shard(String path, long bytes, long records) implements Serializable {
  public static final long UNKNOWN_RECORDS = -1;
}

package io.spnas.data;

import java.io.IOException;

/** A shard that is damaged or cut short. Its message names the shard and the byte offset. */
public final class CorruptShardException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String shard;
  private final long offset;

  CorruptShardException(String shard, long offset, String problem) {
    super(message(shard, offset, problem));
    this.shard = shard;
    this.offset = offset;
  }

  CorruptShardException(String shard, long offset, String problem, Throwable cause) {
    super(message(shard, offset, problem), cause);
    this.shard = shard;
    this.offset = offset;
  }

  private static String message(String shard, long offset, String problem) {
    return String.format("Corrupt shard %s at byte %d: %s", shard, offset, problem);
  }

  /** Path of the shard. */
  public String shard() {
    return shard;
  }

  /** Where the damaged record begins, in bytes of uncompressed data. */
  public long offset() {
    return offset;
  }
}

package io.spnas.data;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes one shard under a hidden name and renames it when it is whole; closed before that, it
 * leaves nothing. Not thread-safe.
 */
public final class ShardWriter implements Closeable {
  private final FileSystem files;
  private final Path shard;
  private final Path aside;
  private final TfRecordWriter records;
  private boolean finished;

  /** Begins a shard, in the place of one that is there already. */
  public ShardWriter(FileSystem files, Path shard) throws IOException {
    this.files = files;
    this.shard = shard;
    this.aside = ShardFiles.aside(shard);
    try {
      this.records = new TfRecordWriter(files.create(aside, true));
    } catch (IOException | FSError e) {
      throw ShardFiles.failedWrite(shard, e);
    }
  }

  /**
   * Appends one record.
   *
   * @throws IOException in one line that names the shard, when the file system takes no more
   */
  public void write(byte[] record) throws IOException {
    try {
      records.write(record);
    } catch (IOException | FSError e) {
      throw ShardFiles.failedWrite(shard, e);
    }
  }

  /** Makes the shard visible under its name. */
  public ShardSummary finish() throws IOException {
    try {
      records.close();
      ShardFiles.rename(files, aside, shard);
    } catch (IOException | FSError e) {
      throw ShardFiles.failedWrite(shard, e);
    }
    finished = true;
    return new ShardSummary(records.records(), records.bytes());
  }

  /** Removes what was written, unless {@link #finish} returned. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      try {
        records.close();
      } catch (IOException | FSError e) {
        // The failure that led here has been reported, and the file goes anyway.
      }
      files.delete(aside, false);
    }
  }
}

package io.spnas.data;

import java.io.IOException;

/** An image that can't be decoded. Its message names shard, record and the image's file name. */
public final class CorruptImageException extends IOException {
  private static final long serialVersionUID = 1L;

  CorruptImageException(String shard, long record, String filename, UnreadableImageException e) {
    super(
        String.format(
            "Corrupt image in shard %s, record %d, file name '%s': %s",
            shard, record, ShownText.of(filename), e.getMessage()),
        e);
  }
}

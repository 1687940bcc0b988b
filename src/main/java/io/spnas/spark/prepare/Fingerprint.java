package io.spnas.spark.prepare;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.fs.FileStatus;

/** A digest of everything that decides what is in a split's shards. */
final class Fingerprint {
  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  Fingerprint add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  Fingerprint add(long value) {
    digest.update(number.putLong(0, value).array());
    return this;
  }

  /** A file by its path, length and time of modification. */
  Fingerprint add(FileStatus file) {
    return add(file.getPath().toString()).add(file.getLen()).add(file.getModificationTime());
  }

  /** The digest in hexadecimal digits; nothing can be added after it. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

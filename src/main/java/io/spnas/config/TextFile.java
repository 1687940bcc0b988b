package io.spnas.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads small text files that a user names. */
public final class TextFile {
  private TextFile() {}

  /**
   * Text of a file on any Hadoop file system, as UTF-8.
   *
   * @throws InvalidInputException if it can't be read
   */
  public static String read(String file) {
    try {
      Path path = new Path(file);
      try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("Cannot find file %s", file);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException("Cannot read file %s: %s", file, e.getMessage());
    }
  }
}

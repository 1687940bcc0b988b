package io.spnas.report.methods;

import io.spnas.config.HadoopFiles;
import io.spnas.config.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Directory of a comparison, on any Hadoop file system: {@code compare.json}, {@code report.html},
 * {@code tables.md}, and the runs of its cells below it.
 */
public final class ComparisonDirectory {
  private static final String COMPARISON = "compare.json";
  private static final String REPORT = "report.html";
  private static final String TABLES = "tables.md";

  private final Path path;
  private final FileSystem files;

  /**
   * @param directory path of the directory, which need not exist
   * @param hadoop how to reach its file system
   * @throws InvalidInputException if the path or its file system can't be reached
   */
  public ComparisonDirectory(String directory, Configuration hadoop) {
    try {
      this.path = new Path(directory);
      this.files = HadoopFiles.of(path, hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "Cannot use comparison directory %s: %s", directory, e.getMessage());
    }
  }

  /** Whether a comparison is here. */
  public boolean holdsComparison() throws IOException {
    return files.exists(comparisonPath());
  }

  /** Writes compare.json; readers see the old one or the new one. */
  public void comparison(MethodComparison comparison) throws IOException {
    write(COMPARISON, MethodComparisonJson.write(comparison));
  }

  /**
   * Reads compare.json.
   *
   * @throws InvalidInputException if there is none, or it is damaged
   */
  public MethodComparison comparison() throws IOException {
    try (FSDataInputStream in = files.open(comparisonPath())) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return MethodComparisonJson.read(text, comparisonPath().toString());
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "Cannot find %s in %s, expected the directory of a comparison", COMPARISON, path);
    }
  }

  /** Writes the page that shows the comparison. */
  public void report(String html) throws IOException {
    write(REPORT, html);
  }

  /** Writes the comparison's tables, Markdown. */
  public void tables(String markdown) throws IOException {
    write(TABLES, markdown);
  }

  /** Path of compare.json. */
  public Path comparisonPath() {
    return new Path(path, COMPARISON);
  }

  /** Path of the page that shows the comparison. */
  public String reportPath() {
    return new Path(path, REPORT).toString();
  }

  private void write(String name, String text) throws IOException {
    Path aside = new Path(path, "." + name + ".tmp");
    try (OutputStream out = files.create(aside, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    HadoopFiles.replace(files, aside, new Path(path, name));
  }
}

package io.spnas.report;

import io.spnas.config.HadoopFiles;
import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes candidates.jsonl while candidates are scored. Each is kept as it comes; where a file can't
 * grow, after ten seconds at most. Written by the driver.
 */
public final class CandidateLog implements AutoCloseable {
  private final GrowingFile file;

  private CandidateLog(GrowingFile file) {
    this.file = file;
  }

  /**
   * Opens the log of a run; what it holds stays, but for a last line that a killed driver left
   * torn.
   *
   * @param file path of candidates.jsonl
   * @param hadoop how to reach its file system
   */
  public static CandidateLog open(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    FileSystem files = HadoopFiles.of(path, hadoop);
    StringBuilder kept = new StringBuilder();
    lines(files, path).forEach(line -> kept.append(line).append('\n'));
    return new CandidateLog(
        GrowingFile.open(files, path, kept.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Appends a score. */
  public void append(CandidateScore score) throws IOException {
    file.add((score.line() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * All scores of a log; none if there is no file.
   *
   * @throws InvalidInputException if a whole line is none, naming it
   */
  public static List<CandidateScore> read(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    List<CandidateScore> scores = new ArrayList<>();
    for (String line : lines(HadoopFiles.of(path, hadoop), path)) {
      try {
        scores.add(CandidateScore.parse(line));
      } catch (InvalidInputException e) {
        throw new InvalidInputException(
            "Cannot read line %d of %s (%s), expected a candidate's score; without the line the"
                + " candidate is scored again",
            scores.size() + 1, file, e.getMessage());
      }
    }
    return scores;
  }

  /** Lines that have an end. */
  private static List<String> lines(FileSystem files, Path path) throws IOException {
    if (!files.exists(path)) {
      return List.of();
    }
    try (InputStream in = files.open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

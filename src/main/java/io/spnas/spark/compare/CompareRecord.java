package io.spnas.spark.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.HadoopFiles;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.config.SettingDifferences;
import io.spnas.config.Settings;
import io.spnas.spark.run.RunRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a comparison was asked for, kept in its directory as {@code request.json}: methods, seeds,
 * data and all settings. One that is continued must be asked for the same, but that methods and
 * seeds may be added.
 */
final class CompareRecord {
  private static final String FILE = "request.json";
  private static final String METHODS = "methods";
  private static final String SEEDS = "seeds";
  private static final String DATA = "data";
  private static final String SETTINGS = "settings";

  private final Configuration hadoop;
  private final Path directory;
  private final FileSystem files;

  /**
   * @param directory directory of the comparison
   * @param hadoop how to reach file systems
   * @throws InvalidInputException if the path or its file system can't be reached
   */
  CompareRecord(String directory, Configuration hadoop) {
    this.hadoop = hadoop;
    try {
      this.directory = new Path(directory);
      this.files = HadoopFiles.of(this.directory, hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException("Cannot use run directory %s: %s", directory, e.getMessage());
    }
  }

  /**
   * The request with methods and seeds in the order of the directory's comparison, if that is
   * continued, and what is added behind them.
   *
   * @throws InvalidInputException if the directory holds another comparison, or anything else
   */
  CompareRequest settled(CompareRequest request) throws IOException {
    Path file = new Path(directory, FILE);
    boolean there = files.exists(file);
    if (there && request.start() == RunRequest.Start.NEW) {
      throw new InvalidInputException(
          "Run directory %s holds a comparison already: name another, or continue it with --resume",
          directory);
    }
    if (!there) {
      requireEmpty();
      return request;
    }
    JsonNode before = read(file);
    requireSameData(before, request);
    requireSameSettings(before, request);
    return request.with(
        grown("method", texts(before, METHODS), request.methods()),
        grown("seed", texts(before, SEEDS), request.seeds().stream().map(String::valueOf).toList())
            .stream()
            .map(Long::valueOf)
            .toList());
  }

  private void requireEmpty() throws IOException {
    if (files.exists(directory) && files.listStatus(directory).length > 0) {
      throw new InvalidInputException(
          "Run directory %s holds other files, expected a new or empty directory, or with --resume"
              + " that of a comparison",
          directory);
    }
  }

  private JsonNode read(Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return JsonText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (InvalidInputException e) {
      throw new InvalidInputException("Invalid %s: %s", file, e.getMessage());
    }
  }

  private static List<String> texts(JsonNode node, String field) {
    List<String> texts = new ArrayList<>();
    node.path(field).forEach(value -> texts.add(value.asText()));
    return texts;
  }

  private void requireSameData(JsonNode before, CompareRequest request) throws IOException {
    String data = before.path(DATA).asText();
    if (!data.equals(location(request.data()))) {
      throw new InvalidInputException(
          "Cannot resume %s with --data %s: the comparison has %s",
          directory, request.data(), data);
    }
  }

  private String location(String data) throws IOException {
    return HadoopFiles.of(new Path(data), hadoop).makeQualified(new Path(data)).toString();
  }

  private void requireSameSettings(JsonNode before, CompareRequest request) {
    StringBuilder text = new StringBuilder();
    before
        .path(SETTINGS)
        .fields()
        .forEachRemaining(
            field ->
                text.append(field.getKey())
                    .append(" = ")
                    .append(field.getValue().asText())
                    .append('\n'));
    List<String> different = new ArrayList<>();
    SettingDifferences.between(List.of(request.settings(), Settings.parse(text.toString())))
        .forEach(
            (key, values) ->
                different.add(
                    key
                        + " = "
                        + told(values.get(0))
                        + ", the comparison has "
                        + told(values.get(1))));
    if (!different.isEmpty()) {
      throw new InvalidInputException(
          "Cannot resume %s with other settings: %s", directory, String.join("; ", different));
    }
  }

  private static String told(Optional<String> value) {
    return value.orElse("no value");
  }

  private List<String> grown(String what, List<String> before, List<String> asked) {
    for (String value : before) {
      if (!asked.contains(value)) {
        throw new InvalidInputException(
            "Cannot resume %s without %s %s: expected all of the comparison's (%s), and others"
                + " behind them if need be",
            directory, what, value, String.join(", ", before));
      }
    }
    Set<String> all = new LinkedHashSet<>(before);
    all.addAll(asked);
    return List.copyOf(all);
  }

  /** Makes the directory, and writes what is asked for; readers see the old file or the new one. */
  void write(CompareRequest request) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode methods = root.putArray(METHODS);
    request.methods().forEach(methods::add);
    ArrayNode seeds = root.putArray(SEEDS);
    request.seeds().forEach(seed -> seeds.add(seed.longValue()));
    root.put(DATA, location(request.data()));
    request.settings().values().forEach(root.putObject(SETTINGS)::put);
    files.mkdirs(directory);
    Path aside = new Path(directory, "." + FILE + ".tmp");
    try (OutputStream out = files.create(aside, true)) {
      out.write((root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    HadoopFiles.replace(files, aside, new Path(directory, FILE));
  }
}

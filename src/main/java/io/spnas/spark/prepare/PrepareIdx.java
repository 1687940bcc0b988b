package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ClassNames;
import io.spnas.data.IdxFile;
import io.spnas.data.ImageExample;
import io.spnas.data.Manifest;
import io.spnas.data.PngEncoder;
import io.spnas.data.ShardFiles;
import io.spnas.data.ShardSummary;
import io.spnas.data.ShardWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Writes MNIST-like idx files as shards of grey PNG images, which lose nothing.
 *
 * @param images idx file of images, plain or gzip, on a file system that all hosts see
 * @param labels idx file of their labels, from 0
 * @param split name of the split
 * @param shards number of shards
 * @param out directory for the shards
 * @param classNames names of the classes from label 0 on; empty: those of the directory's other
 *     split, or else the labels' digits
 * @param seed seed of the order in which images are dealt out
 */
public record PrepareIdx(
    String images,
    String labels,
    String split,
    int shards,
    String out,
    List<String> classNames,
    long seed) {

  /** Runs the job and tells nobody how it gets on. */
  public Manifest run(JavaSparkContext spark) throws IOException {
    return run(spark, PrepareReport.NONE);
  }

  /**
   * Runs the job.
   *
   * @return what was written
   * @throws InvalidInputException when the input is no such data set, or the split is there already
   */
  public Manifest run(JavaSparkContext spark, PrepareReport report) throws IOException {
    SplitOutput.require(split, shards);
    Configuration configuration = spark.hadoopConfiguration();
    Source source = new Source(qualified(images, configuration), qualified(labels, configuration));
    int count = source.images(configuration).count();
    List<String> names = check(source, count, configuration);
    Fingerprint content = source.fingerprint(configuration).add(seed);
    names.forEach(content::add);
    SplitOutput output = SplitOutput.begin(configuration, out, split, shards, names, content);
    ShuffledOrder order = new ShuffledOrder(count, seed);
    List<IdxShard> plans =
        IntStream.range(0, shards)
            .mapToObj(index -> new IdxShard(index, order.shard(index, shards).length))
            .toList();
    List<ShardResult> results =
        ShardJob.run(
            spark, output, plans, new Write(source, output, List.copyOf(names), seed), report);
    Manifest manifest = output.finish(configuration, results, names);
    output.unmark(configuration);
    return manifest;
  }

  private static String qualified(String file, Configuration configuration) throws IOException {
    Path path = ShardFiles.path(file);
    return ShardFiles.fileSystem(path, configuration).makeQualified(path).toString();
  }

  /** Holds images, labels and names together; returns the names. */
  private List<String> check(Source source, int count, Configuration configuration)
      throws IOException {
    IdxFile found = source.labels(configuration);
    if (count != found.count()) {
      throw new InvalidInputException(
          "%d images in %s, but %d labels in %s", count, images, found.count(), labels);
    }
    SplitOutput.requireRecords(shards, count, images);
    Path directory = ShardFiles.path(out);
    List<String> names =
        classNames.isEmpty()
            ? ClassNames.read(ShardFiles.fileSystem(directory, configuration), directory)
            : classNames;
    int most = IntStream.range(0, count).map(found::label).max().orElseThrow();
    if (names.isEmpty()) {
      return IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList();
    }
    if (most >= names.size()) {
      throw new InvalidInputException(
          "Label %d in %s; expected 0 to %d, for %d class names",
          most, labels, names.size() - 1, names.size());
    }
    return names;
  }

  /** The two files, read where they are needed: they are small. */
  private record Source(String imageFile, String labelFile) implements Serializable {
    IdxFile images(Configuration configuration) throws IOException {
      Path path = new Path(imageFile);
      return IdxFile.images(ShardFiles.fileSystem(path, configuration), path);
    }

    IdxFile labels(Configuration configuration) throws IOException {
      Path path = new Path(labelFile);
      return IdxFile.labels(ShardFiles.fileSystem(path, configuration), path);
    }

    Fingerprint fingerprint(Configuration configuration) throws IOException {
      Fingerprint fingerprint = new Fingerprint();
      for (String file : List.of(imageFile, labelFile)) {
        Path path = new Path(file);
        fingerprint.add(ShardFiles.fileSystem(path, configuration).getFileStatus(path));
      }
      return fingerprint;
    }
  }

  /** The task: writes the shard of a number. */
  private record Write(Source source, SplitOutput output, List<String> names, long seed)
      implements ShardJob.ShardTask<IdxShard> {
    @Override
    public ShardResult write(IdxShard plan, Configuration settings) throws IOException {
      int index = plan.index();
      IdxFile images = source.images(settings);
      IdxFile labels = source.labels(settings);
      Path shard = output.shard(index);
      ShuffledOrder order = new ShuffledOrder(images.count(), seed);
      try (ShardWriter writer = new ShardWriter(ShardFiles.fileSystem(shard, settings), shard)) {
        for (int item : order.shard(index, output.shards())) {
          byte[] png = PngEncoder.grey(images.item(item), images.rows(), images.columns());
          int label = labels.label(item);
          String name = names.get(label);
          String file = String.format("%s-%08d.png", output.split(), item);
          writer.write(ImageExample.of(label, png, file, name, name).toBytes());
        }
        ShardSummary summary = writer.finish();
        return ShardResult.written(index, summary.records(), summary.bytes(), List.of());
      }
    }
  }
}

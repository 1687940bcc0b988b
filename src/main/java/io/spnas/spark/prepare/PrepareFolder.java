package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ImageDecoder;
import io.spnas.data.ImageExample;
import io.spnas.data.Manifest;
import io.spnas.data.ShardFiles;
import io.spnas.data.ShardSummary;
import io.spnas.data.ShardWriter;
import io.spnas.data.UnreadableImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes a directory of images, one sub-folder per class, as shards. JPEG and PNG files go into
 * them byte for byte, after each was decoded once to show that it is whole.
 *
 * @param input the directory, on a file system that all hosts see; folder names in order are the
 *     labels
 * @param split name of the split
 * @param shards number of shards
 * @param out directory for the shards
 * @param seed seed of the order in which images are dealt out
 */
public record PrepareFolder(String input, String split, int shards, String out, long seed) {
  private static final int REFUSALS_SHOWN = 10;

  /**
   * Runs the job.
   *
   * @return what was written
   * @throws InvalidInputException when a file is no whole image, or the split is there already
   */
  public Manifest run(JavaSparkContext spark) throws IOException {
    SplitOutput.require(split, shards);
    Configuration configuration = spark.hadoopConfiguration();
    ImageFolders folders = ImageFolders.list(configuration, input);
    SplitOutput.requireRecords(shards, folders.files().size(), input);
    List<String> names = folders.classNames();
    SplitOutput output = SplitOutput.begin(configuration, out, split, shards, names);
    Broadcast<SerializableConfiguration> shared =
        spark.broadcast(new SerializableConfiguration(configuration));
    List<ShardResult> results =
        ShardJob.run(spark, plan(folders), new Write(output, List.copyOf(names), shared));
    requireNoRefusal(results, folders.files().size());
    return output.finish(configuration, results, names);
  }

  private List<FolderShard> plan(ImageFolders folders) {
    ShuffledOrder order = new ShuffledOrder(folders.files().size(), seed);
    return IntStream.range(0, shards)
        .mapToObj(
            index -> {
              int[] own = order.shard(index, shards);
              return new FolderShard(
                  index,
                  Arrays.stream(own).mapToObj(folders.files()::get).toArray(String[]::new),
                  Arrays.stream(own).map(folders.labels()::get).toArray());
            })
        .toList();
  }

  private void requireNoRefusal(List<ShardResult> results, int files) {
    long refused = results.stream().mapToLong(ShardResult::refused).sum();
    if (refused > 0) {
      List<String> shown =
          results.stream()
              .flatMap(result -> result.refusals().stream())
              .sorted()
              .limit(REFUSALS_SHOWN)
              .toList();
      throw new InvalidInputException(
          "%d of %d files in %s are no whole JPEG or PNG images; remove or replace them: %s%s",
          refused,
          files,
          input,
          String.join("; ", shown),
          refused > shown.size() ? "; and others" : "");
    }
  }

  /** The task: checks and writes the images of one shard. */
  private record Write(
      SplitOutput output, List<String> names, Broadcast<SerializableConfiguration> configuration)
      implements Function<FolderShard, ShardResult> {
    @Override
    public ShardResult call(FolderShard plan) throws IOException {
      Configuration settings = configuration.value().value();
      Path shard = output.shard(plan.index());
      List<String> refusals = new ArrayList<>();
      try (ShardWriter writer = new ShardWriter(ShardFiles.fileSystem(shard, settings), shard)) {
        for (int i = 0; i < plan.size(); i++) {
          Path file = new Path(plan.file(i));
          FileSystem source = ShardFiles.fileSystem(file, settings);
          byte[] encoded = ShardFiles.read(source, file);
          String name = names.get(plan.label(i));
          try {
            ImageDecoder.verify(encoded);
            writer.write(
                ImageExample.of(plan.label(i), encoded, file.getName(), name, name).toBytes());
          } catch (UnreadableImageException e) {
            refusals.add(file + " (" + e.getMessage() + ")");
          }
        }
        if (!refusals.isEmpty()) {
          return ShardResult.refused(plan.index(), refusals);
        }
        ShardSummary summary = writer.finish();
        return ShardResult.written(plan.index(), summary.records(), summary.bytes());
      }
    }
  }
}

package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ImageCheck;
import io.spnas.data.ImageExample;
import io.spnas.data.ImageHeader;
import io.spnas.data.ImageRepair;
import io.spnas.data.Manifest;
import io.spnas.data.ShardFiles;
import io.spnas.data.ShardSummary;
import io.spnas.data.ShardWriter;
import io.spnas.data.UnreadableImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Writes images of an index as a split. JPEG and PNG files go into the shards byte for byte, but
 * for the odd ones that {@link ImageRepair} converts; what is no image is left out and told.
 */
final class ImageJob {
  private static final int REFUSALS_SHOWN = 10;

  private final JavaSparkContext spark;
  private final ImageRules rules;
  private final PrepareReport report;

  ImageJob(JavaSparkContext spark, ImageRules rules, PrepareReport report) {
    this.spark = spark;
    this.rules = rules;
    this.report = report;
  }

  /** Begins a split of the images, or goes on with it. */
  SplitOutput begin(ImageIndex images, String out, String split, int shards, long seed)
      throws IOException {
    Fingerprint content = images.fingerprint().add(seed).add(rules.check().name());
    return SplitOutput.begin(
        spark.hadoopConfiguration(), out, split, shards, images.classNames(), content);
  }

  /**
   * Writes the split.
   *
   * @throws InvalidInputException when more images are refused than may be; the shards stay for
   *     another try
   */
  Manifest write(SplitOutput output, ImageIndex images, long seed) throws IOException {
    List<ShardResult> results =
        ShardJob.run(
            spark,
            output,
            images.plan(output.shards(), seed),
            new Write(output, List.copyOf(images.classNames()), rules.check()),
            report);
    tellRefusals(output, results, images.images());
    return output.finish(spark.hadoopConfiguration(), results, images.classNames());
  }

  private void tellRefusals(SplitOutput output, List<ShardResult> results, long images) {
    long refused = results.stream().mapToLong(ShardResult::refused).sum();
    List<String> named =
        results.stream().flatMap(result -> result.refusals().stream()).sorted().toList();
    long most = rules.mostRefused(images);
    if (refused > most) {
      throw new InvalidInputException(
          "%d of %d files of split %s are no whole JPEG or PNG images, expected at most %d; remove"
              + " or replace them, or raise --max-refused: %s%s",
          refused,
          images,
          output.split(),
          most,
          String.join("; ", named.subList(0, Math.min(REFUSALS_SHOWN, named.size()))),
          refused > REFUSALS_SHOWN ? "; and others" : "");
    }
    if (refused > 0) {
      report.refused(output.split(), named);
    }
  }

  /** The task: checks and writes the images of one shard. */
  private record Write(SplitOutput output, List<String> classNames, ImageCheck check)
      implements ShardJob.ShardTask<ImageShard> {
    @Override
    public ShardResult write(ImageShard plan, Configuration configuration) throws IOException {
      Path shard = output.shard(plan.index());
      List<String> refusals = new ArrayList<>();
      try (ShardImages images = new ShardImages(plan, configuration);
          ShardWriter writer =
              new ShardWriter(ShardFiles.fileSystem(shard, configuration), shard)) {
        for (int i = 0; i < plan.images(); i++) {
          byte[] image = images.next();
          try {
            writer.write(example(plan, i, image));
          } catch (UnreadableImageException e) {
            refusals.add(plan.where(i) + " (" + e.getMessage() + ")");
          }
        }
        ShardSummary summary = writer.finish();
        return ShardResult.written(plan.index(), summary.records(), summary.bytes(), refusals);
      }
    }

    private byte[] example(ImageShard plan, int i, byte[] image) throws UnreadableImageException {
      String filename = plan.filename(i);
      ImageHeader header = check.check(image);
      byte[] encoded = image;
      if (ImageRepair.isOdd(header, filename)) {
        encoded = ImageRepair.toRgbJpeg(image);
        header = ImageHeader.parse(encoded);
      }
      String name = classNames.get(plan.label(i));
      return ImageExample.toBytes(plan.label(i), encoded, header, filename, name, name);
    }
  }
}

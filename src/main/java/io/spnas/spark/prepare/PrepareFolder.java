package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ImageCheck;
import io.spnas.data.Manifest;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Writes a directory of images, one sub-folder per class, as shards.
 *
 * @param input the directory, on a file system that all hosts see; folder names in order are the
 *     labels
 * @param split name of the split
 * @param shards number of shards
 * @param out directory for the shards
 * @param seed seed of the order in which images are dealt out
 * @param rules which images go into the shards
 */
public record PrepareFolder(
    String input, String split, int shards, String out, long seed, ImageRules rules) {

  /** A job that decodes each image once to show that it is whole. */
  public PrepareFolder(String input, String split, int shards, String out, long seed) {
    this(input, split, shards, out, seed, ImageRules.of(ImageCheck.DECODE));
  }

  /** Runs the job and tells nobody how it gets on. */
  public Manifest run(JavaSparkContext spark) throws IOException {
    return run(spark, PrepareReport.NONE);
  }

  /**
   * Runs the job.
   *
   * @return what was written
   * @throws InvalidInputException when a class has no files, too many files are no whole images, or
   *     the split is there already
   */
  public Manifest run(JavaSparkContext spark, PrepareReport report) throws IOException {
    SplitOutput.require(split, shards);
    Configuration configuration = spark.hadoopConfiguration();
    ImageIndex images = new ImageFolders(configuration).index(input);
    SplitOutput.requireRecords(shards, images.images(), input);
    ImageJob job = new ImageJob(spark, rules, report);
    SplitOutput output = job.begin(images, out, split, shards, seed);
    Manifest manifest = job.write(output, images, seed);
    output.unmark(configuration);
    return manifest;
  }
}

package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ClassNames;
import io.spnas.data.Manifest;
import io.spnas.data.ShardFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Writes ImageNet's archives, as they are distributed, as the splits train and validation. The
 * archives are read where they lie: nothing is unpacked, and a task keeps tens of MB in memory.
 *
 * @param train the training images, if that split is wanted
 * @param validation the validation images, if that split is wanted
 * @param out directory for the shards
 * @param seed seed of the order in which images are dealt out
 * @param rules which images go into the shards
 */
public record PrepareImageNet(
    Optional<Train> train,
    Optional<Validation> validation,
    String out,
    long seed,
    ImageRules rules) {

  /**
   * The training images.
   *
   * @param archive a tar file of a tar file a class, on a file system that all hosts see
   * @param shards number of shards
   */
  public record Train(String archive, int shards) {}

  /**
   * The validation images.
   *
   * @param archive a tar file of images, on a file system that all hosts see
   * @param labels file of their classes, see {@link ValidationLabels}
   * @param synsets file of synsets by number, if the labels are numbers
   * @param shards number of shards
   */
  public record Validation(String archive, String labels, Optional<String> synsets, int shards) {}

  private static final String TRAIN = "train";
  private static final String VALIDATION = "validation";

  /** A split that can be written. */
  private record Planned(String split, int shards, ImageIndex images) {}

  /**
   * Runs the job. All archives are checked before the first shard is written.
   *
   * @return what was written, a split each
   * @throws InvalidInputException when an archive or the labels are not as they should be, too many
   *     files are no whole images, or a split is there already
   */
  public List<Manifest> run(JavaSparkContext spark, PrepareReport report) throws IOException {
    if (train.isEmpty() && validation.isEmpty()) {
      throw new InvalidInputException(
          "No archive is given; expected --train-tar, or --validation-tar with"
              + " --validation-labels, or both");
    }
    train.ifPresent(given -> SplitOutput.require(TRAIN, given.shards));
    validation.ifPresent(given -> SplitOutput.require(VALIDATION, given.shards));
    List<Planned> splits = plan(spark, report);
    ImageJob job = new ImageJob(spark, rules, report);
    List<SplitOutput> outputs = new ArrayList<>();
    for (Planned planned : splits) {
      outputs.add(job.begin(planned.images, out, planned.split, planned.shards, seed));
    }
    List<Manifest> manifests = new ArrayList<>();
    for (int i = 0; i < splits.size(); i++) {
      manifests.add(job.write(outputs.get(i), splits.get(i).images, seed));
    }
    for (SplitOutput output : outputs) {
      output.unmark(spark.hadoopConfiguration());
    }
    return manifests;
  }

  private List<Planned> plan(JavaSparkContext spark, PrepareReport report) throws IOException {
    ImageNetIndexer indexer = new ImageNetIndexer(spark);
    List<Planned> splits = new ArrayList<>();
    List<String> classNames = List.of();
    if (train.isPresent()) {
      ImageIndex images = indexer.train(train.get().archive);
      classNames = images.classNames();
      add(splits, TRAIN, train.get().shards, images, report);
    }
    if (validation.isPresent()) {
      ImageIndex images = validation(indexer, spark.hadoopConfiguration(), classNames);
      add(splits, VALIDATION, validation.get().shards, images, report);
    }
    return splits;
  }

  private static void add(
      List<Planned> splits, String split, int shards, ImageIndex images, PrepareReport report) {
    SplitOutput.requireRecords(shards, images.images(), images.archive());
    report.progress(
        String.format(
            "%s: %d images of %d classes in %s",
            split, images.images(), images.classNames().size(), images.archive()));
    splits.add(new Planned(split, shards, images));
  }

  /** Labels are those of training, or of the directory's other split, or of the synsets' order. */
  private ImageIndex validation(
      ImageNetIndexer indexer, Configuration configuration, List<String> ofTraining)
      throws IOException {
    Validation given = validation.orElseThrow();
    List<String> numbered =
        given.synsets.isPresent()
            ? ValidationLabels.synsets(configuration, given.synsets.get())
            : List.of();
    ValidationLabels labels = ValidationLabels.read(configuration, given.labels, numbered);
    Path directory = ShardFiles.path(out);
    List<String> classNames =
        ofTraining.isEmpty()
            ? ClassNames.read(ShardFiles.fileSystem(directory, configuration), directory)
            : ofTraining;
    if (classNames.isEmpty()) {
      classNames = numbered.isEmpty() ? labels.classNames() : numbered.stream().sorted().toList();
    }
    return indexer.validation(given.archive, labels, classNames);
  }
}

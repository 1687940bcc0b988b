package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.data.ImageCheck;
import io.spnas.data.Manifest;
import io.spnas.spark.prepare.PrepareImageNet;
import io.spnas.spark.prepare.PrepareImageNet.Train;
import io.spnas.spark.prepare.PrepareImageNet.Validation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code prepare imagenet}: ImageNet's archives as shards. */
@Command(
    name = "imagenet",
    mixinStandardHelpOptions = true,
    description = "Write ImageNet's archives, as they are distributed, as shards.",
    footer = {
      "",
      "The archives are read where they lie: nothing is unpacked. The same command again goes on where it was stopped, or finds its work done.",
      "",
      "Examples:",
      "  prepare imagenet --train-tar ILSVRC2012_img_train.tar --out shards",
      "  prepare imagenet --train-tar hdfs:///in/ILSVRC2012_img_train.tar \\",
      "    --validation-tar hdfs:///in/ILSVRC2012_img_val.tar \\",
      "    --validation-labels hdfs:///in/validation_synset_labels.txt --out hdfs:///shards"
    })
final class PrepareImageNetCommand implements Callable<Integer> {
  @Option(
      names = "--train-tar",
      paramLabel = "FILE",
      description =
          "Tar file of a tar file a class, ILSVRC2012_img_train.tar (default: split train is not written).")
  private String trainTar;

  @Option(
      names = "--train-shards",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Number of shards of split train (default: ${DEFAULT-VALUE}).")
  private int trainShards;

  @Option(
      names = "--validation-tar",
      paramLabel = "FILE",
      description =
          "Tar file of the validation images, ILSVRC2012_img_val.tar (default: split validation is not written).")
  private String validationTar;

  @Option(
      names = "--validation-labels",
      paramLabel = "FILE",
      description =
          "Their classes: a synset a line in the order of the images' names, or lines of an image's"
              + " name and its synset; with --synsets, numbers instead of synsets (default: none; --validation-tar needs it).")
  private String validationLabels;

  @Option(
      names = "--synsets",
      paramLabel = "FILE",
      description =
          "Synsets, one a line, which the numbers in --validation-labels count from 1 (the devkit's"
              + " order is not the alphabet's) (default: labels are synsets).")
  private String synsets;

  @Option(
      names = "--validation-shards",
      paramLabel = "N",
      defaultValue = "128",
      description = "Number of shards of split validation (default: ${DEFAULT-VALUE}).")
  private int validationShards;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the shards.")
  private String out;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = PrepareCommand.SEED_HELP)
  private long seed;

  @Mixin private RefusalOptions refusals;
  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    PrepareImageNet job =
        new PrepareImageNet(
            Optional.ofNullable(trainTar).map(archive -> new Train(archive, trainShards)),
            validation(),
            out,
            seed,
            refusals.rules(ImageCheck.MARKERS));
    try (SparkApplication spark = new SparkApplication("prepare imagenet")) {
      tell(job.run(spark.get(), refusals.report()));
      spark.done();
    }
    return 0;
  }

  private Optional<Validation> validation() {
    if ((validationTar == null) != (validationLabels == null)) {
      throw new InvalidInputException(
          "%s is given without %s; expected both or none",
          validationTar == null ? "--validation-labels" : "--validation-tar",
          validationTar == null ? "--validation-tar" : "--validation-labels");
    }
    if (synsets != null && validationLabels == null) {
      throw new InvalidInputException("--synsets is given without --validation-labels");
    }
    return Optional.ofNullable(validationTar)
        .map(
            archive ->
                new Validation(
                    archive, validationLabels, Optional.ofNullable(synsets), validationShards));
  }

  private void tell(List<Manifest> manifests) {
    ObjectNode json = results.object();
    json.put("out", out);
    ObjectNode splits = json.putObject("splits");
    for (Manifest manifest : manifests) {
      results
          .words()
          .printf(
              "%d images of %d classes in %d shards of split %s in %s%n",
              manifest.records(),
              manifest.classes(),
              manifest.shards().size(),
              manifest.split(),
              out);
      ObjectNode split = splits.putObject(manifest.split());
      split.put("images", manifest.records());
      split.put("classes", manifest.classes());
      split.put("shards", manifest.shards().size());
      refusals.tell(manifest.split(), results.words(), split);
    }
    results.print(json);
  }
}

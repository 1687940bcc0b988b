package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.data.ImageCheck;
import io.spnas.data.Manifest;
import io.spnas.spark.prepare.PrepareFolder;
import io.spnas.spark.prepare.PrepareIdx;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code prepare}: writes images as ImageNet-style TFRecord shards. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(idx | folder | imagenet)",
    subcommands = PrepareImageNetCommand.class,
    description = "Write images as TFRecord shards, as a Spark job.",
    footer = {
      "",
      "The same command again finds its work done, or goes on where it was stopped.",
      "",
      "Examples:",
      "  prepare idx --images images.gz --labels labels.gz --split train --shards 4 --out shards",
      "  prepare folder --input photos --split train --shards 8 --out shards"
    })
final class PrepareCommand {
  static final String SEED_HELP =
      "Seed of the order in which images are dealt out (default: ${DEFAULT-VALUE}).";

  /** What idx files and folders become. */
  static final class Output {
    @Option(
        names = "--split",
        required = true,
        paramLabel = "NAME",
        description = "Name of the split, such as train or validation.")
    String split;

    @Option(
        names = "--shards",
        required = true,
        paramLabel = "N",
        description = "Number of shards; at least one a worker.")
    int shards;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Directory for the shards.")
    String out;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = SEED_HELP)
    long seed;

    @Mixin Results results;

    void tell(Manifest manifest, RefusalOptions refusals) {
      long images = manifest.records();
      results
          .words()
          .printf(
              "%d images of %d classes in %d shards of split %s in %s%n",
              images, manifest.classes(), manifest.shards().size(), split, out);
      ObjectNode json = results.object();
      json.put("out", out);
      json.put("split", split);
      json.put("images", images);
      json.put("classes", manifest.classes());
      json.put("shards", manifest.shards().size());
      refusals.tell(split, results.words(), json);
      results.print(json);
    }
  }

  @Command(
      name = "idx",
      mixinStandardHelpOptions = true,
      description = "Write images and labels in MNIST's idx format, plain or gzip, as shards.",
      footer = {
        "",
        "Examples:",
        "  prepare idx --images train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz \\",
        "    --split train --shards 4 --out shards",
        "  prepare idx --images t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz \\",
        "    --split validation --shards 1 --out shards"
      })
  int idx(
      @Option(
              names = "--images",
              required = true,
              paramLabel = "FILE",
              description = "idx file of images.")
          String images,
      @Option(
              names = "--labels",
              required = true,
              paramLabel = "FILE",
              description = "idx file of their labels.")
          String labels,
      @Mixin Output output)
      throws Exception {
    PrepareIdx job =
        new PrepareIdx(
            images, labels, output.split, output.shards, output.out, List.of(), output.seed);
    try (SparkApplication spark = new SparkApplication("prepare idx")) {
      // Each picture is made here, so that none is refused.
      RefusalOptions refusals = new RefusalOptions();
      output.tell(job.run(spark.get(), refusals.report()), refusals);
      spark.done();
    }
    return 0;
  }

  @Command(
      name = "folder",
      mixinStandardHelpOptions = true,
      description = "Write a directory with a sub-folder of JPEG or PNG files a class as shards.",
      footer = {
        "",
        "Examples:",
        "  prepare folder --input photos --split train --shards 8 --out shards",
        "  prepare folder --input hdfs:///photos --split train --shards 64 --out hdfs:///shards"
      })
  int folder(
      @Option(
              names = "--input",
              required = true,
              paramLabel = "DIR",
              description = "The directory; sub-folders in alphabetical order are the classes.")
          String input,
      @Mixin Output output,
      @Mixin RefusalOptions refusals)
      throws Exception {
    PrepareFolder job =
        new PrepareFolder(
            input,
            output.split,
            output.shards,
            output.out,
            output.seed,
            refusals.rules(ImageCheck.DECODE));
    try (SparkApplication spark = new SparkApplication("prepare folder")) {
      output.tell(job.run(spark.get(), refusals.report()), refusals);
      spark.done();
    }
    return 0;
  }
}

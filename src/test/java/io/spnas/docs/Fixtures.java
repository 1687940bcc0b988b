package io.spnas.docs;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/** What a reader has when a page begins, on a small scale. */
final class Fixtures {
  private static final int CLASSES = 10;
  private static final int IMAGES_PER_CLASS = 20;
  private static final int SIZE = 32;

  /**
   * Commands that put there what a page takes for granted, by the page's name; {@code $given} has
   * {@link #MAKE}'s results. Every page has the shards of the quick start besides.
   */
  static final Map<String, String> GIVEN = new LinkedHashMap<>();

  static {
    GIVEN.put(
        "README.md",
        """
        cp -r $given/photos photos
        cp photos/n00000001/n00000001_1.JPEG photo.jpg
        cp conf/fashion-mnist.conf my.conf
        """);
    GIVEN.put(
        "docs/imagenet.md",
        """
        mkdir classes
        for c in $given/photos/*; do tar -cf classes/${c##*/}.tar -C $c .; done
        tar -cf ILSVRC2012_img_train.tar -C classes .
        mkdir validation
        for i in 0 1 2 3 4 5 6 7 8 9; do
          cp $given/photos/n0000000$i/n0000000${i}_0.JPEG validation/ILSVRC2012_val_0000000$i.JPEG
          echo n0000000$i >>imagenet_2012_validation_synset_labels.txt
        done
        tar -cf ILSVRC2012_img_val.tar -C validation .
        cp validation/ILSVRC2012_val_00000001.JPEG photo.jpg
        """);
    GIVEN.put(
        "docs/evaluate.md",
        """
        cp -r .cache/fashion-mnist-shards shards
        cp -r $given/trained runs/a
        cp $given/photos/n00000001/n00000001_1.JPEG photo.jpg
        cp photo.jpg scan.png
        """);
    GIVEN.put(
        "docs/export.md",
        """
        submit/local.sh train --architecture single-path-nas --config conf/imagenet.conf \
          --data .cache/fashion-mnist-shards --run-dir runs/a
        """);
    GIVEN.put(
        "docs/sweep.md",
        """
        cp -r .cache/fashion-mnist-shards shards
        cp conf/fashion-mnist.conf my.conf
        """);
    GIVEN.put("docs/compare.md", "cp -r $given/photos photos\n");
    GIVEN.put(
        "docs/strategies.md",
        """
        mkdir -p mine/com/example
        sed -n '/^```java$/,/^```$/{/^```/!p}' docs/strategies.md >mine/com/example/Sensitivity.java
        """);
    GIVEN.put("docs/benchmarks/fashion-mnist.md", "cp -r $given/quick-start runs/quick-start\n");
  }

  /** Makes the shards of the quick start, the search of the quick start, and a training. */
  static final String MAKE =
      """
      submit/local.sh prepare folder --input photos --split train --shards 4 \
        --out .cache/fashion-mnist-shards
      submit/local.sh prepare folder --input photos --split validation --shards 2 \
        --out .cache/fashion-mnist-shards
      submit/local.sh
      mv runs/quick-start-* quick-start
      submit/local.sh train --architecture quick-start/architecture.json --workers 2 \
        --config conf/fashion-mnist.conf --data .cache/fashion-mnist-shards --run-dir trained
      """;

  /** What is added to the settings that ship: few steps. */
  static final Map<String, String> SMALLER =
      Map.of(
          "conf/fashion-mnist.conf",
          """

          search { steps = 8, warmup-steps = 2, global-batch = 16 }
          train { epochs = 1, global-batch = 20, warmup-epochs = 0 }
          metrics.every-steps = 2
          checkpoint.every-steps = 4
          one-shot { evaluations = 4, population = 2 }
          """,
          "conf/compare-fashion-mnist.conf",
          """

          search { steps = 8, warmup-steps = 2 }
          train { epochs = 1, warmup-epochs = 0, evaluate-every-epochs = 1 }
          checkpoint.every-steps = 4
          one-shot { evaluations = 4, population = 2 }
          """,
          "conf/imagenet.conf",
          """

          input.size = 32
          model { width = 0.25, classes = 10 }
          search { steps = 4, warmup-steps = 2, global-batch = 16 }
          train { epochs = 1, global-batch = 20, warmup-epochs = 0 }
          latency.geometry = any
          """);

  private Fixtures() {}

  /**
   * Writes JPEG pictures into a folder a class, named as ImageNet's: a shape in a class's colour.
   */
  static void writePhotos(Path directory) throws IOException {
    Random random = new Random(3);
    for (int c = 0; c < CLASSES; c++) {
      String synset = "n0000000" + c;
      Path folder = Files.createDirectories(directory.resolve(synset));
      for (int i = 0; i < IMAGES_PER_CLASS; i++) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.getHSBColor(c / (float) CLASSES, 1, 1));
        graphics.fillOval(random.nextInt(8), random.nextInt(8), 24, 8 + random.nextInt(16));
        graphics.dispose();
        ImageIO.write(image, "jpg", folder.resolve(synset + "_" + i + ".JPEG").toFile());
      }
    }
  }
}

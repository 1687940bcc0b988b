package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final float[] MEAN = {123.675f, 116.28f, 103.53f};
  private static final float[] STD = {58.395f, 57.12f, 57.375f};

  @Test
  void normalisesIntoPlanesOfRedGreenBlue() throws IOException {
    float[] images = new float[2 * 3 * 8 * 8];
    new Augmentation(spec(8, 1, 1, Flip.NONE))
        .evaluate(Pictures.plainPng(20, 11, 0x80ff10), images, 3 * 8 * 8);
    int[] pixel = {0x80, 0xff, 0x10};
    for (int i = 0; i < images.length; i++) {
      int channel = i / 64 % 3;
      float expected = i < 192 ? 0 : (pixel[channel] - MEAN[channel]) / STD[channel];
      assertThat(images[i]).isEqualTo(expected);
    }
  }

  @Test
  void evaluationTakesTheCentreOfThePublishedSize() {
    double share = 224 / 256.0;
    assertThat(CropWindow.centre(500, 375, share)).isEqualTo(new CropWindow(86, 24, 328, 328));
    assertThat(CropWindow.centre(256, 256, share)).isEqualTo(new CropWindow(16, 16, 224, 224));
    assertThat(CropWindow.centre(1, 1, share)).isEqualTo(new CropWindow(0, 0, 1, 1));
  }

  @Test
  void imageOfTheRightSizePassesUnchanged() throws IOException {
    BufferedImage image = Pictures.noise(16, 16, 2);
    float[] images = new float[3 * 16 * 16];
    new Augmentation(spec(16, 1, 1, Flip.NONE)).evaluate(Pictures.png(image), images, 0);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        int green = image.getRGB(x, y) >> 8 & 0xff;
        assertThat(images[256 + y * 16 + x]).isEqualTo((green - MEAN[1]) / STD[1]);
      }
    }
  }

  @Test
  void flipMirrorsAboutHalfOfTheImages() throws IOException {
    byte[] png = Pictures.png(Pictures.noise(16, 16, 2));
    Augmentation augmentation = new Augmentation(spec(16, 1, 1, Flip.RANDOM));
    float[] plain = new float[3 * 16 * 16];
    augmentation.evaluate(png, plain, 0);
    float[] mirrored = new float[plain.length];
    for (int i = 0; i < plain.length; i++) {
      mirrored[i] = plain[i / 16 * 16 + 15 - i % 16];
    }
    int flips = 0;
    for (int seed = 0; seed < 200; seed++) {
      float[] images = new float[plain.length];
      // Area 1 fits the square image only at aspect ratio 1, so the centre crop, here whole.
      augmentation.train(png, Seed.random(Seed.Use.AUGMENTATION, seed), images, 0);
      boolean flipped = Arrays.equals(images, mirrored);
      assertThat(images).isEqualTo(flipped ? mirrored : plain);
      flips += flipped ? 1 : 0;
    }
    assertThat(flips).isBetween(70, 130);
  }

  @Test
  void randomCropsKeepAreaAndAspectWithinBounds() {
    Random random = new Random(5);
    double areas = 0;
    for (int i = 0; i < 2000; i++) {
      CropWindow crop = CropWindow.random(500, 375, 0.08, 0.875, random);
      assertThat(crop.x()).isBetween(0, 500 - crop.width());
      assertThat(crop.y()).isBetween(0, 375 - crop.height());
      double area = (double) crop.width() * crop.height() / (500 * 375);
      double aspect = (double) crop.width() / crop.height();
      assertThat(area).isBetween(0.079, 1.0);
      assertThat(aspect).isBetween(0.74, 1.35);
      areas += area;
    }
    assertThat(areas / 2000).isCloseTo(0.5, within(0.1));
  }

  @Test
  void imageNoCropFitsGetsTheCentre() {
    assertThat(CropWindow.random(1000, 10, 0.9, 0.875, new Random(1)))
        .isEqualTo(CropWindow.centre(1000, 10, 0.875));
    assertThat(CropWindow.random(1, 1, 0.08, 0.875, new Random(1)))
        .isEqualTo(new CropWindow(0, 0, 1, 1));
  }

  @Test
  void sameSeedSameCrop() throws IOException {
    byte[] jpeg = Pictures.jpeg(Pictures.gradient(80, 60, BufferedImage.TYPE_INT_RGB));
    Augmentation augmentation = new Augmentation(spec(24, 0.08, 0.875, Flip.RANDOM));
    float[] first = train(augmentation, jpeg, 1);
    assertThat(train(augmentation, jpeg, 2)).isNotEqualTo(first);
    assertThat(train(augmentation, jpeg, 1)).isEqualTo(first);
  }

  @Test
  void nativeMemoryIsGivenBack() throws IOException {
    byte[] png = Pictures.png(Pictures.gradient(1000, 1000, BufferedImage.TYPE_INT_RGB));
    Augmentation augmentation = new Augmentation(spec(32, 0.08, 0.875, Flip.RANDOM));
    train(augmentation, png, 0);
    long before = residentBytes();
    for (int i = 0; i < 150; i++) {
      train(augmentation, png, i);
    }
    // 150 decoded images are 450 MB.
    assertThat(residentBytes() - before).isLessThan(150L << 20);
  }

  private static long residentBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status));
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  private static float[] train(Augmentation augmentation, byte[] encoded, long seed)
      throws IOException {
    float[] images = new float[3 * 32 * 32];
    augmentation.train(encoded, Seed.random(Seed.Use.AUGMENTATION, seed), images, 0);
    return images;
  }

  private static InputSpec spec(int size, double cropAreaMin, double centreCrop, Flip flip) {
    return new InputSpec(size, MEAN, STD, cropAreaMin, centreCrop, flip, 1, 1, 1, 1);
  }
}

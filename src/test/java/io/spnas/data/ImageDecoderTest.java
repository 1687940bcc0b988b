package io.spnas.data;

import static io.spnas.data.ImageHeader.u16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Mat;

class ImageDecoderTest {
  private static final int RGB = BufferedImage.TYPE_INT_RGB;

  /** Decoders of JPEG differ by a few values in the inverse transform and chroma upsampling. */
  private static final int JPEG_TOLERANCE = 10;

  @Test
  void pngIsDecodedExactly() throws IOException {
    BufferedImage image = Pictures.noise(37, 21, 1);
    assertClose(Pictures.png(image), image, 0);
  }

  @Test
  void greyPngBecomesThreeEqualChannels() throws IOException {
    byte[] pixels = new byte[28 * 20];
    new Random(1).nextBytes(pixels);
    byte[] png = PngEncoder.grey(pixels, 28, 20);
    assertThat(ImageDecoder.verify(png))
        .isEqualTo(new ImageHeader(ImageFormat.PNG, 20, 28, 1, false));
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
    for (int i = 0; i < pixels.length; i++) {
      assertThat(read.getRaster().getSample(i % 20, i / 20, 0)).isEqualTo(pixels[i] & 0xff);
    }
    byte[] bgr = bgr(png);
    for (int i = 0; i < bgr.length; i++) {
      assertThat(bgr[i]).isEqualTo(pixels[i / 3]);
    }
  }

  @Test
  void jpegsBaselineProgressiveAndGreyAgreeWithTheJdk() throws IOException {
    BufferedImage colour = Pictures.gradient(65, 43, RGB);
    BufferedImage grey = Pictures.gradient(65, 43, BufferedImage.TYPE_BYTE_GRAY);
    for (byte[] jpeg :
        new byte[][] {
          Pictures.jpeg(colour), Pictures.progressiveJpeg(colour), Pictures.jpeg(grey)
        }) {
      assertClose(jpeg, ImageIO.read(new ByteArrayInputStream(jpeg)), JPEG_TOLERANCE);
    }
    assertThat(ImageDecoder.verify(Pictures.jpeg(colour)))
        .isEqualTo(new ImageHeader(ImageFormat.JPEG, 65, 43, 3, false));
    assertThat(ImageDecoder.verify(Pictures.jpeg(grey)).channels()).isEqualTo(1);
  }

  @Test
  void pixelsAreOrderedBlueGreenRed() throws IOException {
    assertThat(bgr(Pictures.plainPng(1, 1, 0x102030))).containsExactly(0x30, 0x20, 0x10);
  }

  /** Adobe stores inks inverted: 255 is none. RGB is then ink times black, over 255. */
  @ParameterizedTest
  @CsvSource({"255,255,255,255", "0,255,255,255", "40,90,200,255", "40,90,200,128", "9,9,9,0"})
  void adobeCmykIsInverted(int cyan, int magenta, int yellow, int black) throws IOException {
    byte[] jpeg =
        Pictures.withAdobeMarker(
            Pictures.fourComponentJpeg(17, 9, new int[] {cyan, magenta, yellow, black}), 0);
    assertThat(ImageDecoder.verify(jpeg))
        .isEqualTo(new ImageHeader(ImageFormat.JPEG, 17, 9, 4, true));
    assertColour(jpeg, cyan * black / 255, magenta * black / 255, yellow * black / 255);
  }

  @ParameterizedTest
  @CsvSource({"0,0,0,0", "255,0,0,0", "40,90,200,0", "40,90,200,128", "9,9,9,255"})
  void cmykWithoutAdobesMarkerIsNot(int cyan, int magenta, int yellow, int black)
      throws IOException {
    int white = 255 - black;
    assertColour(
        Pictures.fourComponentJpeg(17, 9, new int[] {cyan, magenta, yellow, black}),
        (255 - cyan) * white / 255,
        (255 - magenta) * white / 255,
        (255 - yellow) * white / 255);
  }

  /** The pair of files was made by ImageMagick 6.9: one picture as YCCK JPEG and as RGB PNG. */
  @Test
  void cmykFileOfAnotherProgramShowsItsColours() throws IOException {
    assertClose(resource("cmyk-adobe.jpg"), ImageIO.read(resourceStream("cmyk-adobe.png")), 12);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] jpeg = Pictures.jpeg(Pictures.gradient(40, 30, RGB));
    byte[] progressive = Pictures.progressiveJpeg(Pictures.gradient(40, 30, RGB));
    byte[] png = Pictures.png(Pictures.gradient(40, 30, RGB));
    for (byte[] whole : new byte[][] {jpeg, progressive}) {
      for (int length = 0; length < whole.length; length++) {
        refused(Arrays.copyOf(whole, length));
      }
    }
    // The end chunk of a PNG says nothing more, and libpng does without it.
    for (int length = 0; length < png.length - 16; length++) {
      refused(Arrays.copyOf(png, length));
    }
  }

  @Test
  void damageNeverCrashesTheDecoder() {
    Random random = new Random(4);
    byte[][] images = {
      Pictures.jpeg(Pictures.gradient(40, 30, RGB)),
      Pictures.progressiveJpeg(Pictures.gradient(40, 30, RGB)),
      Pictures.fourComponentJpeg(16, 16, new int[] {1, 2, 3, 4}),
      Pictures.png(Pictures.gradient(40, 30, RGB))
    };
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] damaged = images[i % images.length].clone();
      for (int flips = 1 + i % 3; flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        ImageDecoder.verify(damaged);
      } catch (UnreadableImageException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"colour", "grey", "noise", "progressive", "png", "cmyk", "tail"})
  void upperRowsAreThoseOfTheWholeImage(String kind) throws IOException {
    byte[] encoded =
        switch (kind) {
          case "grey" -> Pictures.jpeg(Pictures.gradient(65, 43, BufferedImage.TYPE_BYTE_GRAY));
          case "noise" -> Pictures.jpeg(Pictures.noise(65, 43, 3));
          case "progressive" -> Pictures.progressiveJpeg(Pictures.gradient(65, 43, RGB));
          case "png" -> Pictures.png(Pictures.gradient(65, 43, RGB));
          case "cmyk" ->
              Pictures.withAdobeMarker(
                  Pictures.fourComponentJpeg(65, 43, new int[] {40, 90, 200, 128}), 0);
          case "tail" -> withZerosBehind(Pictures.jpeg(Pictures.gradient(65, 43, RGB)));
          default -> Pictures.jpeg(Pictures.gradient(65, 43, RGB));
        };
    byte[] whole = bgr(encoded);
    ImageHeader header = ImageHeader.parse(encoded);
    for (int rows = 1; rows <= 43; rows++) {
      Mat top = ImageDecoder.decodeTop(encoded, header, rows);
      assertThat(top.cols()).isEqualTo(65);
      assertThat(top.rows()).isBetween(rows, 43);
      assertThat(bytes(top)).startsWith(Arrays.copyOf(whole, rows * 65 * 3));
    }
  }

  @Test
  void lowerRowsAreLeftOutWhereThatIsSafe() throws IOException {
    byte[] jpeg = Pictures.jpeg(Pictures.gradient(65, 43, RGB));
    assertThat(ImageDecoder.decodeTop(jpeg, ImageHeader.parse(jpeg), 5).rows()).isEqualTo(5);
    byte[] progressive = Pictures.progressiveJpeg(Pictures.gradient(65, 43, RGB));
    assertThat(JpegRows.heightAt(progressive)).isZero();
    // A marker of restarts, which the rows that are left out could hold.
    byte[] restarts = new byte[jpeg.length + 6];
    System.arraycopy(new byte[] {-1, (byte) 0xd8, -1, (byte) 0xdd, 0, 4, 0, 9}, 0, restarts, 0, 8);
    System.arraycopy(jpeg, 2, restarts, 8, jpeg.length - 2);
    assertThat(JpegRows.heightAt(restarts)).isZero();
  }

  @Test
  void otherFilesAreNoImages() {
    refused("GIF89a and more of the same".getBytes());
    refused(new byte[0]);
    refused(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9});
  }

  @Test
  void sizesWithoutBoundAreRefusedBeforeDecoding() {
    byte[] png = Pictures.png(Pictures.gradient(4, 4, RGB));
    png[16] = 0x7f;
    png[20] = 0x7f;
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> ImageDecoder.verify(png))
        .withMessageContaining("pixels; expected 1 to " + ImageHeader.MAX_PIXELS);
  }

  @Test
  void pixelsThatTheBytesCannotHoldAreRefusedBeforeDecoding() {
    byte[] jpeg = Pictures.jpeg(Pictures.gradient(40, 30, RGB));
    int height = 0;
    while (u16(jpeg, height) != 30 || u16(jpeg, height + 2) != 40) {
      height++;
    }
    jpeg[height] = 0x40;
    jpeg[height + 2] = 0x1f;
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> ImageDecoder.verify(jpeg))
        .withMessageContaining(
            (0x1f00 + 40) + " x " + (0x4000 + 30) + " pixels in a JPEG of " + jpeg.length)
        .withMessageContaining("can hold " + 512 * jpeg.length);
  }

  @Test
  void scansWithoutNumberAreRefusedBeforeDecoding() throws IOException {
    byte[] jpeg = Pictures.progressiveJpeg(Pictures.gradient(40, 30, RGB));
    int end = jpeg.length - 2;
    int lastScan = end;
    while (u16(jpeg, lastScan) != 0xffda) {
      lastScan--;
    }
    byte[] scan = Arrays.copyOfRange(jpeg, lastScan, end);
    byte[] few = jpeg;
    for (int i = 0; i < 20; i++) {
      few = Damage.splice(few, end, end, scan);
    }
    assertThat(ImageHeader.parse(few).width()).isEqualTo(40);
    byte[] many = few;
    for (int i = 0; i < 80; i++) {
      many = Damage.splice(many, end, end, scan);
    }
    refused(many);
  }

  @Test
  void blankImagesHoldFewerPixelsThanTheirBytesCould() throws IOException {
    BufferedImage blank = new BufferedImage(4000, 3000, BufferedImage.TYPE_BYTE_GRAY);
    for (byte[] encoded :
        new byte[][] {Pictures.jpeg(blank), Pictures.progressiveJpeg(blank), Pictures.png(blank)}) {
      assertThat(ImageHeader.parse(encoded).width()).isEqualTo(4000);
    }
  }

  @Test
  void platformsWithoutTheLibraryHaveNoName() {
    assertThat(OpenCvLibrary.resource("linux amd64")).isEqualTo("libopencv_java320.so");
    assertThat(OpenCvLibrary.resource("mac os x x86_64")).isEqualTo("libopencv_java320.dylib");
    assertThat(OpenCvLibrary.resource("linux aarch64")).isEmpty();
    assertThat(OpenCvLibrary.resource("windows 10 amd64")).isEmpty();
  }

  @Test
  void interruptDoesNotBreakTheLibrarysCopy() throws IOException {
    Thread.currentThread().interrupt();
    File copy = OpenCvLibrary.extract("libopencv_java320.so");
    assertThat(Thread.interrupted()).isTrue();
    try (InputStream in = resourceStream("/libopencv_java320.so")) {
      assertThat(copy).hasBinaryContent(in.readAllBytes());
    } finally {
      copy.delete();
    }
  }

  private static byte[] withZerosBehind(byte[] encoded) {
    return Arrays.copyOf(encoded, encoded.length + 7);
  }

  private static void refused(byte[] encoded) {
    assertThatExceptionOfType(UnreadableImageException.class)
        .as("%d bytes", encoded.length)
        .isThrownBy(() -> ImageDecoder.verify(encoded));
  }

  private static void assertColour(byte[] jpeg, int red, int green, int blue) throws IOException {
    byte[] bgr = bgr(jpeg);
    assertThat(bgr).hasSize(17 * 9 * 3);
    int[] expected = {blue, green, red};
    for (int i = 0; i < bgr.length; i++) {
      assertThat(bgr[i] & 0xff).isBetween(expected[i % 3] - 3, expected[i % 3] + 3);
    }
  }

  private static void assertClose(byte[] encoded, BufferedImage expected, int tolerance)
      throws IOException {
    byte[] bgr = bgr(encoded);
    int[] pixel = new int[4];
    boolean grey = expected.getRaster().getNumBands() == 1;
    int at = 0;
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        expected.getRaster().getPixel(x, y, pixel);
        for (int band = 2; band >= 0; band--) {
          int value = pixel[grey ? 0 : band];
          assertThat(bgr[at++] & 0xff).isBetween(value - tolerance, value + tolerance);
        }
      }
    }
    assertThat(bgr).hasSize(at);
  }

  private static byte[] bgr(byte[] encoded) throws IOException {
    return bytes(ImageDecoder.decode(encoded));
  }

  private static byte[] bytes(Mat pixels) {
    byte[] bytes = new byte[(int) pixels.total() * 3];
    pixels.get(0, 0, bytes);
    pixels.release();
    return bytes;
  }

  private static InputStream resourceStream(String name) {
    return ImageDecoderTest.class.getResourceAsStream(name);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = resourceStream(name)) {
      return in.readAllBytes();
    }
  }
}

package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ImageDecoder;
import io.spnas.data.ImageFormat;
import io.spnas.data.ImageHeader;
import io.spnas.data.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotographsTest {
  @TempDir private Path folder;

  /** One picture larger than the JPEGs, one smaller and upright. */
  static Path writeTwo(Path folder) throws IOException {
    Files.write(folder.resolve("a.JPG"), Pictures.jpeg(Pictures.noise(900, 600, 1)));
    Files.write(
        folder.resolve("b.png"),
        Pictures.png(Pictures.gradient(200, 300, BufferedImage.TYPE_INT_RGB)));
    return folder;
  }

  @Test
  void makesDifferentJpegsOfOneSize() throws IOException {
    Files.writeString(writeTwo(folder).resolve("README"), "no photograph");
    List<byte[]> jpegs = Photographs.jpegs(folder, 7);
    assertThat(jpegs).hasSize(7).doesNotHaveDuplicates();
    for (byte[] jpeg : jpegs) {
      assertThat(ImageDecoder.verify(jpeg))
          .isEqualTo(
              new ImageHeader(ImageFormat.JPEG, Photographs.WIDTH, Photographs.HEIGHT, 3, false));
    }
  }

  @Test
  void makesTheSameJpegsAgain() throws IOException {
    writeTwo(folder);
    List<byte[]> first = Photographs.jpegs(folder, 3);
    List<byte[]> second = Photographs.jpegs(folder, 3);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i)).isEqualTo(first.get(i));
    }
  }

  @Test
  void namesTheFolderOrFileThatIsNone() throws IOException {
    assertMistake(folder.resolve("missing"), "No such folder", "missing");
    assertMistake(folder, "No photographs in", folder.toString(), "*.png");
    Path text = Files.writeString(folder.resolve("text.jpg"), "no photograph");
    assertMistake(folder, "Cannot read photograph", text.toString());
    assertMistake(text, "No such folder", text.toString());
  }

  private static void assertMistake(Path folder, String... parts) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Photographs.jpegs(folder, 1))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }
}

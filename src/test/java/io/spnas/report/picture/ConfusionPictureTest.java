package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.report.ConfusionCsv;
import io.spnas.train.ConfusionMatrix;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionPictureTest {
  private static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "name of class " + c).toList();
  }

  private static BufferedImage draw(ConfusionMatrix matrix) throws IOException {
    byte[] png = new ConfusionPicture(names(matrix.classes())).png(matrix, "a title");
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** The smallest rectangle around all pixels in which two pictures differ. */
  private static Rectangle difference(BufferedImage one, BufferedImage other) {
    Rectangle around = new Rectangle(-1, -1);
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        if (one.getRGB(x, y) != other.getRGB(x, y)) {
          Rectangle pixel = new Rectangle(x, y, 1, 1);
          around = around.isEmpty() ? pixel : around.union(pixel);
        }
      }
    }
    return around;
  }

  @Test
  void csvHasTrueClassesInRowsAndPredictedOnesInColumns() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.add(0, 2, 5);
    matrix.add(1, 1, 7);
    matrix.add(2, 0, 1);
    matrix.add(2, 0, 1);
    assertThat(ConfusionCsv.write(matrix, List.of("cat", "dog, big", "the \"fox\"")))
        .isEqualTo(
            "true class \\ predicted class,cat,\"dog, big\",\"the \"\"fox\"\"\"\r\n"
                + "cat,0,0,5\r\n"
                + "\"dog, big\",0,7,0\r\n"
                + "\"the \"\"fox\"\"\",2,0,0\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 100, 1000, 4096})
  void aPictureFitsTheNumberOfClasses(int classes) throws IOException {
    ConfusionMatrix matrix = new ConfusionMatrix(classes);
    IntStream.range(0, classes).forEach(c -> matrix.add(c, c, 1));
    BufferedImage image = draw(matrix);
    assertThat(image.getWidth()).isBetween(classes, 5000);
    assertThat(image.getHeight()).isBetween(classes, 5000);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void aPairIsACellInItsRowAndColumn(int classes) throws IOException {
    int trueClass = classes / 2;
    int predicted = classes - 1;
    BufferedImage empty = draw(new ConfusionMatrix(classes));
    ConfusionMatrix wrong = new ConfusionMatrix(classes);
    wrong.add(trueClass, predicted, 3);
    BufferedImage image = draw(wrong);
    ConfusionMatrix right = new ConfusionMatrix(classes);
    right.add(0, 0, 3);
    BufferedImage rightImage = draw(right);

    Rectangle cell = difference(image, empty);
    Rectangle corner = difference(rightImage, empty);
    assertThat(corner.getSize()).isEqualTo(cell.getSize());
    assertThat(cell.width).isEqualTo(cell.height).isPositive();
    assertThat(cell.x - corner.x).isEqualTo(predicted * cell.width);
    assertThat(cell.y - corner.y).isEqualTo(trueClass * cell.height);
    Color red = new Color(image.getRGB(cell.x, cell.y));
    assertThat(red.getRed()).isGreaterThan(red.getBlue());
    Color blue = new Color(rightImage.getRGB(corner.x, corner.y));
    assertThat(blue.getBlue()).isGreaterThan(blue.getRed());
  }

  @Test
  void theSameMatrixGivesTheSamePicture() throws IOException {
    ConfusionMatrix matrix = new ConfusionMatrix(20);
    Random random = new Random(2);
    IntStream.range(0, 500).forEach(i -> matrix.add(random.nextInt(20), random.nextInt(20), 1));
    assertThat(difference(draw(matrix), draw(matrix)).isEmpty()).isTrue();
    assertThat(difference(draw(matrix), draw(new ConfusionMatrix(20))).isEmpty()).isFalse();
  }

  @Test
  void tooManyClassesAreRefused() {
    List<String> many = Collections.nCopies(5000, "c");
    assertThatThrownBy(() -> new ConfusionPicture(many))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("5000 classes", "4096");
  }
}

package io.spnas.bench;

import io.spnas.config.InvalidInputException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Makes many JPEG files of ImageNet's mean size out of a few photographs: crops of random place and
 * scale, the same ones in the same order every time.
 */
public final class Photographs {
  /** Width of the JPEGs in pixels. */
  public static final int WIDTH = 500;

  /** Height of the JPEGs in pixels. */
  public static final int HEIGHT = 375;

  /** Wider crops, scaled down by bilinear interpolation, would show noise that is not theirs. */
  private static final int MOST_SHRUNK = 2;

  private Photographs() {}

  /**
   * Cuts JPEGs of 500 x 375 pixels out of the photographs in a folder, from each as many.
   *
   * @param folder JPEG and PNG files; others are passed over
   * @param count how many JPEGs
   * @throws InvalidInputException when there is no such folder or no photograph in it
   */
  public static List<byte[]> jpegs(Path folder, int count) throws IOException {
    List<Path> files = files(folder);
    if (files.isEmpty()) {
      throw new InvalidInputException(
          "No photographs in %s; expected files *.jpg, *.jpeg or *.png", folder);
    }
    List<byte[]> jpegs = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      int share = count * (i + 1) / files.size() - jpegs.size();
      if (share > 0) {
        BufferedImage photograph = read(files.get(i));
        SplittableRandom random = new SplittableRandom(i);
        for (int crop = 0; crop < share; crop++) {
          jpegs.add(JpegEncoder.encode(crop(photograph, random)));
        }
      }
    }
    // So that neighbours are no crops of the same photograph.
    Collections.shuffle(jpegs, new Random(1));
    return jpegs;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches("(?i).*\\.(jpe?g|png)"))
          .sorted()
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new InvalidInputException("No such folder: %s; expected photographs in it", folder);
    }
  }

  private static BufferedImage read(Path file) throws IOException {
    BufferedImage photograph;
    try {
      photograph = ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw new InvalidInputException("Cannot read photograph %s: %s", file, e.getMessage());
    }
    if (photograph == null) {
      throw new InvalidInputException("Cannot read photograph %s: not a JPEG or PNG image", file);
    }
    return photograph;
  }

  private static BufferedImage crop(BufferedImage photograph, SplittableRandom random) {
    // The largest frame of the JPEGs' aspect ratio that fits.
    double widest = Math.min(photograph.getWidth(), photograph.getHeight() * 4 / 3.0);
    double narrow = Math.min(widest, WIDTH);
    double wide = Math.min(widest, WIDTH * MOST_SHRUNK);
    double width = narrow + (wide - narrow) * random.nextDouble();
    double height = width * HEIGHT / WIDTH;
    int x = (int) ((photograph.getWidth() - width) * random.nextDouble());
    int y = (int) ((photograph.getHeight() - height) * random.nextDouble());

    BufferedImage crop = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = crop.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(
        photograph, 0, 0, WIDTH, HEIGHT, x, y, (int) (x + width), (int) (y + height), null);
    graphics.dispose();
    return crop;
  }
}

package io.spnas.report.picture;

import io.spnas.config.InvalidInputException;
import io.spnas.train.ConfusionMatrix;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Draws a confusion matrix: a row a true class, a column a predicted class, each cell the darker
 * the larger its share of the true class's images. What is right is blue, what is wrong is orange.
 * Cells are as large as the number of classes lets them be; where they are smaller than a line of
 * text, only every so many classes have their name.
 */
public final class ConfusionPicture {
  private static final int MOST_CLASSES = 4096;
  private static final int LONGEST_NAME = 24;
  private static final int MARGIN = 16;
  private static final int GAP = 6;
  private static final int LEGEND_WIDTH = 160;
  private static final double[] LEGEND_SHARES = {0.01, 0.1, 0.5, 1};
  private static final double LEAST_SHADE = 0.15;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Color RIGHT = Color.decode(Tone.BLUE.light());
  private static final Color WRONG = Color.decode(Tone.ORANGE.light());
  private static final Color LINE = new Color(0xd0, 0xd0, 0xd0);

  static {
    // Pictures need no display, also where there is one.
    System.setProperty("java.awt.headless", "true");
  }

  private final List<String> names;
  private final int cell;
  private final int lineHeight;
  private final int nameWidth;

  /**
   * Lays out a picture.
   *
   * @param names names of the classes, in order
   * @throws InvalidInputException if there are too many to draw
   */
  public ConfusionPicture(List<String> names) {
    if (names.size() > MOST_CLASSES) {
      throw new InvalidInputException(
          "Cannot draw a confusion matrix of %d classes, expected at most %d",
          names.size(), MOST_CLASSES);
    }
    this.names = names.stream().map(ConfusionPicture::shortened).toList();
    this.cell = cellSize(names.size());
    FontMetrics metrics = metrics();
    this.lineHeight = metrics.getHeight();
    this.nameWidth = this.names.stream().mapToInt(metrics::stringWidth).max().orElse(0);
  }

  private static FontMetrics metrics() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return graphics.getFontMetrics(TEXT);
    } finally {
      graphics.dispose();
    }
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "\u2026";
  }

  /** Pixels a cell: room for a number, room for a line of text, or what a screen can show. */
  private static int cellSize(int classes) {
    if (classes <= 24) {
      return 44;
    }
    return classes <= 128 ? 14 : Math.max(1, 1200 / classes);
  }

  /**
   * Draws a matrix.
   *
   * @param title what stands above it
   * @return bytes of a PNG file
   */
  public byte[] png(ConfusionMatrix matrix, String title) {
    int side = cell * names.size();
    int left = MARGIN + lineHeight + GAP + nameWidth + GAP;
    int top = MARGIN + 3 * lineHeight;
    int below = GAP + nameWidth + GAP + lineHeight;
    int width = Math.max(left + side + MARGIN, left + 2 * LEGEND_WIDTH + MARGIN + 200);
    int height = top + side + below + 3 * lineHeight + MARGIN;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.BLACK);
    graphics.setFont(TITLE);
    graphics.drawString(title, left, MARGIN + lineHeight);
    graphics.setFont(TEXT);
    graphics.translate(left, top);
    cells(graphics, matrix);
    axes(graphics, side);
    graphics.translate(0, side + below + lineHeight);
    legend(graphics);
    graphics.dispose();
    return encode(image);
  }

  private void cells(Graphics2D graphics, ConfusionMatrix matrix) {
    int side = cell * names.size();
    long[] images = new long[names.size()];
    matrix.forEach((t, p, count) -> images[t] += count);
    matrix.forEach(
        (t, p, count) -> {
          double share = (double) count / images[t];
          graphics.setColor(shade(t == p ? RIGHT : WRONG, share));
          graphics.fillRect(p * cell, t * cell, cell, cell);
          String text = String.format(Locale.ROOT, share < 0.0995 ? "%.1f" : "%.0f", 100 * share);
          if (graphics.getFontMetrics().stringWidth(text) + 2 * GAP <= cell) {
            graphics.setColor(share > 0.3 ? Color.WHITE : Color.BLACK);
            centred(graphics, text, p * cell + cell / 2, t * cell + cell / 2);
          }
        });
    graphics.setColor(LINE);
    graphics.drawRect(-1, -1, side + 1, side + 1);
  }

  private void axes(Graphics2D graphics, int side) {
    graphics.setColor(Color.BLACK);
    FontMetrics metrics = graphics.getFontMetrics();
    int step = nameStep();
    for (int c = 0; c < names.size(); c += step) {
      int middle = c * cell + cell / 2;
      int baseline = middle + metrics.getAscent() / 2 - 1;
      graphics.drawString(names.get(c), -GAP - metrics.stringWidth(names.get(c)), baseline);
      upwards(graphics, names.get(c), baseline, side + GAP + metrics.stringWidth(names.get(c)));
      if (step > 1) {
        graphics.drawLine(-GAP / 2, middle, -1, middle);
        graphics.drawLine(middle, side, middle, side + GAP / 2);
      }
    }
    graphics.setFont(TEXT.deriveFont(Font.BOLD));
    centred(graphics, "predicted class", side / 2, side + 2 * GAP + nameWidth + lineHeight / 2);
    int trueWidth = graphics.getFontMetrics().stringWidth("true class");
    upwards(graphics, "true class", -nameWidth - 2 * GAP, side / 2 + trueWidth / 2);
    graphics.setFont(TEXT);
  }

  /** Every so many classes have a name: 1, 2, 5, 10, 20, 50 ... */
  private int nameStep() {
    return IntStream.iterate(1, power -> power * 10)
        .flatMap(power -> IntStream.of(power, 2 * power, 5 * power))
        .filter(step -> step * cell >= lineHeight - 1)
        .findFirst()
        .orElseThrow();
  }

  private void legend(Graphics2D graphics) {
    int x = bar(graphics, 0, "right", RIGHT);
    bar(graphics, x + 4 * GAP, "wrong", WRONG);
    graphics.drawString("% of the true class's images", 0, 2 * lineHeight + GAP);
  }

  private int bar(Graphics2D graphics, int start, String name, Color colour) {
    graphics.setColor(Color.BLACK);
    graphics.drawString(name, start, lineHeight - 4);
    int x = start + graphics.getFontMetrics().stringWidth(name) + GAP;
    for (double share : LEGEND_SHARES) {
      graphics.setColor(shade(colour, share));
      graphics.fillRect(x, 0, LEGEND_WIDTH / LEGEND_SHARES.length, lineHeight);
      graphics.setColor(share > 0.3 ? Color.WHITE : Color.BLACK);
      int middle = x + LEGEND_WIDTH / LEGEND_SHARES.length / 2;
      centred(graphics, String.format(Locale.ROOT, "%.0f", 100 * share), middle, lineHeight / 2);
      x += LEGEND_WIDTH / LEGEND_SHARES.length;
    }
    graphics.setColor(Color.BLACK);
    return x;
  }

  /** Never white, and small shares apart from smaller ones: a single wrong image can be seen. */
  private static Color shade(Color full, double share) {
    double strength = LEAST_SHADE + (1 - LEAST_SHADE) * Math.sqrt(share);
    return new Color(
        (int) Math.round(255 - strength * (255 - full.getRed())),
        (int) Math.round(255 - strength * (255 - full.getGreen())),
        (int) Math.round(255 - strength * (255 - full.getBlue())));
  }

  private static void centred(Graphics2D graphics, String text, int x, int y) {
    FontMetrics metrics = graphics.getFontMetrics();
    graphics.drawString(
        text,
        x - metrics.stringWidth(text) / 2,
        y + (metrics.getAscent() - metrics.getDescent()) / 2);
  }

  /** Draws a text that runs upwards from a point. */
  private static void upwards(Graphics2D graphics, String text, int x, int y) {
    graphics.rotate(-Math.PI / 2, x, y);
    graphics.drawString(text, x, y);
    graphics.rotate(Math.PI / 2, x, y);
  }

  private static byte[] encode(BufferedImage image) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot encode a picture in memory", e);
    }
  }
}

package io.spnas.profile;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;

/**
 * Draws predicted against measured times, a dot a network. On the line both are equal; between the
 * broken lines they differ by 5 % at most.
 */
public final class PredictionPicture {
  private static final int SIDE = 480;
  private static final int LEFT = 70;
  private static final int TOP = 60;
  private static final int RIGHT = 30;
  private static final int BELOW = 60;
  private static final int TICK = 5;
  private static final int MOST_TICKS = 8;
  private static final double DOT = 7;
  private static final double MARGIN = 0.08;
  private static final double BAND = 0.05;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Color DOTS = new Color(0x08, 0x45, 0x94, 0xb0);
  private static final Color GRID = new Color(0xe4, 0xe4, 0xe4);
  private static final Color LINE = new Color(0x90, 0x90, 0x90);

  static {
    // Pictures need no display, also where there is one.
    System.setProperty("java.awt.headless", "true");
  }

  private final List<Agreement.Pair> networks;
  private final double least;
  private final double most;

  private PredictionPicture(Agreement agreement) {
    this.networks = agreement.networks();
    double smallest = times().min().orElseThrow();
    double largest = times().max().orElseThrow();
    double margin = Math.max(MARGIN * (largest - smallest), BAND * smallest);
    this.least = Math.max(0, smallest - margin);
    this.most = largest + margin;
  }

  private DoubleStream times() {
    return networks.stream().flatMapToDouble(n -> DoubleStream.of(n.predicted(), n.measured()));
  }

  /**
   * Draws networks.
   *
   * @param title what stands above
   * @param words a second line, such as the figures
   * @return bytes of a PNG file
   */
  public static byte[] png(Agreement agreement, String title, String words) {
    return new PredictionPicture(agreement).draw(title, words);
  }

  private byte[] draw(String title, String words) {
    BufferedImage image =
        new BufferedImage(LEFT + SIDE + RIGHT, TOP + SIDE + BELOW, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setColor(Color.BLACK);
    graphics.setFont(TITLE);
    graphics.drawString(title, LEFT, TOP - 34);
    graphics.setFont(TEXT);
    graphics.drawString(words, LEFT, TOP - 14);
    grid(graphics);
    graphics.setClip(LEFT, TOP, SIDE, SIDE);
    diagonals(graphics);
    dots(graphics);
    graphics.dispose();
    return encode(image);
  }

  private double x(double milliseconds) {
    return LEFT + SIDE * (milliseconds - least) / (most - least);
  }

  private double y(double milliseconds) {
    return TOP + SIDE - SIDE * (milliseconds - least) / (most - least);
  }

  private void grid(Graphics2D graphics) {
    FontMetrics metrics = graphics.getFontMetrics();
    double step = step();
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step)));
    for (long i = (long) Math.ceil(least / step); i * step <= most; i++) {
      String label = String.format(Locale.ROOT, "%." + decimals + "f", i * step);
      int across = (int) Math.round(x(i * step));
      int up = (int) Math.round(y(i * step));
      graphics.setColor(GRID);
      graphics.drawLine(across, TOP, across, TOP + SIDE);
      graphics.drawLine(LEFT, up, LEFT + SIDE, up);
      graphics.setColor(Color.BLACK);
      graphics.drawString(
          label, across - metrics.stringWidth(label) / 2, TOP + SIDE + TICK + metrics.getAscent());
      graphics.drawString(
          label, LEFT - TICK - metrics.stringWidth(label), up + metrics.getAscent() / 2 - 1);
    }
    graphics.drawRect(LEFT, TOP, SIDE, SIDE);
    String measured = "measured, ms";
    graphics.drawString(
        measured,
        LEFT + (SIDE - metrics.stringWidth(measured)) / 2,
        TOP + SIDE + BELOW - metrics.getDescent() - TICK);
    String predicted = "predicted, ms";
    double left = LEFT - 45;
    double middle = TOP + (SIDE + metrics.stringWidth(predicted)) / 2.0;
    graphics.rotate(-Math.PI / 2, left, middle);
    graphics.drawString(predicted, (float) left, (float) middle);
    graphics.rotate(Math.PI / 2, left, middle);
  }

  /** Distance of two lines of the grid: 1, 2 or 5 times a power of ten. */
  private double step() {
    double power = Math.pow(10, Math.floor(Math.log10((most - least) / MOST_TICKS)));
    return DoubleStream.of(power, 2 * power, 5 * power, 10 * power)
        .filter(step -> (most - least) / step <= MOST_TICKS)
        .findFirst()
        .orElse(10 * power);
  }

  private void diagonals(Graphics2D graphics) {
    graphics.setColor(LINE);
    diagonal(graphics, 1);
    graphics.setStroke(
        new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4, 4}, 0));
    diagonal(graphics, 1 - BAND);
    diagonal(graphics, 1 + BAND);
  }

  private void diagonal(Graphics2D graphics, double slope) {
    graphics.draw(new Line2D.Double(x(least), y(slope * least), x(most), y(slope * most)));
  }

  private void dots(Graphics2D graphics) {
    graphics.setColor(DOTS);
    for (Agreement.Pair network : networks) {
      graphics.fill(
          new Ellipse2D.Double(
              x(network.measured()) - DOT / 2, y(network.predicted()) - DOT / 2, DOT, DOT));
    }
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

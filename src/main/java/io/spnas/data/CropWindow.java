package io.spnas.data;

import java.util.Random;

/**
 * A part of an image, in pixels.
 *
 * @param x left edge
 * @param y upper edge
 */
record CropWindow(int x, int y, int width, int height) {
  private static final int TRIES = 10;
  private static final double LOG_ASPECT_MAX = Math.log(4.0 / 3.0);

  /**
   * A window of random area (uniform from areaMin to 1 of the image's) and aspect ratio
   * (log-uniform from 3/4 to 4/3) at a random place; the centre crop when none of 10 fits.
   */
  static CropWindow random(
      int imageWidth, int imageHeight, double areaMin, double centreShare, Random random) {
    for (int i = 0; i < TRIES; i++) {
      double share = areaMin + (1 - areaMin) * random.nextDouble();
      double area = share * imageWidth * imageHeight;
      double aspect = Math.exp((2 * random.nextDouble() - 1) * LOG_ASPECT_MAX);
      int width = (int) Math.round(Math.sqrt(area * aspect));
      int height = (int) Math.round(Math.sqrt(area / aspect));
      if (width > 0 && height > 0 && width <= imageWidth && height <= imageHeight) {
        int x = random.nextInt(imageWidth - width + 1);
        int y = random.nextInt(imageHeight - height + 1);
        return new CropWindow(x, y, width, height);
      }
    }
    return centre(imageWidth, imageHeight, centreShare);
  }

  /** The square in the middle whose side is a share of the short side. */
  static CropWindow centre(int imageWidth, int imageHeight, double share) {
    int side = Math.max(1, (int) (share * Math.min(imageWidth, imageHeight)));
    return new CropWindow((imageWidth - side + 1) / 2, (imageHeight - side + 1) / 2, side, side);
  }
}

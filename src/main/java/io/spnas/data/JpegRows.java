package io.spnas.data;

import static io.spnas.data.ImageHeader.u16;

import java.util.Arrays;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * Leaves out the lower rows of a JPEG file, which a crop may not need: a decoder that is told of
 * fewer rows stops after them. The rows above come out the same to the bit, because OpenCV's
 * decoder computes every block from nothing but itself.
 *
 * <p>This takes a file with all components in one sequential scan, as most are.
 */
final class JpegRows {
  private static final int DEFINE_RESTARTS = 0xdd;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;

  /** The decoder reads ahead by less than this many bytes. */
  private static final int PADDING = 16;

  private JpegRows() {}

  /**
   * Where a file tells its height, in two bytes; 0 when it must be decoded as a whole.
   *
   * @param jpeg a file that {@link JpegMarkers} found whole
   */
  static int heightAt(byte[] jpeg) {
    if (u16(jpeg, jpeg.length - 2) != (0xff00 | END_OF_IMAGE)) {
      return 0;
    }
    int frame = 0;
    int at = 2;
    while (at + 4 < jpeg.length && jpeg[at] == (byte) 0xff) {
      int marker = jpeg[at + 1] & 0xff;
      int segment = at + 2;
      if (marker == START_OF_SCAN) {
        boolean allComponents = frame > 0 && jpeg[segment + 2] == jpeg[frame + 7];
        return allComponents ? frame + 3 : 0;
      } else if (marker == 0xc0 || marker == 0xc1) {
        frame = segment;
      } else if (marker == DEFINE_RESTARTS || !passedOver(marker)) {
        return 0;
      }
      at = segment + u16(jpeg, segment);
    }
    return 0;
  }

  /**
   * A file of the upper rows, in native memory.
   *
   * @param heightAt where it tells its height
   * @param rows how many rows are left
   */
  static Mat cut(byte[] jpeg, int heightAt, int rows) {
    Mat file = new Mat(1, jpeg.length + PADDING, CvType.CV_8UC1);
    file.put(0, 0, jpeg);
    file.put(0, heightAt, new byte[] {(byte) (rows >> 8), (byte) rows});
    // Without its end the decoder stops quietly after the last row; at an end that comes later than
    // it expects, it would warn on stderr.
    file.put(0, jpeg.length - 2, new byte[2 + PADDING]);
    return file;
  }

  /**
   * Whether the decoder found bytes for all rows. Where a damaged file has too few and no end, it
   * repeats what it decoded last, or what happened to be in its memory if that is nothing.
   *
   * @param top pixels of a file that {@link #cut} gave
   * @return false also when the last two rows are equal because the picture is
   */
  static boolean hasLastRow(Mat top) {
    int last = top.rows() - 1;
    byte[] row = new byte[3 * top.cols()];
    byte[] before = new byte[row.length];
    top.get(last, 0, row);
    top.get(Math.max(0, last - 1), 0, before);
    return !Arrays.equals(row, before);
  }

  /** Whether a segment holds tables, application data or a comment. */
  private static boolean passedOver(int marker) {
    return marker == 0xc4 || marker == 0xdb || marker >= 0xe0 && marker <= 0xef || marker == 0xfe;
  }
}

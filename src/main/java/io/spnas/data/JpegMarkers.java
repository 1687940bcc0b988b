package io.spnas.data;

import static io.spnas.data.ImageHeader.u16;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Follows the markers of a JPEG file from start of image to end of image. */
final class JpegMarkers {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int ADOBE = 0xee;

  /** Each scan takes a pass over all pixels; programs write some ten. */
  private static final int MAX_SCANS = 100;

  private final byte[] jpeg;
  private int at = 2;

  JpegMarkers(byte[] jpeg) {
    this.jpeg = jpeg;
  }

  ImageHeader header() throws UnreadableImageException {
    int width = 0;
    int height = 0;
    int channels = 0;
    int scans = 0;
    boolean adobe = false;
    for (int marker = nextMarker(); marker != END_OF_IMAGE; marker = nextMarker()) {
      if (standsAlone(marker)) {
        continue;
      }
      int length = at + 2 <= jpeg.length ? u16(jpeg, at) : 0;
      if (length < 2 || at + length > jpeg.length) {
        throw cutShort();
      }
      if (startsFrame(marker) && length >= 8) {
        height = u16(jpeg, at + 3);
        width = u16(jpeg, at + 5);
        channels = jpeg[at + 7] & 0xff;
      } else if (marker == START_OF_SCAN && ++scans > MAX_SCANS) {
        throw new UnreadableImageException("JPEG of more than " + MAX_SCANS + " scans");
      } else if (marker == ADOBE && length >= 14) {
        adobe |= jpeg[at + 2] == 'A' && jpeg[at + 3] == 'd' && jpeg[at + 4] == 'o';
      }
      at += length;
    }
    if (channels != 1 && channels != 3 && channels != 4) {
      throw new UnreadableImageException("JPEG of " + channels + " components");
    }
    return new ImageHeader(ImageFormat.JPEG, width, height, channels, adobe);
  }

  /** Restart markers and stuffed zeros belong to a scan's data; other bytes are passed over. */
  private int nextMarker() throws UnreadableImageException {
    while (at + 1 < jpeg.length) {
      skipWithoutMarkers();
      if (jpeg[at++] == (byte) 0xff) {
        int code = jpeg[at] & 0xff;
        if (code != 0 && code != 0xff) {
          at++;
          return code;
        }
      }
    }
    throw cutShort();
  }

  /** Passes over eight bytes at once: a scan has some ten thousands. */
  private void skipWithoutMarkers() {
    while (at + 9 < jpeg.length) {
      long inverted = ~(long) EIGHT_BYTES.get(jpeg, at);
      // Not 0 exactly when one of the bytes is 0 inverted, 0xff as it stands.
      if (((inverted - 0x0101010101010101L) & ~inverted & 0x8080808080808080L) != 0) {
        return;
      }
      at += 8;
    }
  }

  private static boolean standsAlone(int marker) {
    return marker == 0x01 || marker >= 0xd0 && marker <= 0xd8;
  }

  private static boolean startsFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private UnreadableImageException cutShort() {
    return new UnreadableImageException(
        String.format("JPEG cut short: no end-of-image marker in %d bytes", jpeg.length));
  }
}

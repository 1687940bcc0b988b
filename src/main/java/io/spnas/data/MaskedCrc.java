package io.spnas.data;

import java.util.zip.CRC32C;

/** The checksum of a TFRecord's parts: CRC-32C, rotated right by 15 bits, plus a constant. */
final class MaskedCrc {
  private static final int MASK_DELTA = 0xa282ead8;

  private MaskedCrc() {}

  static int of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}

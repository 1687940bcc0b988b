package io.spnas.engine;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/**
 * Copies floats between native memory and arrays. BigDL's own calls for it go through JNI and take
 * microseconds each, which short rows can't afford.
 */
final class NativeMemory {
  private static final Unsafe UNSAFE = unsafe();

  private NativeMemory() {}

  private static Unsafe unsafe() {
    try {
      Field field = Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return (Unsafe) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Address of a float behind others. */
  static long at(long address, long floats) {
    return address + floats * Float.BYTES;
  }

  /** Copies {@code length} floats from an address into an array from index {@code at} on. */
  static void read(long address, float[] to, int at, int length) {
    UNSAFE.copyMemory(
        null,
        address,
        to,
        Unsafe.ARRAY_FLOAT_BASE_OFFSET + (long) at * Float.BYTES,
        (long) length * Float.BYTES);
  }

  /** Copies {@code length} floats of an array, from index {@code at} on, to an address. */
  static void write(float[] from, int at, long address, int length) {
    UNSAFE.copyMemory(
        from,
        Unsafe.ARRAY_FLOAT_BASE_OFFSET + (long) at * Float.BYTES,
        null,
        address,
        (long) length * Float.BYTES);
  }
}

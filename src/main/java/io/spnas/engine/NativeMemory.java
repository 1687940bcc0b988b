package io.spnas.engine;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sun.misc.Unsafe;

/**
 * Memory outside the heap, where MKL-DNN computes: the collector moves arrays, and copying through
 * JNI takes microseconds a call.
 */
final class NativeMemory {
  /** Bytes of the longest vector, and of a cache line. */
  static final long ALIGNMENT = 64;

  private static final Unsafe UNSAFE = unsafe();
  private static final Constructor<?> BUFFER = bufferConstructor();

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

  private static Constructor<?> bufferConstructor() {
    try {
      Constructor<?> constructor =
          Class.forName("java.nio.DirectByteBuffer").getDeclaredConstructor(long.class, int.class);
      constructor.setAccessible(true);
      return constructor;
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "Cannot view native memory, expected the Java option"
              + " --add-opens=java.base/java.nio=ALL-UNNAMED, which Spark asks for too",
          e);
    }
  }

  static long allocate(long bytes) {
    return UNSAFE.allocateMemory(bytes);
  }

  static void free(long address) {
    UNSAFE.freeMemory(address);
  }

  static void clear(long address, long bytes) {
    UNSAFE.setMemory(address, bytes, (byte) 0);
  }

  /** A view of native memory in the machine's byte order. It does not keep the memory alive. */
  static ByteBuffer view(long address, long bytes) {
    try {
      ByteBuffer view = (ByteBuffer) BUFFER.newInstance(address, Math.toIntExact(bytes));
      return view.order(ByteOrder.nativeOrder());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Copies bytes from one address to another. */
  static void copy(long from, long to, long bytes) {
    UNSAFE.copyMemory(from, to, bytes);
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

package io.spnas.spark.candidates;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What several tasks in an executor's JVM need: the first one loads it, the others wait for it. It
 * is kept as long as the heap has room for it.
 */
final class ExecutorCache {
  private static final Map<Object, Entry> ENTRIES = new ConcurrentHashMap<>();

  private ExecutorCache() {}

  private static final class Entry {
    private SoftReference<?> reference = new SoftReference<>(null);
  }

  /**
   * What belongs to a key.
   *
   * @param key tells it from all else, by {@code equals}
   * @param type its class
   * @param loading loads it
   */
  static <T> T get(Object key, Class<T> type, Callable<T> loading) throws Exception {
    Entry entry = ENTRIES.computeIfAbsent(key, absent -> new Entry());
    synchronized (entry) {
      T value = type.cast(entry.reference.get());
      if (value == null) {
        value = loading.call();
        entry.reference = new SoftReference<>(value);
      }
      return value;
    }
  }
}

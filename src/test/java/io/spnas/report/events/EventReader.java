package io.spnas.report.events;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tensorflow.framework.Summary;
import org.tensorflow.hadoop.util.TFRecordReader;
import org.tensorflow.util.Event;
import org.tensorflow.util.SessionLog.SessionStatus;

/** Reads events with TensorFlow's own reader of records, and shows them as TensorBoard does. */
public final class EventReader {
  private EventReader() {}

  /** A tag's value at a step. */
  public record Point(long step, float value) {}

  /** Files of a run's events in the order of their names. */
  public static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  static List<Event> read(Path file) throws IOException {
    return read(Files.readAllBytes(file));
  }

  /** All events; refuses a wrong checksum. */
  static List<Event> read(byte[] bytes) throws IOException {
    List<Event> events = new ArrayList<>();
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      TFRecordReader reader = new TFRecordReader(in, true);
      for (byte[] record = reader.read(); record != null; record = reader.read()) {
        events.add(Event.parseFrom(record));
      }
    }
    return events;
  }

  /**
   * The curves of a directory, each in the order of its events. A session that starts drops what
   * was seen of its step and of later ones.
   */
  public static Map<String, List<Point>> curves(Path directory) throws IOException {
    Map<String, List<Point>> curves = new TreeMap<>();
    for (Path file : files(directory)) {
      for (Event event : read(file)) {
        if (event.getSessionLog().getStatus() == SessionStatus.START) {
          curves.values().forEach(curve -> curve.removeIf(p -> p.step() >= event.getStep()));
        }
        for (Summary.Value value : event.getSummary().getValueList()) {
          curves
              .computeIfAbsent(value.getTag(), tag -> new ArrayList<>())
              .add(new Point(event.getStep(), value.getSimpleValue()));
        }
      }
    }
    return curves;
  }
}

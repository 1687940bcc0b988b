package io.spnas.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/**
 * Reads the settings of one section. A value of the wrong type, or one that can't be, is refused
 * with its key, where it stands, the value, and what is allowed.
 */
final class Section {
  private final Config config;
  private final String name;

  Section(Config config, String name) {
    this.config = config;
    this.name = name;
  }

  /** A whole number of at least {@code smallest}. */
  int integer(String key, int smallest) {
    String allowed = "a whole number of at least " + smallest;
    double value = read(key, allowed, config::getDouble);
    if (value != Math.rint(value) || value < smallest || value > Integer.MAX_VALUE) {
      throw refused(key, allowed);
    }
    return (int) value;
  }

  /** A whole number of any sign. */
  long anyInteger(String key) {
    String allowed = "a whole number";
    Number value = read(key, allowed, config::getNumber);
    // Typesafe Config would cut a fraction off, and cap what does not fit.
    if (value.doubleValue() != value.longValue()) {
      throw refused(key, allowed);
    }
    return value.longValue();
  }

  /** A number that a condition holds for. */
  double number(String key, String allowed, DoublePredicate condition) {
    double value = read(key, allowed, config::getDouble);
    if (!Double.isFinite(value) || !condition.test(value)) {
      throw refused(key, allowed);
    }
    return value;
  }

  /** As many numbers as asked for, each of which a condition holds for. */
  List<Double> numbers(String key, int count, String allowed, DoublePredicate condition) {
    List<Double> values = read(key, allowed, config::getDoubleList);
    if (values.size() != count
        || !values.stream().allMatch(v -> Double.isFinite(v) && condition.test(v))) {
      throw refused(key, allowed);
    }
    return List.copyOf(values);
  }

  boolean flag(String key) {
    return read(key, "true or false", config::getBoolean);
  }

  String text(String key) {
    String value = read(key, "a text", config::getString);
    if (value.isBlank()) {
      throw refused(key, "a text that is not empty");
    }
    return value;
  }

  /** A text, or nothing where it is empty. */
  Optional<String> optionalText(String key) {
    return Optional.of(read(key, "a text", config::getString)).filter(value -> !value.isBlank());
  }

  /** An objective's name, or weights of objectives by name. */
  ObjectiveWeights objective(String key) {
    String allowed =
        "one of " + Objective.labels() + ", or weights such as { latency = 1, energy = 0.5 }";
    Object value = read(key, allowed, config::getAnyRef);
    if (!(value instanceof Map<?, ?> given)) {
      return Objective.named(value.toString())
          .map(ObjectiveWeights::of)
          .orElseThrow(() -> refused(key, allowed));
    }
    Map<Objective, Double> weights = new EnumMap<>(Objective.class);
    for (Object name : given.keySet()) {
      String one = key + "." + name;
      Objective objective =
          Objective.named(name.toString())
              .orElseThrow(() -> refused(key, "weights of " + Objective.labels()));
      double weight = number(one, "a weight of at least 0", v -> v >= 0);
      if (weight > 0) {
        weights.put(objective, weight);
      }
    }
    if (weights.isEmpty()) {
      throw refused(key, "a weight above 0");
    }
    return new ObjectiveWeights(weights);
  }

  List<String> texts(String key) {
    List<String> values = read(key, "a list of texts", config::getStringList);
    if (values.isEmpty()) {
      throw refused(key, "at least one");
    }
    return List.copyOf(values);
  }

  /** A duration above 0, such as {@code 60 s}. */
  Duration duration(String key) {
    String allowed = "a duration above 0, such as 60 s";
    Duration value = read(key, allowed, config::getDuration);
    // A bare number would be taken for milliseconds.
    boolean bare = config.getString(path(key)).strip().matches("[0-9.]+");
    if (bare || value.isZero() || value.isNegative()) {
      throw refused(key, allowed);
    }
    return value;
  }

  /** One of an enumeration's constants, in any case. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    String value = read(key, "one of " + String.join(", ", names), config::getString);
    int index = names.indexOf(value.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw refused(key, "one of " + String.join(", ", names));
    }
    return type.getEnumConstants()[index];
  }

  private <T> T read(String key, String allowed, Function<String, T> reader) {
    try {
      return reader.apply(path(key));
    } catch (ConfigException e) {
      throw refused(key, allowed);
    }
  }

  /** Refuses the value of a key. */
  InvalidInputException refused(String key, String allowed) {
    ConfigOrigin origin = config.root().get(name).origin();
    String value = "nothing";
    if (config.hasPath(path(key))) {
      origin = config.getValue(path(key)).origin();
      value = config.getValue(path(key)).render();
    }
    return new InvalidInputException(
        "Invalid setting %s = %s (%s): expected %s",
        path(key), value.replaceAll("\\s+", " "), origin.description(), allowed);
  }

  private String path(String key) {
    return name + "." + key;
  }
}

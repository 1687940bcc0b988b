package io.spnas.report.methods;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Fields of a JSON object that must be there and of a kind; messages have their path, what was
 * found, and what was expected.
 *
 * @param path of the object, with a dot at its end; empty for the root
 * @param node the object
 */
record JsonFields(String path, JsonNode node) {
  /** The whole of a file. */
  static JsonFields root(JsonNode node) {
    if (!node.isObject()) {
      throw new InvalidInputException(
          "found %s, expected an object", node.isMissingNode() ? "nothing" : brief(node));
    }
    return new JsonFields("", node);
  }

  boolean has(String field) {
    return node.has(field);
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  String text(String field) {
    return require(field, JsonNode::isTextual, "a text").textValue();
  }

  /** A whole number of at least {@code smallest}. */
  long whole(String field, long smallest) {
    return require(
            field,
            value -> isWhole(value) && value.longValue() >= smallest,
            smallest == Long.MIN_VALUE ? "a whole number" : "a whole number from " + smallest)
        .longValue();
  }

  /** A whole number of at least 1. */
  int count(String field) {
    return require(
            field,
            value -> value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 1,
            "a whole number from 1")
        .intValue();
  }

  /** A number of at least 0. */
  double number(String field) {
    return require(field, value -> isNumber(value) && value.asDouble() >= 0, "a number from 0")
        .asDouble();
  }

  double positive(String field) {
    return require(field, value -> isNumber(value) && value.asDouble() > 0, "a number above 0")
        .asDouble();
  }

  /** A number from 0 to 1. */
  double share(String field) {
    return require(
            field,
            value -> isNumber(value) && value.asDouble() >= 0 && value.asDouble() <= 1,
            "a number from 0 to 1")
        .asDouble();
  }

  /** A number of at least 0 that need not be there. */
  OptionalDouble optionalNumber(String field) {
    return has(field) ? OptionalDouble.of(number(field)) : OptionalDouble.empty();
  }

  JsonFields object(String field) {
    return new JsonFields(path + field + ".", require(field, JsonNode::isObject, "an object"));
  }

  List<JsonFields> objects(String field) {
    JsonNode array = array(field, JsonNode::isObject, "a list of objects");
    return IntStream.range(0, array.size())
        .mapToObj(i -> new JsonFields(path + field + "[" + i + "].", array.get(i)))
        .toList();
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    array(field, JsonNode::isTextual, "a list of texts").forEach(text -> texts.add(text.asText()));
    return texts;
  }

  List<Long> wholes(String field) {
    List<Long> wholes = new ArrayList<>();
    array(field, JsonFields::isWhole, "a list of whole numbers")
        .forEach(whole -> wholes.add(whole.longValue()));
    return wholes;
  }

  private JsonNode array(String field, Predicate<JsonNode> element, String expected) {
    return require(
        field,
        value ->
            value.isArray()
                && IntStream.range(0, value.size()).mapToObj(value::get).allMatch(element),
        expected);
  }

  private JsonNode require(String field, Predicate<JsonNode> condition, String expected) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new InvalidInputException("no field %s%s, expected %s", path, field, expected);
    }
    if (!condition.test(value)) {
      throw new InvalidInputException(
          "%s%s is %s, expected %s", path, field, brief(value), expected);
    }
    return value;
  }

  private static boolean isWhole(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong();
  }

  private static boolean isNumber(JsonNode value) {
    return value.isNumber() && Double.isFinite(value.asDouble());
  }

  /** The beginning of a value, which may be the rest of a file. */
  private static String brief(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}

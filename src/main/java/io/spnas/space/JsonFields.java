package io.spnas.space;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Fields of a JSON object that must be there and of a kind; messages name the field. */
final class JsonFields {
  private JsonFields() {}

  /** A field of any kind. */
  static JsonNode require(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new InvalidInputException("no field %s", field);
    }
    return value;
  }

  /** A whole number of at least {@code smallest}. */
  static int atLeast(int smallest, JsonNode node, String field) {
    JsonNode value = require(node, field);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < smallest) {
      throw new InvalidInputException(
          "%s is %s, expected a whole number of at least %d", field, value, smallest);
    }
    return value.intValue();
  }

  /** A number above 0. */
  static double positive(JsonNode node, String field) {
    JsonNode value = require(node, field);
    if (!value.isNumber() || !(value.asDouble() > 0)) {
      throw new InvalidInputException("%s is %s, expected a number above 0", field, value);
    }
    return value.asDouble();
  }

  /** A list of texts, not empty. */
  static List<String> texts(JsonNode node, String field) {
    JsonNode value = require(node, field);
    List<String> texts = new ArrayList<>();
    value.forEach(element -> texts.add(element.isTextual() ? element.textValue() : null));
    if (!value.isArray() || texts.isEmpty() || texts.contains(null)) {
      throw new InvalidInputException("%s is %s, expected a list of texts", field, value);
    }
    return texts;
  }
}

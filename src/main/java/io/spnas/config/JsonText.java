package io.spnas.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads JSON that a user hands in; a field given twice or text after the end is refused. */
public final class JsonText {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonText() {}

  /**
   * Parses a text.
   *
   * @return the root; a missing node if the text is empty
   * @throws InvalidInputException if it is not JSON; the message has the cause, and line and column
   *     where they are known
   */
  public static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String problem =
          e.getOriginalMessage()
              .replaceAll("\\[Source: [^;]*; ([^\\]]*)\\]", "$1")
              .replaceAll("\\s+", " ");
      // A number too long or a nesting too deep comes without its place.
      throw e.getLocation() == null
          ? new InvalidInputException("%s", problem)
          : new InvalidInputException(
              "line %d, column %d: %s",
              e.getLocation().getLineNr(), e.getLocation().getColumnNr(), problem);
    }
  }
}

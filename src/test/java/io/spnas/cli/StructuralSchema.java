package io.spnas.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A custom resource's schema as Kubernetes has it: OpenAPI v3, where a field that the schema
 * doesn't name is dropped. Here it is a fault, being most likely misspelt.
 */
final class StructuralSchema {
  private final JsonNode schema;
  private final List<String> faults = new ArrayList<>();

  /**
   * @param definition a CustomResourceDefinition
   * @param version such as {@code v1beta2}
   */
  StructuralSchema(JsonNode definition, String version) {
    for (JsonNode candidate : definition.at("/spec/versions")) {
      if (candidate.get("name").asText().equals(version) && candidate.get("served").asBoolean()) {
        schema = candidate.at("/schema/openAPIV3Schema");
        return;
      }
    }
    throw new IllegalArgumentException("No version " + version + " is served");
  }

  /** What a resource has that the schema refuses; empty if nothing. */
  List<String> faults(JsonNode resource) {
    faults.clear();
    for (String part : List.of("spec", "status")) {
      if (resource.has(part)) {
        check(resource.get(part), schema.at("/properties/" + part), part);
      }
    }
    return List.copyOf(faults);
  }

  private void check(JsonNode value, JsonNode allowed, String path) {
    if (allowed.path("x-kubernetes-int-or-string").asBoolean()) {
      require(value.isInt() || value.isTextual(), path, "is no number and no text");
      return;
    }
    require(hasType(value, allowed.path("type").asText()), path, "is no " + allowed.get("type"));
    if (allowed.has("enum")) {
      boolean known = false;
      for (JsonNode candidate : allowed.get("enum")) {
        known |= candidate.equals(value);
      }
      require(known, path, "is none of " + allowed.get("enum"));
    }
    if (allowed.has("minimum")) {
      require(value.asDouble() >= allowed.get("minimum").asDouble(), path, "is too small");
    }
    if (allowed.has("pattern")) {
      require(value.asText().matches(allowed.get("pattern").asText()), path, "has another form");
    }
    allowed
        .path("required")
        .forEach(
            name -> require(value.has(name.asText()), path + "." + name.asText(), "is missing"));
    value
        .fields()
        .forEachRemaining(
            field ->
                checkField(field.getValue(), field.getKey(), allowed, path + "." + field.getKey()));
    if (value.isArray()) {
      value.forEach(item -> check(item, allowed.path("items"), path + "[]"));
    }
  }

  private void checkField(JsonNode value, String name, JsonNode allowed, String path) {
    JsonNode property = allowed.path("properties").path(name);
    if (!property.isMissingNode()) {
      check(value, property, path);
    } else if (allowed.path("additionalProperties").isObject()) {
      check(value, allowed.get("additionalProperties"), path);
    } else {
      boolean kept = allowed.path("x-kubernetes-preserve-unknown-fields").asBoolean();
      require(kept, path, "is unknown");
    }
  }

  private static boolean hasType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> true;
    };
  }

  private void require(boolean holds, String path, String fault) {
    if (!holds) {
      faults.add(path + " " + fault);
    }
  }
}

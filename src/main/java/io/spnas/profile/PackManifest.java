package io.spnas.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.config.Settings;
import io.spnas.space.SearchSpace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be measured: the models of a space, for a number of images at a time.
 *
 * @param settings the settings that make the space, as key and JSON value
 * @param batch images at a time
 * @param plan the models, and how a table follows from their times
 * @param id tells these models from any others
 */
public record PackManifest(Map<String, String> settings, int batch, ProfilePlan plan, String id) {
  private static final int VERSION = 1;
  private static final int ID_LENGTH = 12;
  private static final int IMAGE_CHANNELS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All that a space is made of, see {@link SearchSpace#of}. */
  private static final List<String> KEYS =
      List.of(
          "input.size",
          "model.width",
          "model.classes",
          "model.stem-channels",
          "model.stem-stride",
          "model.head-channels",
          "model.blocks");

  /**
   * What is to be measured for the space of some settings.
   *
   * @throws InvalidInputException if they make no space
   */
  public static PackManifest of(Settings settings, int batch) {
    Map<String, String> all = settings.values();
    Map<String, String> kept = new LinkedHashMap<>();
    KEYS.forEach(key -> kept.put(key, all.get(key)));
    ProfilePlan plan = ProfilePlan.of(SearchSpace.of(settings.input(), settings.model()));
    return new PackManifest(kept, batch, plan, id(kept, batch, plan));
  }

  private static String id(Map<String, String> settings, int batch, ProfilePlan plan) {
    String all = settings + "\n" + batch + "\n" + plan.probes();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Names of the models. */
  public List<String> models() {
    return plan.probes().stream().map(Probe::name).toList();
  }

  /** Shape of a model's input, [N, 3, S, S]. */
  private List<Integer> input(Probe probe) {
    int size = probe.network().inputSize();
    return List.of(batch, IMAGE_CHANNELS, size, size);
  }

  /** The text of manifest.json. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    root.put("pack", id);
    root.put("batch", batch);
    ObjectNode sections = root.putObject("settings");
    settings.forEach(
        (key, value) -> {
          String[] path = key.split("\\.");
          sections.withObject("/" + path[0]).set(path[1], JsonText.parse(value));
        });
    ArrayNode models = root.putArray("models");
    for (Probe probe : plan.probes()) {
      ObjectNode model = models.addObject();
      model.put("name", probe.name());
      input(probe).forEach(model.putArray("input")::add);
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #json} has written.
   *
   * @param text the text
   * @param file its name, for messages
   * @throws InvalidInputException if it is no manifest, or that of other models than these settings
   *     make
   */
  public static PackManifest read(String text, String file) {
    JsonNode root;
    try {
      root = JsonText.parse(text);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("Invalid manifest %s: %s", file, e.getMessage());
    }
    if (root.path("version").asInt(0) != VERSION || !root.path("settings").isObject()) {
      throw new InvalidInputException(
          "Invalid manifest %s: version is %s, expected %d and settings",
          file, root.path("version"), VERSION);
    }
    PackManifest manifest = of(settings(root, file), root.path("batch").asInt(1));
    if (!manifest.id.equals(root.path("pack").asText())) {
      throw new InvalidInputException(
          "Invalid manifest %s: pack is %s, but its settings make pack %s in this version of spnas:"
              + " it was edited, or comes from another version; emit it again",
          file, root.path("pack"), manifest.id);
    }
    return manifest;
  }

  private static Settings settings(JsonNode root, String file) {
    try {
      return Settings.parse(root.path("settings").toString());
    } catch (InvalidInputException e) {
      throw new InvalidInputException("Invalid manifest %s: %s", file, e.getMessage());
    }
  }
}

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Completes the list of what the jar is made of (SBOM), as Maven knows it, by what Maven can't
 * know: the native libraries inside BigDL's artifact, each with its SHA-256 and its licence by
 * NOTICE.
 *
 * <p>Run by {@code submit/release.sh} from its source, with Jackson on the class path. Ends with
 * status 1 and one line where the jar, Maven and NOTICE do not agree: NOTICE must name every
 * artifact with its version, and every native library.
 *
 * <p>Arguments: Maven's SBOM (CycloneDX, JSON), the jar, NOTICE, the SBOM to write, the table of
 * licences to write.
 */
public final class CompleteSbom {
  /** Maven's name of the artifact that brings the native libraries. */
  private static final String NATIVES = "com.intel.analytics.bigdl.core.dist";

  /** In NOTICE: names of libraries, and at the end of their list the licence of all. */
  private static final Pattern LIBRARIES =
      Pattern.compile("(?m)^ {4}((?:lib\\w+\\.so\\s+)+)(\\S.*(?:\n {30,}\\S.*)*)$");

  private final Path jar;
  private final String notice;

  private CompleteSbom(Path jar, String notice) {
    this.jar = jar;
    this.notice = notice;
  }

  public static void main(String[] arguments) throws IOException {
    CompleteSbom complete =
        new CompleteSbom(Path.of(arguments[1]), Files.readString(Path.of(arguments[2])));
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode sbom = (ObjectNode) mapper.readTree(Path.of(arguments[0]).toFile());
    try {
      tellOfTheJar(sbom);
      complete.addNatives(sbom);
      complete.checkNotice(sbom);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    Files.writeString(
        Path.of(arguments[3]), mapper.writer(printer).writeValueAsString(sbom) + "\n");
    Files.writeString(Path.of(arguments[4]), licences(sbom));
  }

  /** What is described is the job's jar, not the project that it is a module of. */
  private static void tellOfTheJar(ObjectNode sbom) {
    ObjectNode metadata = (ObjectNode) sbom.path("metadata");
    JsonNode project = metadata.path("component").path("bom-ref");
    Iterator<JsonNode> dependencies = sbom.path("dependencies").iterator();
    while (dependencies.hasNext()) {
      if (dependencies.next().path("ref").equals(project)) {
        dependencies.remove();
      }
    }
    Iterator<JsonNode> components = sbom.path("components").iterator();
    while (components.hasNext()) {
      JsonNode component = components.next();
      if (component.path("group").asText().equals("io.spnas")
          && component.path("name").asText().equals("spnas")) {
        metadata.set("component", component);
        components.remove();
      }
    }
  }

  /** The native libraries become parts of the artifact that brings them. */
  private void addNatives(ObjectNode sbom) throws IOException {
    ObjectNode artifact = null;
    for (JsonNode component : sbom.path("components")) {
      if (component.path("group").asText().equals(NATIVES)) {
        artifact = (ObjectNode) component;
      }
    }
    if (artifact == null) {
      throw new IllegalStateException("No artifact of " + NATIVES + " in Maven's list");
    }
    Map<String, String> licences = libraryLicences();
    ArrayNode parts = artifact.putArray("components");
    for (Map.Entry<String, String> library : libraries().entrySet()) {
      String licence = licences.get(library.getKey());
      if (licence == null) {
        throw new IllegalStateException(
            "NOTICE has no licence of " + library.getKey() + ", which is in " + jar);
      }
      ObjectNode part = parts.addObject();
      part.put("type", "file").put("name", library.getKey());
      part.putArray("hashes").addObject().put("alg", "SHA-256").put("content", library.getValue());
      part.putArray("licenses").addObject().putObject("license").put("name", licence);
    }
  }

  /** SHA-256 of each native library of the jar, by name. */
  private Map<String, String> libraries() throws IOException {
    Map<String, String> libraries = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      List<JarEntry> entries =
          file.stream().filter(entry -> entry.getName().endsWith(".so")).toList();
      for (JarEntry entry : entries) {
        try (InputStream in = file.getInputStream(entry)) {
          byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
          libraries.put(entry.getName(), HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
          throw new IllegalStateException("This Java has no SHA-256", e);
        }
      }
    }
    return libraries;
  }

  private Map<String, String> libraryLicences() {
    Map<String, String> licences = new TreeMap<>();
    Matcher matcher = LIBRARIES.matcher(notice);
    while (matcher.find()) {
      for (String library : matcher.group(1).strip().split("\\s+")) {
        licences.put(library, matcher.group(2).replaceAll("\\s+", " "));
      }
    }
    return licences;
  }

  private void checkNotice(JsonNode sbom) {
    for (JsonNode component : sbom.path("components")) {
      String name = component.path("group").asText() + ":" + component.path("name").asText();
      String version = component.path("version").asText();
      if (!component.path("group").asText().equals("io.spnas")
          && !notice.contains(name + ":" + version)) {
        throw new IllegalStateException(
            "NOTICE does not name " + name + ":" + version + ", which is in " + jar);
      }
    }
  }

  /** A line an artifact and a native library: name, version, licence. */
  private static String licences(JsonNode sbom) {
    List<String> lines = new ArrayList<>();
    for (JsonNode component : sbom.path("components")) {
      if (component.path("group").asText().equals("io.spnas")) {
        continue;
      }
      String name = component.path("group").asText() + ":" + component.path("name").asText();
      lines.add(name + ":" + component.path("version").asText() + "\t" + licence(component));
      for (JsonNode part : component.path("components")) {
        lines.add("  " + part.path("name").asText() + "\t" + licence(part));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String licence(JsonNode component) {
    JsonNode licence = component.at("/licenses/0/license");
    return licence.path("id").asText(licence.path("name").asText("unknown"));
  }
}

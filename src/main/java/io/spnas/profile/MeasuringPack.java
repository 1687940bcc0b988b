package io.spnas.profile;

import io.spnas.config.InvalidInputException;
import io.spnas.config.TextFile;
import io.spnas.data.ShardFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory with all that it takes to measure a space on a device without this project: a model
 * of each probe, a manifest, and a script for each of ONNX Runtime's own ways to run them.
 */
public final class MeasuringPack {
  private static final String MANIFEST = "manifest.json";
  private static final List<String> RESOURCES =
      List.of("README.txt", "measure.py", "measure-android.sh");

  private final PackManifest manifest;

  public MeasuringPack(PackManifest manifest) {
    this.manifest = manifest;
  }

  /** The manifest of a pack. */
  public static PackManifest manifest(String directory) {
    String file = directory + "/" + MANIFEST;
    return PackManifest.read(TextFile.read(file), file);
  }

  /**
   * Writes the pack. The manifest comes last: with it the pack is whole.
   *
   * @param directory where to, on any Hadoop file system; made if it is not there
   * @param force whether it may hold something already
   * @throws InvalidInputException if it holds something and may not
   */
  public void write(String directory, Configuration hadoop, boolean force) throws IOException {
    Path root = ShardFiles.path(directory);
    FileSystem files = ShardFiles.fileSystem(root, hadoop);
    if (files.exists(root) && !force && files.listStatus(root).length > 0) {
      throw new InvalidInputException(
          "--emit-pack: %s holds files already, expected a new or empty directory, or --force",
          directory);
    }
    files.mkdirs(root);
    for (Probe probe : manifest.plan().probes()) {
      byte[] model = RandomNetwork.of(probe.network()).onnx();
      ShardFiles.write(files, new Path(root, probe.name() + ".onnx"), model);
    }
    for (String name : RESOURCES) {
      ShardFiles.write(files, new Path(root, name), resource(name));
    }
    byte[] text = manifest.json().getBytes(StandardCharsets.UTF_8);
    ShardFiles.write(files, new Path(root, MANIFEST), text);
  }

  private static byte[] resource(String name) {
    try (InputStream in = MeasuringPack.class.getResourceAsStream("/pack/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.spnas.config;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A local directory that behaves as S3A does: a file is seen when it is closed, can't grow, and is
 * not renamed over another. Paths are {@code object:///directory/file}.
 */
public final class ObjectStore extends FileSystem {
  private static final URI NAME = URI.create("object:///");

  private final RawLocalFileSystem local = new RawLocalFileSystem();

  /** Makes its paths known. */
  public static Configuration register(Configuration hadoop) {
    hadoop.setClass("fs.object.impl", ObjectStore.class, FileSystem.class);
    return hadoop;
  }

  /** The path of a local file in here. */
  public static String path(java.nio.file.Path file) {
    return "object://" + file;
  }

  @Override
  public void initialize(URI name, Configuration hadoop) throws IOException {
    super.initialize(name, hadoop);
    setConf(hadoop);
    local.initialize(URI.create("file:///"), hadoop);
  }

  private static Path localPath(Path path) {
    return new Path(path.toUri().getPath());
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return local.open(localPath(path), bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    File file = local.pathToFile(localPath(path));
    ByteArrayOutputStream upload =
        new ByteArrayOutputStream() {
          @Override
          public void close() throws IOException {
            Files.createDirectories(file.getParentFile().toPath());
            File arrived = File.createTempFile("upload", null);
            Files.write(arrived.toPath(), toByteArray());
            Files.move(arrived.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE);
          }
        };
    return new FSDataOutputStream(upload, null);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("append");
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) {
    return false;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (!exists(from)) {
      throw new FileNotFoundException(from.toString());
    }
    return !exists(to) && local.rename(localPath(from), localPath(to));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return local.delete(localPath(path), recursive);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return local.listStatus(localPath(path));
  }

  @Override
  public void setWorkingDirectory(Path path) {
    local.setWorkingDirectory(localPath(path));
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(NAME.resolve(local.getWorkingDirectory().toUri().getPath()));
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return local.mkdirs(localPath(path), permission);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return local.getFileStatus(localPath(path));
  }
}

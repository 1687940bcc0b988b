package io.spnas.clusters;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.filesystem.FilesystemApiMetadata;

/**
 * An S3 server over a directory. Arguments: the directory, whose sub-directories are the buckets,
 * the access key and the secret key. The line before {@code ready} is the endpoint.
 */
public final class S3Server {
  private S3Server() {}

  /** Starts the server, and stops it when stdin ends. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", directory.toString());
    BlobStoreContext store =
        ContextBuilder.newBuilder(new FilesystemApiMetadata())
            .overrides(properties)
            .build(BlobStoreContext.class);
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(store.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, arguments[1], arguments[2])
            .build();
    server.start();
    System.out.println("http://127.0.0.1:" + server.getPort());

    Starter.tellReady();
    Starter.await();
    server.stop();
    store.close();
    System.exit(0);
  }
}

package io.spnas.clusters;

import java.net.URI;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;

/**
 * An S3 server that keeps objects in memory. Arguments: the one bucket, the access key and the
 * secret key. The line before {@code ready} is the endpoint.
 */
public final class S3Server {
  private S3Server() {}

  /** Starts the server, and stops it when stdin ends. */
  public static void main(String[] arguments) throws Exception {
    // A directory on disk in place of memory would not list directories that are empty.
    BlobStoreContext store =
        ContextBuilder.newBuilder(new TransientApiMetadata()).build(BlobStoreContext.class);
    store.getBlobStore().createContainerInLocation(null, arguments[0]);
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

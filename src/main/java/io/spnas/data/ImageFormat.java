package io.spnas.data;

/** File formats of images that shards may hold. */
public enum ImageFormat {
  JPEG,
  PNG
}

/** The container image, made by Debian's tools in place of a container engine. */
package io.spnas.image;

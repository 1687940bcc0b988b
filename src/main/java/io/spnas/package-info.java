/** Single-Path NAS on Apache Spark. */
package io.spnas;

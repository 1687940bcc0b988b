/** Runs notes as Zeppelin does. */
package io.spnas.zeppelin;

/**
 * The pages hold: links lead somewhere, what they name is there, and every command is run, by
 * {@link io.spnas.docs.DocumentationIT} or by a test that {@link io.spnas.docs.Exceptions} names.
 */
package io.spnas.docs;

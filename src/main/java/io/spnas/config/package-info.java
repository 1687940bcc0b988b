/**
 * Settings over HOCON: {@code reference.conf} has every key with its default, meaning and unit; one
 * class a section, one method a setting; everything is checked when it is loaded.
 */
package io.spnas.config;

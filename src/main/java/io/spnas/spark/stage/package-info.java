/**
 * Work on executors, whatever it computes: barrier stages of workers that need each other, tasks
 * that don't, room for either, several runs side by side; why workers failed, and how they and the
 * driver end in order when they are told to.
 */
package io.spnas.spark.stage;

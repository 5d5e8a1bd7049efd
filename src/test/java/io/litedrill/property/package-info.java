/** Random histories of a database, with a model of all its states. */
package io.litedrill.property;

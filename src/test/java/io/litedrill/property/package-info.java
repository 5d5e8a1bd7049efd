/** Random histories of a database, with a model that knows every state it ever had. */
package io.litedrill.property;

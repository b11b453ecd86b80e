/** That what checks a store after its process was ended can fail. */
@NullMarked
package dev.permafrost.prove.workload;

import org.jspecify.annotations.NullMarked;

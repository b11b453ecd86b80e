/** Kills real processes that work on a real store, and checks what each of them leaves. */
@NullMarked
package dev.permafrost.prove.kill;

import org.jspecify.annotations.NullMarked;

/** The front door: joins the domain and the standard adapters, and owns what it opens. */
@NullMarked
package dev.permafrost.wiring;

import org.jspecify.annotations.NullMarked;

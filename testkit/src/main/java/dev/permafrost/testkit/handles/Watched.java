package dev.permafrost.testkit.handles;

import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands before something of a port, passes every call on, and says of each that the thing is used,
 * or closed. What a call gives out is watched in turn, and what is lent, in either direction, is a
 * loan: what an argument lends, until the call returns; what a cursor lends, until it moves on or
 * is closed.
 */
final class Watched implements InvocationHandler {

  /** What may be asked of a thing that is closed. */
  private static final Set<String> FACTS =
      Set.of("chunk", "location", "range", "sizeBytes", "form", "origin");

  private static final Set<String> ENDINGS = Set.of("close", "abandon");

  private final Object real;
  private final OpenHandles handles;
  private final OpenHandles.@Nullable Handle handle;
  private final Set<Reads> forms;
  private final Loans lent = new Loans();

  private Watched(
      Object real, OpenHandles handles, OpenHandles.@Nullable Handle handle, Set<Reads> forms) {
    this.real = real;
    this.handles = handles;
    this.handle = handle;
    this.forms = forms;
  }

  /**
   * Watches something.
   *
   * @param type the only interface of what is returned
   * @param handle what is closed with it; null for what is never closed
   */
  static <T> T watch(
      Class<T> type, T real, OpenHandles handles, OpenHandles.@Nullable Handle handle) {
    return type.cast(proxy(type, new Watched(real, handles, handle, EnumSet.allOf(Reads.class))));
  }

  private static Object proxy(Class<?> type, Watched watched) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, watched);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    note(method);
    Loans loans = new Loans();
    try {
      List<Object> all = arguments == null ? List.of() : Arrays.asList(arguments);
      Object[] passed = all.stream().map(each -> lend(method, each, loans)).toArray();
      return given(method, all, method.invoke(real, passed));
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    } finally {
      loans.revoke();
    }
  }

  private void note(Method method) {
    if (handle == null || method.getDeclaringClass() == Object.class) {
      return;
    }
    boolean ends = ENDINGS.contains(method.getName());
    if (ends) {
      handle.close();
    } else if (!FACTS.contains(method.getName())) {
      handle.use();
    }
    if (ends || method.getName().equals("next")) {
      lent.revoke();
    }
  }

  /** What is passed on for an argument. A session's buffers and a column's batch are no loans. */
  private Object lend(Method method, Object argument, Loans loans) {
    if (argument instanceof BorrowedLedger ledger) {
      return new BorrowedLedger(
          ledger.sequence(),
          ledger.hash(),
          ledger.previousHash(),
          forms.contains(Reads.FRAME) ? loans.lend(ledger.frame()) : null,
          forms.contains(Reads.RAW) ? loans.lend(ledger.raw()) : null);
    } else if (argument instanceof HotBatch batch && method.getName().equals("commit")) {
      HotBatch lentBatch = new HotBatch();
      batch
          .puts()
          .forEach(
              put ->
                  lentBatch.put(
                      put.family(),
                      loans.lend(put.borrowedKey()),
                      loans.lend(put.borrowedValue())));
      return lentBatch;
    } else if (argument instanceof ByteBuffer bytes && method.getName().equals("append")) {
      ByteBuffer copy = loans.lend(bytes);
      bytes.position(bytes.limit());
      return copy;
    } else if (method.getName().equals("withFrame") && argument instanceof Function<?, ?> use) {
      @SuppressWarnings("unchecked") // the only function that withFrame takes
      Function<ByteBuffer, ?> frameUse = (Function<ByteBuffer, ?>) use;
      return (Function<ByteBuffer, Object>) frame -> frameUse.apply(loans.lend(frame));
    }
    return argument;
  }

  /** What is returned for what the real thing returned. */
  private @Nullable Object given(Method method, List<Object> arguments, @Nullable Object returned) {
    if (returned instanceof Optional<?> maybe) {
      return maybe.map(each -> given(LedgerPack.class, method, arguments, each));
    }
    return given(method.getReturnType(), method, arguments, returned);
  }

  private @Nullable Object given(
      Class<?> type, Method method, List<Object> arguments, @Nullable Object returned) {
    if (returned instanceof ByteBuffer bytes && method.getName().startsWith("borrowed")) {
      return lent.lend(bytes);
    } else if (returned instanceof PackCandidate) {
      return proxy(type, new Watched(returned, handles, handle, forms));
    } else if (returned instanceof AutoCloseable) {
      String name = type.getSimpleName() + " of " + method.getName() + facts(arguments);
      OpenHandles.Handle child = handle == null ? handles.opened(name) : handle.opened(name);
      Set<Reads> read = real instanceof ArtifactFormat format ? format.reads() : forms;
      return proxy(type, new Watched(returned, handles, child, read));
    }
    return returned;
  }

  private static List<Object> facts(List<Object> arguments) {
    return arguments.stream()
        .filter(each -> each instanceof Record || each instanceof Enum)
        .toList();
  }
}

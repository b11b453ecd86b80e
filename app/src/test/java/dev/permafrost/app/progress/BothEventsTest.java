package dev.permafrost.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.events.StorageEvents;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two observers instead of one. */
final class BothEventsTest {

  @Test
  void bothAreToldEverythingThereIsToTell() throws ReflectiveOperationException {
    for (Method event : events().toList()) {
      List<String> told = new ArrayList<>();
      StorageEvents both = new BothEvents(recorder("first", told), recorder("second", told));
      event.invoke(both, new Object[] {null});
      assertThat(told).as(event.getName()).containsExactly("first", "second");
    }
  }

  private static Stream<Method> events() {
    return Arrays.stream(StorageEvents.class.getMethods());
  }

  private static StorageEvents recorder(String name, List<String> told) {
    return (StorageEvents)
        Proxy.newProxyInstance(
            StorageEvents.class.getClassLoader(),
            new Class<?>[] {StorageEvents.class},
            (proxy, method, arguments) -> {
              told.add(name);
              return null;
            });
  }
}

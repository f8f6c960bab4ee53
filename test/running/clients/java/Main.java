package client;

import java.util.List;

/** Asks for what the arguments say, pair by pair: an operation and the address to ask. */
public class Main {
  public static void main(String[] args) {
    for (int i = 0; i + 1 < args.length; i += 2) {
      try {
        Leads leads = new Leads(args[i + 1]);
        @SuppressWarnings("unchecked")
        List<String> result = (List<String>) Leads.class.getMethod(args[i], String.class).invoke(leads, "1");
        System.out.println("done " + result.size());
      } catch (java.lang.reflect.InvocationTargetException error) {
        System.out.println("failed " + error.getCause().getMessage());
      } catch (ReflectiveOperationException error) {
        throw new IllegalStateException(error);
      }
    }
  }
}

package client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends its requests itself: the answer and its headers are at hand. */
class Programs {
    private static final String BASE = "https://123-ABC-456.mktorest.com/rest/asset/v1";

    private final HttpClient http = HttpClient.newHttpClient();
    private String token = "";

    String clone(long id) throws IOException, InterruptedException {
        String url = BASE + "/program/" + id + "/clone.json";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        String errorCode = codeIn(response.body());
        if (errorCode.isEmpty()) {
            return response.body();
        }
        switch (errorCode) {
            case "610", "702" -> {
                return "";
            }
            case "709" -> throw new IllegalArgumentException("breaks a rule");
            default -> throw new IOException("Marketo " + errorCode);
        }
    }

    /** Renews in a way that may fail in more ways than its caller. */
    void approve(long id) throws IOException {
        String errorCode = codeIn(post("/program/" + id + "/approve.json"));
        switch (errorCode) {
            case "":
            case "610":
                return;
            case "709":
                throw new IllegalArgumentException("breaks a rule");
            default:
                throw new IOException("Marketo " + errorCode);
        }
    }

    /** A switch that gives a value, which no jump leaves. */
    String browse(String folder) throws IOException {
        String errorCode = codeIn(post("/programs.json?folder=" + folder));
        return switch (errorCode) {
            case "" -> "all is well";
            case "610", "702" -> "";
            case "709" -> throw new IllegalArgumentException("breaks a rule");
            default -> throw new IOException("Marketo " + errorCode);
        };
    }

    private static String codeIn(String text) {
        int at = text.indexOf("\"code\":\"");
        return at < 0 ? "" : text.substring(at + 8, text.indexOf('"', at + 8));
    }

    private String post(String path) throws IOException {
        return BASE + path + token;
    }

    private void renewToken() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(BASE + "/identity/oauth/token")).build();
        token = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}

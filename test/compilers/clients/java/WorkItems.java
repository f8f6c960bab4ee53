package client;

import java.util.Map;

final class WorkItems {
    private static final String BASE = "https://project.feishu.cn/open_api";

    enum Policy {
        RETRY,
        RENEW,
        FAIL
    }

    interface Transport {
        Reply post(String url, Map<String, Object> body, String token);
    }

    static class Reply {
        int errCode;
        String errMsg;
        Map<String, Object> data;

        int getErrCode() {
            return errCode;
        }
    }

    private final Transport transport;
    private String token;

    WorkItems(Transport transport) {
        this.transport = transport;
    }

    /** A mapper to policies. */
    static Policy policyOf(Reply reply) {
        return switch (reply.getErrCode()) {
            case 10022 -> Policy.RENEW;
            case 10429 -> Policy.RETRY;
            default -> Policy.FAIL;
        };
    }

    Map<String, Object> query(String project, long[] ids) throws InterruptedException {
        for (int attempt = 0; attempt < 5; attempt++) {
            Reply reply = transport.post(BASE + "/" + project + "/work_item/story/query", Map.of("work_item_ids", ids), token);
            if (reply.getErrCode() == 0) return reply.data;
            Policy policy = policyOf(reply);
            if (policy == Policy.FAIL) throw new IllegalStateException(reply.errMsg);
            if (policy == Policy.RENEW) renewToken();
            Thread.sleep(1000L << attempt);
        }
        throw new IllegalStateException("no answer after 5 attempts");
    }

    /** Early returns in sequence, and no second try anywhere. */
    Map<String, Object> comment(long item, String content) {
        Reply reply = transport.post(BASE + "/work_item/story/" + item + "/comment/create", Map.of("content", content), token);
        if (reply.getErrCode() == 0) return reply.data;
        if (reply.getErrCode() == 10429) throw new IllegalStateException("too many requests");
        if (reply.getErrCode() == 20006) return null;
        throw new IllegalStateException(reply.errMsg);
    }

    private void renewToken() {
        token = (String) transport.post(BASE + "/authen/plugin_token", Map.of(), "").data.get("token");
    }
}

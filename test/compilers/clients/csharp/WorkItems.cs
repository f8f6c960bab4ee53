using System;
using System.Threading;

namespace Client
{
    public enum Policy { Retry, Renew, Fail }

    public class Reply
    {
        public int ErrCode { get; set; }
        public string ErrMsg { get; set; }
        public string Data { get; set; }
    }

    public class WorkItems
    {
        private const string OpenApi = "https://project.feishu.cn/open_api";

        private readonly Func<string, string, Reply> post;

        public WorkItems(Func<string, string, Reply> post) => this.post = post;

        /// <summary>A mapper to policies.</summary>
        public static Policy PolicyOf(Reply reply)
        {
            switch (reply.ErrCode)
            {
                case 10022:
                    return Policy.Renew;
                case 10429:
                    return Policy.Retry;
                default:
                    return Policy.Fail;
            }
        }

        public string Query(string project, string ids)
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                var reply = post($"{OpenApi}/{project}/work_item/story/query", ids);
                if (reply.ErrCode == 0) return reply.Data;
                if (PolicyOf(reply) == Policy.Fail) throw new InvalidOperationException(reply.ErrMsg);
                Thread.Sleep(1000 << attempt);
            }
            throw new InvalidOperationException("no answer after 5 attempts");
        }

        /// <summary>Early returns in sequence, and no second try anywhere.</summary>
        public string Comment(long item, string content)
        {
            var reply = post($"{OpenApi}/work_item/story/{item}/comment/create", content);
            if (reply.ErrCode == 0) return reply.Data;
            if (reply.ErrCode == 10429) throw new InvalidOperationException("too many requests");
            if (reply.ErrCode == 20006) return null;
            throw new InvalidOperationException(reply.ErrMsg);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace Client;

public class ReactorError
{
    public string Code { get; set; }
    public string Title { get; set; }
}

public class Built
{
    public string Id { get; set; }
    public ReactorError Error { get; set; }
}

public class Libraries
{
    private const string Reactor = "https://reactor.adobe.io";

    /// <summary>A set behind a predicate.</summary>
    private static readonly HashSet<string> RetryableCodes = new HashSet<string> { "internal-error", "unknown-error" };

    private readonly Func<string, Task<Built>> post;

    public Libraries(Func<string, Task<Built>> post) => this.post = post;

    private static bool IsRetryable(ReactorError error) => RetryableCodes.Contains(error.Code);

    public async Task<string> BuildAsync(string library, int tries = 3)
    {
        var answer = await post($"{Reactor}/libraries/{library}/builds");
        if (answer.Error == null) return answer.Id;
        if (IsRetryable(answer.Error) && tries > 1)
        {
            await Task.Delay(TimeSpan.FromMinutes(1));
            return await BuildAsync(library, tries - 1);
        }
        throw new InvalidOperationException(answer.Error.Title);
    }
}

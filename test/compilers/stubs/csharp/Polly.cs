// The public signatures of Polly that fixes use, as its sources at 7.2.4 and 8.0.0 have them. Whoever has 8 has those of 7 as well. Mono's
// compiler makes no ValueTask of an async lambda: where a pipeline takes one that gives a ValueTask, it is a Task here.
using System;
using System.Threading;
using System.Threading.Tasks;
using Polly.Retry;

namespace Polly
{
    public enum DelayBackoffType
    {
        Constant,
        Linear,
        Exponential,
    }

    public sealed class PredicateBuilder : PredicateBuilder<object>
    {
    }

    public class PredicateBuilder<TResult>
    {
        public PredicateBuilder<TResult> Handle<TException>() where TException : Exception
        {
            return this;
        }

        public static implicit operator Func<RetryPredicateArguments<TResult>, ValueTask<bool>>(PredicateBuilder<TResult> builder)
        {
            return arguments => new ValueTask<bool>(false);
        }
    }

    public sealed class ResiliencePipelineBuilder
    {
        public ResiliencePipeline Build()
        {
            return new ResiliencePipeline();
        }
    }

    public static class RetryResiliencePipelineBuilderExtensions
    {
        public static ResiliencePipelineBuilder AddRetry(this ResiliencePipelineBuilder builder, RetryStrategyOptions options)
        {
            return builder;
        }
    }

    public sealed class ResiliencePipeline
    {
        public ValueTask<TResult> ExecuteAsync<TResult>(
            Func<CancellationToken, Task<TResult>> callback, CancellationToken cancellationToken = default(CancellationToken))
        {
            return new ValueTask<TResult>(callback(cancellationToken));
        }

        public Task ExecuteAsync(Func<CancellationToken, Task> callback, CancellationToken cancellationToken = default(CancellationToken))
        {
            return callback(cancellationToken);
        }

        public TResult Execute<TResult>(Func<TResult> callback)
        {
            return callback();
        }

        public void Execute(Action callback)
        {
            callback();
        }
    }

    public abstract class Policy
    {
        public static PolicyBuilder Handle<TException>() where TException : Exception
        {
            return new PolicyBuilder();
        }
    }

    public sealed class PolicyBuilder
    {
    }

    public static class AsyncRetrySyntax
    {
        public static AsyncRetryPolicy WaitAndRetryAsync(this PolicyBuilder builder, int retryCount, Func<int, TimeSpan> sleepDurationProvider)
        {
            return new AsyncRetryPolicy();
        }
    }

    public static class RetrySyntax
    {
        public static RetryPolicy WaitAndRetry(this PolicyBuilder builder, int retryCount, Func<int, TimeSpan> sleepDurationProvider)
        {
            return new RetryPolicy();
        }
    }
}

namespace Polly.Retry
{
    public struct RetryPredicateArguments<TResult>
    {
    }

    public class RetryStrategyOptions : RetryStrategyOptions<object>
    {
    }

    public class RetryStrategyOptions<TResult>
    {
        public Func<RetryPredicateArguments<TResult>, ValueTask<bool>> ShouldHandle { get; set; }
        public int MaxRetryAttempts { get; set; }
        public DelayBackoffType BackoffType { get; set; }
        public bool UseJitter { get; set; }
        public TimeSpan Delay { get; set; }
        public TimeSpan? MaxDelay { get; set; }
    }

    public sealed class AsyncRetryPolicy : Polly.Policy
    {
        public Task ExecuteAsync(Func<Task> action)
        {
            return action();
        }

        public Task ExecuteAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken)
        {
            return action(cancellationToken);
        }

        public Task<TResult> ExecuteAsync<TResult>(Func<Task<TResult>> action)
        {
            return action();
        }

        public Task<TResult> ExecuteAsync<TResult>(Func<CancellationToken, Task<TResult>> action, CancellationToken cancellationToken)
        {
            return action(cancellationToken);
        }
    }

    public sealed class RetryPolicy : Polly.Policy
    {
        public void Execute(Action action)
        {
            action();
        }

        public TResult Execute<TResult>(Func<TResult> action)
        {
            return action();
        }
    }
}

// What .NET has and Mono lacks, as far as the clients and the fixes use it.
using System;
using System.Threading;
using System.Threading.Tasks;

namespace Stubs
{
    public static class Newer
    {
        /// <summary>Stands for <c>System.Random.Shared</c>.</summary>
        public static readonly Random Random = new Random();
    }
}

namespace System.Net.Http.Json
{
    public static class HttpContentJsonExtensions
    {
        public static Task<T> ReadFromJsonAsync<T>(this HttpContent content, CancellationToken cancellationToken = default(CancellationToken))
        {
            throw new NotImplementedException();
        }
    }

    public static class HttpClientJsonExtensions
    {
        public static Task<T> GetFromJsonAsync<T>(this HttpClient client, string requestUri, CancellationToken cancellationToken = default(CancellationToken))
        {
            throw new NotImplementedException();
        }
    }
}

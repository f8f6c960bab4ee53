using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Threading.Tasks;

namespace Client;

public class Fault
{
    public string Code { get; set; }
    public string Message { get; set; }
}

public class Answer
{
    public bool Success { get; set; }
    public List<Dictionary<string, object>> Result { get; set; }
    public List<Fault> Errors { get; set; }
}

public class MarketoException : Exception
{
    public MarketoException(string message) : base(message) { }
}

public class Leads
{
    private const string Base = "https://123-ABC-456.mktorest.com";
    private const int MaxAttempts = 4;

    private readonly HttpClient http = new HttpClient();

    /// <summary>A switch in a loop.</summary>
    public async Task<List<Dictionary<string, object>>> FindAsync(string email)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var answer = await GetAsync($"/rest/v1/leads.json?filterType=email&filterValues={email}");
            if (answer.Success) return answer.Result;
            var error = answer.Errors[0];
            switch (error.Code)
            {
                case "601":
                case "602":
                    await RefreshTokenAsync();
                    break;
                case "606":
                    await Task.Delay(TimeSpan.FromSeconds(20));
                    break;
                case "610":
                    return new List<Dictionary<string, object>>();
                default:
                    throw new MarketoException($"{error.Code}: {error.Message}");
            }
        }
        throw new MarketoException($"no answer after {MaxAttempts} attempts");
    }

    /// <summary>A chain of conditions in a method that calls itself.</summary>
    public async Task<List<Dictionary<string, object>>> DescribeAsync(string name)
    {
        var answer = await GetAsync($"/rest/v1/{name}/describe.json");
        if (answer.Success) return answer.Result;
        var code = answer.Errors[0].Code;
        if (code == "606")
        {
            await Task.Delay(20000);
            return await DescribeAsync(name);
        }
        else if (code == "603")
        {
            return null;
        }
        throw new MarketoException(answer.Errors[0].Message);
    }

    private Task<Answer> GetAsync(string path) => http.GetFromJsonAsync<Answer>(Base + path);

    private async Task RefreshTokenAsync()
    {
        var token = await http.GetStringAsync(Base + "/identity/oauth/token?grant_type=client_credentials");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }
}

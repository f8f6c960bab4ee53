using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Client;

public class ProgramError
{
    public string Code { get; set; }
    public string Message { get; set; }
}

public class ProgramAnswer
{
    public bool Success { get; set; }
    public string Result { get; set; }
    public List<ProgramError> Errors { get; set; }
}

public class MarketoException : Exception
{
    public MarketoException(string message) : base(message) { }
}

/// <summary>Sends its requests itself, and can be cancelled.</summary>
public sealed class Programs
{
    private const string Base = "https://123-ABC-456.mktorest.com/rest/asset/v1";

    private readonly HttpClient http;

    public Programs(HttpClient http)
    {
        this.http = http;
    }

    private async Task RenewTokenAsync()
    {
        var token = await http.GetStringAsync($"{Base}/identity/oauth/token");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<string> CloneAsync(long id, CancellationToken cancellationToken)
    {
        var response = await http.PostAsync($"{Base}/program/{id}/clone.json", null, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<ProgramAnswer>(cancellationToken);
        if (answer.Success) return answer.Result;
        switch (answer.Errors[0].Code)
        {
            case "610":
                return "";
            case "709":
                throw new MarketoException("breaks a rule");
            default:
                throw new MarketoException(answer.Errors[0].Message);
        }
    }
}

<?php

namespace Client;

use GuzzleHttp\Client;
use RuntimeException;

class Leads
{
    private Client $client;

    private string $token = '';

    public function __construct(string $base = 'https://123-ABC-456.mktorest.com')
    {
        $this->client = new Client([
            'base_uri' => $base . '/',
            // Shorter than the longest window.
            'timeout' => 10,
        ]);
    }

    /** The decision looks into the answer itself. */
    public function find(string $email): array
    {
        $response = $this->client->get('rest/v1/leads.json', ['query' => ['filterValues' => $email], 'headers' => $this->signed()]);
        $answer = json_decode($response->getBody()->getContents(), true);
        if ($answer['success']) {
            return $answer['result'];
        }
        switch ($answer['errors'][0]['code']) {
            case '603':
                throw new RuntimeException('this user may not read it');
            case '610':
                return [];
            default:
                throw new RuntimeException($answer['errors'][0]['message']);
        }
    }

    /** The error has a name. */
    public function describe(string $name): array
    {
        $answer = json_decode((string) $this->client->request('GET', "rest/v1/$name/describe.json", ['headers' => $this->signed()])->getBody(), true);
        if ($answer['success']) {
            return $answer['result'];
        }
        $error = $answer['errors'][0];
        switch ($error['code']) {
            case '603':
                throw new RuntimeException('this user may not read it');
            case '610':
                return [];
            default:
                throw new RuntimeException($error['message']);
        }
    }

    /** The request is made elsewhere. */
    public function count(string $program): array
    {
        $answer = $this->get("rest/asset/v1/program/$program/members.json");
        if ($answer['success']) {
            return $answer['result'];
        }
        $code = $answer['errors'][0]['code'] ?? null;
        switch ($code) {
            case '603':
                throw new RuntimeException('this user may not read it');
            case '610':
                return [];
        }
        throw new RuntimeException($answer['errors'][0]['message']);
    }

    private function get(string $path): array
    {
        return json_decode($this->client->get($path, ['headers' => $this->signed()])->getBody(), true);
    }

    private function signed(): array
    {
        if ($this->token === '') {
            $this->refreshToken();
        }
        return ['Authorization' => "Bearer {$this->token}"];
    }

    private function refreshToken(): void
    {
        $response = $this->client->get('identity/oauth/token?grant_type=client_credentials');
        $this->token = json_decode($response->getBody()->getContents(), true)['access_token'];
    }
}

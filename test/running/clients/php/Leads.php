<?php

namespace Client;

use RuntimeException;

class Leads
{
    private const MAX_ATTEMPTS = 4;

    private string $token = '';

    public function __construct(private string $base = 'https://123-ABC-456.mktorest.com')
    {
    }

    /** A switch in a loop that knows one of the throttled codes. */
    public function find(string $email): array
    {
        for ($attempt = 1; $attempt <= self::MAX_ATTEMPTS; $attempt++) {
            $answer = $this->get("/rest/v1/leads.json?filterType=email&filterValues=$email");
            if ($answer['success']) {
                return $answer['result'];
            }
            $error = $answer['errors'][0];
            switch ($error['code']) {
                case '615':
                    sleep(2);
                    break;
                case '610':
                    return [];
                default:
                    throw new RuntimeException("Marketo {$error['code']}: {$error['message']}");
            }
        }
        throw new RuntimeException('no answer after ' . self::MAX_ATTEMPTS . ' attempts');
    }

    /** A switch that tries nothing twice. */
    public function describe(string $name): array
    {
        $answer = $this->get("/rest/v1/$name/describe.json");
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

    /** A chain of conditions that tries nothing twice. */
    public function count(string $program): array
    {
        $answer = $this->get("/rest/asset/v1/program/$program/members.json");
        if ($answer['success']) {
            return $answer['result'];
        }
        $code = $answer['errors'][0]['code'];
        if ($code === '603') {
            throw new RuntimeException('this user may not read it');
        } elseif ($code === '719') {
            throw new RuntimeException('the record is locked');
        }
        throw new RuntimeException($answer['errors'][0]['message']);
    }

    private function get(string $path): array
    {
        if ($this->token === '') {
            $this->refreshToken();
        }
        return $this->send($path);
    }

    private function send(string $path): array
    {
        $context = stream_context_create(['http' => ['header' => "Authorization: Bearer {$this->token}"]]);
        return json_decode(file_get_contents($this->base . $path, false, $context), true);
    }

    private function refreshToken(): void
    {
        $this->token = $this->send('/identity/oauth/token?grant_type=client_credentials')['access_token'];
    }
}

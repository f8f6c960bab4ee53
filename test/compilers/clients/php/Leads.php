<?php

declare(strict_types=1);

namespace Client;

use RuntimeException;

final class Leads
{
    private const BASE = 'https://123-ABC-456.mktorest.com';
    private const MAX_ATTEMPTS = 4;

    private string $token = '';

    /** A switch in a loop. */
    public function find(string $email): array
    {
        for ($attempt = 1; $attempt <= self::MAX_ATTEMPTS; $attempt++) {
            $answer = $this->get('/rest/v1/leads.json?filterType=email&filterValues=' . urlencode($email));
            if ($answer['success']) {
                return $answer['result'];
            }
            $error = $answer['errors'][0];
            switch ($error['code']) {
                case '601':
                case '602':
                    $this->refreshToken();
                    break;
                case '606':
                    sleep(20);
                    break;
                case '610':
                    return [];
                default:
                    throw new RuntimeException("Marketo {$error['code']}: {$error['message']}");
            }
        }
        throw new RuntimeException('no answer after ' . self::MAX_ATTEMPTS . ' attempts');
    }

    /** A chain of conditions in a method that calls itself. */
    public function describe(string $name): array
    {
        $answer = $this->get("/rest/v1/$name/describe.json");
        if ($answer['success']) {
            return $answer['result'];
        }
        $code = $answer['errors'][0]['code'];
        if ($code === '606') {
            sleep(20);
            return $this->describe($name);
        } elseif ($code === '603') {
            return [];
        }
        throw new RuntimeException($answer['errors'][0]['message']);
    }

    private function get(string $path): array
    {
        $context = stream_context_create(['http' => ['header' => "Authorization: Bearer {$this->token}", 'ignore_errors' => true]]);
        return json_decode(file_get_contents(self::BASE . $path, false, $context), true);
    }

    private function refreshToken(): void
    {
        $this->token = $this->get('/identity/oauth/token?grant_type=client_credentials')['access_token'];
    }
}

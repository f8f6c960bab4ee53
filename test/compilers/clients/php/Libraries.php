<?php

namespace Client;

class Libraries
{
    private const REACTOR = 'https://reactor.adobe.io';

    /** A list behind a predicate. */
    private const RETRYABLE_CODES = ['internal-error', 'unknown-error'];

    private function isRetryable(array $error): bool
    {
        return in_array($error['code'], self::RETRYABLE_CODES, true);
    }

    public function build(string $library, int $tries = 3): string
    {
        $context = stream_context_create(['http' => ['method' => 'POST', 'ignore_errors' => true]]);
        $text = file_get_contents(self::REACTOR . "/libraries/$library/builds", false, $context);
        $body = json_decode($text, true);
        if (isset($body['data'])) {
            return $body['data']['id'];
        }
        $error = $body['errors'][0];
        if ($this->isRetryable($error) && $tries > 1) {
            sleep(60);
            return $this->build($library, $tries - 1);
        }
        throw new \RuntimeException($error['title']);
    }
}

<?php

const BASE = 'https://project.feishu.cn/open_api';

enum Policy
{
    case Retry;
    case Renew;
    case Fail;
}

/** A mapper to policies. */
function policy_of(array $answer): Policy
{
    return match ($answer['err_code']) {
        10022 => Policy::Renew,
        10429 => Policy::Retry,
        default => Policy::Fail,
    };
}

function post(string $path, array $body, string $token): array
{
    $request = curl_init(BASE . $path);
    curl_setopt_array($request, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_POSTFIELDS => json_encode($body),
        CURLOPT_HTTPHEADER => ["X-PLUGIN-TOKEN: $token"],
    ]);
    return json_decode(curl_exec($request), true);
}

function renew_token(): string
{
    return post('/authen/plugin_token', ['type' => 0], '')['data']['token'];
}

function query(string $project, array $ids): array
{
    $token = renew_token();
    for ($attempt = 0; $attempt < 5; $attempt++) {
        $answer = post("/$project/work_item/story/query", ['work_item_ids' => $ids], $token);
        if ($answer['err_code'] === 0) {
            return $answer['data'];
        }
        $policy = policy_of($answer);
        if ($policy === Policy::Fail) {
            throw new RuntimeException($answer['err_msg']);
        }
        if ($policy === Policy::Renew) {
            $token = renew_token();
        }
        sleep(2 ** $attempt);
    }
    throw new RuntimeException('no answer after 5 attempts');
}

/** Early returns in sequence, and no second try anywhere. */
function comment(int $item, string $content, string $token): ?array
{
    $answer = post("/work_item/story/$item/comment/create", ['content' => $content], $token);
    if ($answer['err_code'] === 0) {
        return $answer['data'];
    }
    if ($answer['err_code'] === 10429) {
        throw new RuntimeException('too many requests');
    }
    if ($answer['err_code'] === 20006) {
        return null;
    }
    throw new RuntimeException($answer['err_msg']);
}

<?php

// Asks for what the arguments say, pair by pair: an operation and the address to ask.

namespace Client;

/** Functions of the namespace stand before those of the language: the clock is not the real one. */
function sleep(int $seconds): int
{
    echo 'waited ', $seconds * 1000, "\n";
    return 0;
}

function usleep(int $microseconds): void
{
    echo 'waited ', $microseconds / 1000, "\n";
}

require __DIR__ . '/Leads.php';

for ($i = 1; $i + 1 < $argc; $i += 2) {
    $leads = new Leads($argv[$i + 1]);
    try {
        // What echo is given is worked out piece by piece: waits would stand in the middle of the line.
        $found = count($leads->{$argv[$i]}('1'));
        echo "done $found\n";
    } catch (\Throwable $error) {
        echo 'failed ', $error->getMessage(), "\n";
    }
}

# Reads leads and what they consist of.
$Base = 'https://123-ABC-456.mktorest.com'
$MaxAttempts = 4
$script:Token = ''

function Get-Marketo {
    param([string]$Path)
    Invoke-RestMethod -Uri "$Base$Path" -Headers @{ Authorization = "Bearer $script:Token" }
}

function Update-Token {
    $answer = Get-Marketo '/identity/oauth/token?grant_type=client_credentials'
    $script:Token = $answer.access_token
}

# A switch in a loop.
function Find-Lead {
    param([string]$Email)
    for ($attempt = 1; $attempt -le $MaxAttempts; $attempt++) {
        $answer = Get-Marketo "/rest/v1/leads.json?filterType=email&filterValues=$Email"
        if ($answer.success) {
            return $answer.result
        }
        $failure = $answer.errors[0]
        switch ($failure.code) {
            '601' {
                Update-Token
            }
            '602' {
                Update-Token
            }
            '606' {
                Start-Sleep -Seconds 20
            }
            default {
                throw "Marketo $($failure.code): $($failure.message)"
            }
        }
    }
    throw "no answer after $MaxAttempts attempts"
}

# A chain of conditions in a function that calls itself.
function Get-Description {
    param([string]$Name)
    $answer = Get-Marketo "/rest/v1/$Name/describe.json"
    if ($answer.success) {
        return $answer.result
    }
    $code = $answer.errors[0].code
    if ($code -eq '606') {
        Start-Sleep -Seconds 20
        return Get-Description -Name $Name
    } elseif ($code -eq '603') {
        return $null
    }
    throw $answer.errors[0].message
}

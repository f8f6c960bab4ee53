$OpenApi = 'https://project.feishu.cn/open_api'

function Send-Request {
    param([string]$Path, [hashtable]$Body)
    Invoke-RestMethod -Method Post -Uri "$OpenApi$Path" -Body ($Body | ConvertTo-Json)
}

# A mapper to policies.
function Get-Policy {
    param($Answer)
    switch ($Answer.err_code) {
        10022 { return 'renew' }
        10429 { return 'retry' }
        default { return 'fail' }
    }
}

# Early returns in sequence, and no second try anywhere.
function Add-Comment {
    param([long]$Item, [string]$Content)
    $answer = Send-Request "/work_item/story/$Item/comment/create" @{ content = $Content }
    if ($answer.err_code -eq 0) {
        return $answer.data
    }
    if ($answer.err_code -eq 10429) {
        throw 'too many requests'
    }
    if ($answer.err_code -eq 20006) {
        return $null
    }
    throw $answer.err_msg
}

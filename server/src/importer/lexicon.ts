/**
 * What pages call things. Lower case; a word is looked for anywhere in a heading or sentence, so that each stands for its compounds as well.
 * English, Chinese in both scripts, Korean and Japanese: the languages that makers of APIs publish in.
 */

/** Heads of the column that holds codes. */
export const codeHeads = ["code", "errno", "错误码", "錯誤碼", "错误代码", "錯誤代碼", "代碼", "代码", "返回码", "状态码", "코드", "コード"];

/** Heads of the column that holds HTTP statuses. */
export const statusHeads = ["http", "status", "状态", "狀態", "상태", "ステータス"];

/** Heads of a column of names: other spellings of the code. */
export const nameHeads = ["name", "constant", "identifier", "symbol", "reason", "type", "名称", "名稱", "이름", "名前"];

/** Heads of a column with what the answer's own message says. */
export const messageHeads = ["message", "err_msg", "errmsg", "错误信息", "錯誤訊息", "메시지", "メッセージ"];

export const titleHeads = ["title", "summary", "error", "标题", "標題", "제목", "タイトル", "错误", "錯誤", "오류", "エラー"];

export const causeHeads = [
  "description",
  "detail",
  "meaning",
  "cause",
  "explanation",
  "comment",
  "note",
  "说明",
  "說明",
  "描述",
  "含义",
  "原因",
  "註解",
  "备注",
  "備註",
  "詳細",
  "详细",
  "설명",
  "원인",
  "의미",
  "자세한",
  "비고",
  "説明",
  "意味",
];

export const remedyHeads = [
  "solution",
  "action",
  "resolution",
  "remedy",
  "fix",
  "what to do",
  "recommend",
  "troubleshoot",
  "解决",
  "解決",
  "处理",
  "處理",
  "排查",
  "建议",
  "建議",
  "해결",
  "조치",
  "対処",
  "対応",
];

/** Heads of tables that describe fields, parameters or settings: their first column is no list of codes. */
export const foreignHeads = [
  "property",
  "attribute",
  "field",
  "parameter",
  "param",
  "argument",
  "header",
  "option",
  "method",
  "endpoint",
  "permission",
  "scope",
  "event",
  "属性",
  "屬性",
  "字段",
  "欄位",
  "参数",
  "參數",
  "引數",
  "속성",
  "필드",
  "매개",
  "파라미터",
  "プロパティ",
  "パラメータ",
  "フィールド",
];

/** A page, a section or a column about failures. */
export const errorWords = ["error", "fault", "failure", "exception", "错误", "錯誤", "异常", "異常", "오류", "에러", "エラー"];

/** Words of a section about records of a batch. */
export const recordWords = ["record", "per item", "item-level", "batch item", "记录", "記錄", "레코드", "レコード"];

/** Words of a section about what is told later, on a resource. */
export const delayedWords = ["asynchronous", "delayed", "job status", "异步", "非同步", "비동기", "非同期"];

/** Words of a section about the status of the answer itself. */
export const httpWords = ["http"];

/** What a row says of success. */
export const successWords = ["success", "ok", "succeeded", "no error", "成功", "성공", "正常"];

/** Sentences that ask for the same request once more. */
export const againWords = [
  "try again",
  "retry",
  "retried",
  "try later",
  "temporar",
  "重试",
  "重試",
  "再试",
  "再試",
  "다시 시도",
  "재시도",
  "再試行",
  "リトライ",
];

/** Sentences that ask for another request: something has to be put right before. */
export const correctWords = [
  "invalid",
  "incorrect",
  "missing",
  "required",
  "must be",
  "not supported",
  "correct ",
  "无效",
  "無效",
  "缺少",
  "必须",
  "必須",
  "不支持",
  "不支援",
  "更正",
  "修正",
  "잘못된",
  "필수",
  "올바른",
  "유효하지",
  "無効",
];

export const throttleWords = [
  "rate limit",
  "rate-limit",
  "ratelimit",
  "too many requests",
  "too many calls",
  "throttl",
  "频率",
  "頻率",
  "速率",
  "限流",
  "请求过多",
  "요청이 너무",
  "요청 한도",
  "속도 제한",
  "レート制限",
];

/** The first request is already through: a second one is refused for good. */
export const idempotencyWords = ["idempoten", "幂等", "冪等", "멱등", "冪等性"];

export const quotaWords = ["quota", "daily limit", "per day", "monthly", "配额", "配額", "每日", "用量超限", "할당량", "일일", "クォータ"];

/** A credential that a new one replaces. */
export const expiryWords = [
  "token expired",
  "expired token",
  "token has expired",
  "token is expired",
  "token is invalid",
  "invalid token",
  "access token invalid",
  "權杖無效",
  "权杖无效",
  "令牌无效",
  "令牌過期",
  "令牌过期",
  "token过期",
  "token 过期",
  "權杖已過期",
  "权杖已过期",
  "token失效",
  "토큰이 만료",
  "토큰 만료",
  "期限切れ",
];

export const timeoutWords = ["timeout", "timed out", "time-out", "超时", "超時", "逾時", "시간 초과", "タイムアウト"];

export function says(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.some((it) => lower.includes(it));
}

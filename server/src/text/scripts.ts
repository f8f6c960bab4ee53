/**
 * Words of names that are written in other scripts, with what a name in English would say in their place. Only words that name what codes are
 * about: the rest stays as it is. Longer ones first, since one may hold another.
 */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/错误(?:代|编)?码|錯誤(?:代)?碼|返回码|回傳碼|오류_?코드|에러_?코드|エラー_?コード/g, "_error_code_"],
  [/可重试|可重試|재시도_?가능|リトライ可/g, "_retryable_"],
  [/重试|重試|재시도|リトライ|再試行/g, "_retry_"],
  [/令牌|凭证|憑證|토큰|トークン/g, "_token_"],
  [/刷新|续期|更新|갱신|更新/g, "_refresh_"],
  [/限流|频率限制|頻率限制|요청_?한도|レート制限/g, "_rate_limit_"],
  [/错误|錯誤|异常|異常|오류|에러|エラー|例外/g, "_error_"],
  [/状态码|狀態碼|상태_?코드|ステータス_?コード/g, "_status_code_"],
  [/端口|埠|포트|ポート/g, "_port_"],
  [/编号|編號|번호|番号/g, "_id_"],
  [/类型|類型|유형|タイプ/g, "_type_"],
  [/等待|休眠|대기|待機/g, "_wait_"],
];

/** A name with the words of other scripts said in English: `错误码` is `_error_code_`. Names in Latin letters stay as they are. */
export function inLatin(name: string): string {
  if (!/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/.test(name)) return name;
  return meanings.reduce((text, [words, meaning]) => text.replace(words, meaning), name);
}

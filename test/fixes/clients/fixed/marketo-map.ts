/** Functions that only say what a code is, to callers that act on it. */
// faultline: marketo-rest
export class RateLimitError extends Error {}
export class TransientError extends Error {}
export class TokenError extends Error {}
export class MarketoError extends Error {}

export enum ErrorCode {
  TokenInvalid = "601",
  AccessTokenExpired = "602",
  RateLimit = "606",
  Timeout = "604",
  BadGateway = "502",
  ApiTemporarilyUnavailable = "608",
  SystemError = "611",
  InvalidSubscription = "614",
  TransientError = "713",
  LockWaitTimeout = "719",
}

export function toError(error: { code: string; message: string }): Error {
  switch (error.code) {
    case ErrorCode.TokenInvalid:
    case ErrorCode.AccessTokenExpired:
      throw new TokenError(error.message);
    case ErrorCode.RateLimit:
      throw new RateLimitError(error.message);
    case ErrorCode.Timeout:
    case ErrorCode.BadGateway:
    case ErrorCode.ApiTemporarilyUnavailable:
    case ErrorCode.SystemError:
    case ErrorCode.InvalidSubscription:
    case ErrorCode.TransientError:
    case ErrorCode.LockWaitTimeout:
      throw new TransientError(error.message);
    default:
      throw new MarketoError(error.message);
  }
}

export function isRetryable(error: { code: string }): boolean {
  return error.code === "606" || error.code === "615" || error.code === "604";
}

import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ErrorBody, Language } from '../../contract/common'
import { AppError, type FailureStatus } from '../../lib/errors'
import { logFailure } from '../../lib/log'
import type { AppContext } from './context'
import { messagesEn } from './messages.en'
import { messagesHe } from './messages.he'

const MESSAGES: Record<Language, Record<string, string>> = { en: messagesEn, he: messagesHe }

/** The sentence for a code in a language, with its values filled in. */
export function messageFor(
  language: Language,
  code: string,
  values: Record<string, string | number> = {},
): string {
  const template = MESSAGES[language][code] ?? MESSAGES[language].internal ?? code
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** Turns whatever was thrown into the one error body; unexpected failures tell nothing but a code. */
export function respondToError(error: Error, c: Context<AppContext>): Response {
  const { requestId, language } = c.var
  const { code, status, values, details } = toAppError(error, requestId)
  if (typeof values.retryAfterSeconds === 'number') {
    c.header('Retry-After', String(values.retryAfterSeconds))
  }
  const body: ErrorBody = {
    error: {
      code,
      message: messageFor(language ?? 'en', code, { ...values, requestId }),
      requestId,
    },
  }
  if (details !== undefined) body.error.details = details
  return c.json(body, status)
}

type Failure = Pick<AppError, 'code' | 'values' | 'details'> & { status: FailureStatus | 500 }

function toAppError(error: Error, requestId: string): Failure {
  if (error instanceof AppError) {
    if (error.cause !== undefined)
      logFailure(`request.failed.${error.code}`, error.cause, requestId)
    return error
  }
  if (error instanceof HTTPException && error.status === 400) {
    // Hono's own refusals before our schemas: a body that is no JSON.
    return { code: 'request.not_json', status: 400, values: {}, details: undefined }
  }
  logFailure('request.failed', error, requestId)
  return { code: 'internal', status: 500, values: {}, details: undefined }
}

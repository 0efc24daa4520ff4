import { validator } from 'hono-openapi'
import type { GenericSchema } from 'valibot'
import { AppError } from '../../lib/errors'

/** Schema-checked JSON body; unknown keys and wrong types are refused and named. */
export const body = <S extends GenericSchema>(schema: S) =>
  validator('json', schema, (result) => {
    if (!result.success) throw invalidInput(result.error)
  })

/** Schema-checked query string. */
export const query = <S extends GenericSchema>(schema: S) =>
  validator('query', schema, (result) => {
    if (!result.success) throw invalidInput(result.error)
  })

type Issue = { readonly message: string; readonly path?: readonly unknown[] | undefined }

/** Names each bad field by its path; never repeats the value, which may be a secret. */
function invalidInput(issues: readonly Issue[]): AppError {
  const fields = issues.map(({ path }) => (path ?? []).map(keyOf).join('.') || '(body)')
  const details = { fields: [...new Set(fields)] }
  return new AppError('request.invalid', 400, { fields: details.fields.join(', ') }, details)
}

// Standard Schema gives path items either as keys or as objects that hold one.
const keyOf = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'key' in item ? String(item.key) : String(item)

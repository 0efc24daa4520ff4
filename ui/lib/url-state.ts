import { computed, type ReadonlySignal } from '@preact/signals'
import * as v from 'valibot'
import { currentUrl, navigate } from './navigation'

// biome-ignore lint/suspicious/noExplicitAny: the only way to say "any entries" to valibot
type QuerySchema = v.ObjectSchema<any, undefined>
type Change<S extends QuerySchema> = Partial<v.InferInput<S>>

export type UrlState<S extends QuerySchema> = {
  /** What the query string says, with defaults filled in. */
  value: ReadonlySignal<v.InferOutput<S>>
  /** Keys whose values meant nothing; they count as left out, with a quiet notice. */
  ignored: ReadonlySignal<string[]>
  /** Typing replaces the entry in the history; `push` makes Back return to the state before. */
  set: (change: Change<S>, options?: { push?: boolean }) => void
  /** The address of the same page with this change, for links. */
  href: (change: Change<S>) => string
}

/**
 * Binds a page's filters to its query string. Lists repeat their key; defaults are left out:
 * `urlState(v.object({ q: v.optional(v.string(), ''), tag: v.optional(v.array(Id), []) }))`
 */
export function urlState<S extends QuerySchema>(schema: S): UrlState<S> {
  const parsed = computed(() => parse(schema, new URLSearchParams(queryOf(currentUrl.value))))
  const href = (change: Change<S>) => {
    const [path = '/', query = ''] = currentUrl.value.split('?')
    const params = new URLSearchParams(query)
    for (const [key, value] of Object.entries(change)) write(schema, params, key, value)
    const text = params.toString()
    return text ? `${path}?${text}` : path
  }
  return {
    value: computed(() => parsed.value.known),
    ignored: computed(() => parsed.value.ignored),
    set: (change, options) => navigate(href(change), { replace: !options?.push }),
    href,
  }
}

const queryOf = (url: string) => url.split('?')[1] ?? ''

function parse<S extends QuerySchema>(schema: S, params: URLSearchParams) {
  const ignored: string[] = []
  const known: Record<string, unknown> = {}
  const defaults: Record<string, unknown> = v.getDefaults(schema)
  for (const [key, entry] of Object.entries<v.GenericSchema>(schema.entries)) {
    const written = params.getAll(key)
    const isList = Array.isArray(defaults[key])
    const raw = isList ? written : written[0]
    const result = v.safeParse(entry, written.length === 0 ? undefined : raw)
    known[key] = result.success ? result.output : defaults[key]
    if (!result.success) ignored.push(key)
  }
  // Each key went through its own entry of the schema.
  return { known: known as v.InferOutput<S>, ignored }
}

function write(schema: QuerySchema, params: URLSearchParams, key: string, value: unknown) {
  const defaults: Record<string, unknown> = v.getDefaults(schema)
  params.delete(key)
  if (value === undefined || value === null || value === '' || value === defaults[key]) return
  for (const item of Array.isArray(value) ? value : [value]) params.append(key, String(item))
}

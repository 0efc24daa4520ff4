import { m } from '../../paraglide/messages.js'

const SOURCES: Record<string, () => string> = {
  message: m.consent_source_message,
  form: m.consent_source_form,
  meta: m.consent_source_meta,
  api: m.consent_source_api,
  agent: m.consent_source_agent,
  correction: m.consent_source_correction,
  merge: m.consent_source_merge,
  import: m.consent_source_import,
  import_undone: m.consent_source_import_undone,
}

/** Where a consent came from, by a word of ours or in the account's own words. */
export function sourceName(source: string): string {
  const kind = /^import:.*:undo$/.test(source)
    ? 'import_undone'
    : source.replace(/^import:.*/, 'import')
  return SOURCES[kind]?.() ?? source
}

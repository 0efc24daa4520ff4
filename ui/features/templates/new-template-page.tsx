import { useEffect } from 'preact/hooks'
import * as v from 'valibot'
import type { NewTemplateDraft } from '../../../worker/contract/template-drafts'
import { ErrorState, Skeleton } from '../../components/states'
import { useAction } from '../../lib/action'
import { locale } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { urlState } from '../../lib/url-state'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { beginDraft } from './api'
import { refreshTemplates } from './model'

const word = v.optional(v.string(), '')
const place = urlState(v.object({ from: word, edit: word, example: word }))

/** Makes the draft and gives its address in place of this one, so that Back leads to where one was. */
export function NewTemplatePage() {
  const begin = useAction<null>(async (_, key) => {
    const draft = await beginDraft(wishOf(place.value.peek()), key)
    void refreshTemplates()
    navigate(`/templates/drafts/${draft.id}`, { replace: true })
  })
  useEffect(() => void begin.run(null), [])
  const error = begin.error.value
  return (
    <Page title={m.templates_new()} crumbs={[{ label: m.templates_title(), href: '/templates' }]}>
      {error ? (
        <ErrorState
          error={error}
          notDone={m.templates_new_not_done()}
          onRetry={() => void begin.run(null)}
        />
      ) : (
        <Skeleton shape="text" />
      )}
    </Page>
  )
}

/** `?from=<id>` copies a template, `?edit=<id>` edits it at Meta, `?example=<key>` begins from the library. */
function wishOf({ from, edit, example }: Record<'from' | 'edit' | 'example', string>) {
  const own = locale.peek() === 'he' ? 'he' : 'en_US'
  const other = own === 'he' ? 'en_US' : 'he'
  const wish: NewTemplateDraft = from
    ? { from: 'template', templateId: from, how: 'copy' }
    : edit
      ? { from: 'template', templateId: edit, how: 'edit' }
      : example
        ? { from: 'library', key: example, languages: [own, other] }
        : { from: 'blank', language: own }
  return wish
}

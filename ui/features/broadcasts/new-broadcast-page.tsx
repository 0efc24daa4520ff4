import { useEffect } from 'preact/hooks'
import * as v from 'valibot'
import { ErrorState, Skeleton } from '../../components/states'
import { useAction } from '../../lib/action'
import { navigate } from '../../lib/navigation'
import { urlState } from '../../lib/url-state'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { startDraft } from './drafts'
import { keepBroadcast } from './model'

const place = urlState(
  v.object({ tag: v.optional(v.string(), ''), segment: v.optional(v.string(), '') }),
)

/** Makes the draft and gives its address in place of this one, so that Back leads to where one was. */
export function NewBroadcastPage() {
  const start = useAction<null>(async (_, key) => {
    const draft = await startDraft(place.value.peek(), key)
    keepBroadcast(draft)
    navigate(`/broadcasts/${draft.id}/edit`, { replace: true })
  })
  useEffect(() => void start.run(null), [])
  const error = start.error.value
  return (
    <Page
      title={m.broadcasts_new()}
      crumbs={[{ label: m.broadcasts_title(), href: '/broadcasts' }]}
    >
      {error ? (
        <ErrorState
          error={error}
          notDone={m.composer_not_sent()}
          onRetry={() => void start.run(null)}
        />
      ) : (
        <Skeleton shape="text" />
      )}
    </Page>
  )
}

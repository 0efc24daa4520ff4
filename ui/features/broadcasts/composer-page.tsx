import { useEffect } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import { Name } from '../../components/isolate'
import { SaveState } from '../../components/save-state'
import { Loaded, Skeleton } from '../../components/states'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { Composer } from './composer'
import { ComposerMenu } from './composer-menu'
import { ConflictDialog } from './conflict-dialog'
import { useDraft } from './draft'
import { useBroadcast } from './model'
import { StateChip } from './state'

const crumbs = () => [{ label: m.broadcasts_title(), href: '/broadcasts' }]

/** A draft at its own address; what was sent already is shown on its page instead. */
export function ComposerPage() {
  const { params } = useRoute()
  const id = params.id ?? ''
  const broadcast = useBroadcast(id)
  const isSent = broadcast.data !== undefined && broadcast.data.state !== 'draft'
  useEffect(() => {
    if (isSent) navigate(`/broadcasts/${id}`, { replace: true })
  }, [isSent])
  if (broadcast.data && !isSent) return <DraftPage key={id} initial={broadcast.data} />
  return (
    <Page title={m.broadcasts_title()} crumbs={crumbs()}>
      <Loaded
        query={broadcast}
        skeleton={<Skeleton shape="text" />}
        notDone={m.composer_not_sent()}
      >
        {() => null}
      </Loaded>
    </Page>
  )
}

function DraftPage({ initial }: { initial: BroadcastView }) {
  const draft = useDraft(initial)
  const { name, state, updatedAt, id } = draft.view.value
  useEffect(() => {
    // Sent from another tab while this one was open.
    if (state !== 'draft') navigate(`/broadcasts/${id}`, { replace: true })
  }, [state])
  return (
    <Page
      title={name}
      heading={<Name value={name} />}
      crumbs={crumbs()}
      beside={
        <>
          <StateChip state={state} />
          <SaveState autosave={draft.autosave} savedAt={updatedAt} />
        </>
      }
      actions={<ComposerMenu draft={draft} />}
    >
      <Composer draft={draft} />
      <ConflictDialog draft={draft} />
    </Page>
  )
}

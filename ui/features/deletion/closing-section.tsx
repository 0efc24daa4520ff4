import { useQuery } from '@tanstack/preact-query'
import { Undo2 } from 'lucide-preact'
import type { DeletionView } from '../../../worker/contract/deletion'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { locale, rich } from '../../lib/i18n'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { fetchDeletion, takeBack } from './api'

/** The workspace is closed: an owner can keep it until the work begins. */
export function ClosingSection({ isOwner }: { isOwner: boolean }) {
  const title = m.data_closing()
  if (!isOwner) {
    return (
      <Section title={title}>
        <p class="md">{m.data_closing_not_owner()}</p>
      </Section>
    )
  }
  return (
    <Section title={title}>
      <OpenRequest />
    </Section>
  )
}

function OpenRequest() {
  const deletion = useQuery({ queryKey: ['deletion'], queryFn: fetchDeletion })
  return (
    <Loaded query={deletion} skeleton={<Skeleton shape="text" count={3} />}>
      {({ request }) => (request ? <Request request={request} /> : null)}
    </Loaded>
  )
}

function Request({ request }: { request: NonNullable<DeletionView['request']> }) {
  const keep = useAction<null>(async () => {
    await takeBack()
    await queryClient.invalidateQueries()
    showToast({ text: m.data_kept() })
  })
  const failure = keep.error.value
  return (
    <div class="panel pad stack close">
      <p class="md">
        {request.canTakeBack
          ? rich(m.data_closing_until, { when: <Time at={request.startsAt} style="full" /> })
          : m.data_closing_begun()}
      </p>
      {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      <div class="row">
        {request.canTakeBack && (
          <Button
            variant="primary"
            icon={Undo2}
            isBusy={keep.isBusy.value}
            onClick={() => void keep.run(null)}
          >
            {m.data_keep()}
          </Button>
        )}
        <a href={`/data-deletion/${request.code}?lang=${locale.value}`}>{m.data_status()}</a>
      </div>
    </div>
  )
}

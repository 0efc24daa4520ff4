import { useSignal } from '@preact/signals'
import { useQuery } from '@tanstack/preact-query'
import type { FollowUpKind } from '../../../worker/contract/broadcast-recipients'
import type { BroadcastView, ProgressView } from '../../../worker/contract/broadcasts'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Section } from '../../components/page-parts'
import { ErrorState } from '../../components/states'
import { useAction } from '../../lib/action'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { countFollowUp, draftFollowUp } from './api'
import { keepBroadcast } from './model'

type Wish = { who: FollowUpKind; code: number | null; label: string }
type Props = { broadcast: BroadcastView; progress: ProgressView }

const LABELS: Record<Exclude<FollowUpKind, 'failed'>, () => string> = {
  missed: m.broadcast_follow_missed,
  unread: m.broadcast_follow_unread,
  silent: m.broadcast_follow_silent,
  replied: m.broadcast_follow_replied,
  tapped: m.broadcast_follow_tapped,
}

/** The next broadcast, to people by what became of this one. */
export function FollowUps({ broadcast, progress }: Props) {
  const asked = useSignal<Wish | null>(null)
  const kinds = ['missed', 'unread', 'silent', 'replied', 'tapped'] as const
  const wishes: Wish[] = [
    ...kinds.map((who) => ({ who, code: null, label: LABELS[who]() })),
    ...progress.failures.map(({ code, title }) => ({
      who: 'failed' as const,
      code,
      label: m.broadcast_follow_failed({ reason: title }),
    })),
  ]
  return (
    <Section title={m.broadcast_follow()}>
      <p class="sm muted">{m.broadcast_follow_text()}</p>
      <div class="pills">
        {wishes.map((wish) => (
          <Button
            key={`${wish.who} ${wish.code}`}
            size="slim"
            onClick={() => {
              asked.value = wish
            }}
          >
            {wish.label}
          </Button>
        ))}
      </div>
      {asked.value && (
        <Ask
          broadcast={broadcast}
          wish={asked.value}
          onClose={() => {
            asked.value = null
          }}
        />
      )}
    </Section>
  )
}

const LONGEST_NAME = 60

type AskProps = { broadcast: BroadcastView; wish: Wish; onClose: () => void }

/** How many they are, before anything is made. */
function Ask({ broadcast, wish, onClose }: AskProps) {
  const { id, name } = broadcast
  const { who, code, label } = wish
  const count = useQuery({
    queryKey: ['broadcasts', 'follow-up', id, who, code],
    queryFn: () => countFollowUp(id, who, code === null ? '' : String(code)),
  })
  const draft = useAction<null>(async (_, key) => {
    const called = `${label} · ${name}`.slice(0, LONGEST_NAME)
    const made = await draftFollowUp(id, { who, name: called, ...(code !== null && { code }) }, key)
    keepBroadcast(made)
    navigate(`/broadcasts/${made.id}/edit`)
  })
  const people = count.data?.count
  return (
    <ConfirmDialog
      title={label}
      isOpen
      confirmLabel={
        people === undefined ? m.composer_counting() : m.broadcast_follow_draft({ count: people })
      }
      isBusy={draft.isBusy.value || people === undefined || people === 0}
      onConfirm={() => void draft.run(null)}
      onCancel={onClose}
    >
      <p class="strong" role="status">
        {people === undefined ? m.composer_counting() : m.common_people({ count: people })}
      </p>
      <p class="sm muted">{m.broadcast_follow_segment()}</p>
      {draft.error.value && (
        <p class="t-danger" role="alert">
          {describeFailure(draft.error.value)}
        </p>
      )}
      {count.error && (
        <ErrorState
          error={count.error}
          notDone={m.composer_not_sent()}
          onRetry={() => void count.refetch()}
        />
      )}
    </ConfirmDialog>
  )
}

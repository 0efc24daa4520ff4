import { useSignal } from '@preact/signals'
import { useQuery } from '@tanstack/preact-query'
import { Send } from 'lucide-preact'
import type { MessageView } from '../../../worker/contract/messages'
import type { OnboardingView } from '../../../worker/contract/onboarding'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Code, Phone } from '../../components/isolate'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { newId } from '../../lib/new-id'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { fetchMessage, sendTest } from './api'
import { refreshOnboarding } from './model'

/** Sends a template to the member's own phone, and shows how far it came. */
export function TestStep({ view }: { view: OnboardingView }) {
  const id = useSignal<string | null>(null)
  const maySend = canSend(useSession())
  const send = useAction<string>(async (wanted) => {
    await sendTest(wanted)
    id.value = wanted
    await refreshOnboarding()
  })
  if (!view.test) return <p class="md">{m.onboarding_test_missing()}</p>
  return (
    <div class="stack close">
      <p class="md">
        {rich(m.onboarding_test_why, {
          template: <Code>{view.test.template}</Code>,
          phone: <Phone value={view.test.phone} />,
        })}
      </p>
      {maySend && (
        <div class="row">
          <Button
            variant="primary"
            icon={Send}
            isBusy={send.isBusy.value}
            onClick={() => void send.run(newId())}
          >
            {m.onboarding_test_send()}
          </Button>
        </div>
      )}
      {send.error.value && <p class="t-danger">{describeFailure(send.error.value)}</p>}
      <div role="status">{id.value && <Delivery id={id.value} />}</div>
    </div>
  )
}

const AGAIN_MS = 1_500
const ENDED = new Set(['delivered', 'read', 'failed', 'skipped', 'unknown'])

/** Asks until the message arrived or failed. */
function Delivery({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['messages', id],
    queryFn: () => fetchMessage(id),
    refetchInterval: ({ state }) => (ENDED.has(state.data?.state ?? '') ? false : AGAIN_MS),
  })
  return data ? <p class={toneOf(data)}>{wordsOf(data)}</p> : null
}

const toneOf = ({ failedAt }: MessageView) => (failedAt === null ? 't-ok' : 't-danger')

function wordsOf({ state, reasonText, deliveredAt, readAt }: MessageView): string {
  if (reasonText) return reasonText
  if (readAt !== null || deliveredAt !== null) return m.onboarding_test_delivered()
  return state === 'queued' || state === 'sending'
    ? m.onboarding_test_sending()
    : m.onboarding_test_sent()
}

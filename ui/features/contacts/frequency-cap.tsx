import { useSignal } from '@preact/signals'
import { useQuery } from '@tanstack/preact-query'
import type { FrequencyCapView } from '../../../worker/contract/broadcasts'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { TextField } from '../../components/field'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { formatNumber } from '../../lib/format'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { changeCap, fetchCap } from './api'

const CAP = ['frequency-cap']
type Cap = FrequencyCapView['cap']

/** How much marketing one person gets at most. */
export function FrequencyCapSection() {
  const cap = useQuery({ queryKey: CAP, queryFn: fetchCap })
  const mayChange = canManage(useSession())
  return (
    <Section title={m.broadcast_cap_title()}>
      <div class="panel pad stack close">
        <p class="sm muted">{m.broadcast_cap_text()}</p>
        <Loaded query={cap} skeleton={<Skeleton shape="text" />}>
          {(view) => (
            <>
              <p class="md strong">{describeCap(view.cap)}</p>
              {mayChange && <CapForm key={JSON.stringify(view.cap)} cap={view.cap} />}
            </>
          )}
        </Loaded>
      </div>
    </Section>
  )
}

const describeCap = (cap: Cap) =>
  cap
    ? m.broadcast_cap_is({
        messages: m.broadcast_cap_messages({ count: cap.messages }),
        days: m.broadcast_cap_days({ count: cap.days }),
      })
    : m.broadcast_cap_none()

const [MOST_MESSAGES, MOST_DAYS] = [100, 365]

const wholeUpTo = (text: string, most: number): number | null => {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= most ? value : null
}

function CapForm({ cap }: { cap: Cap }) {
  const messages = useSignal(String(cap?.messages ?? 3))
  const days = useSignal(String(cap?.days ?? 7))
  const save = useAction<Cap>(async (next) => {
    queryClient.setQueryData(CAP, await changeCap({ cap: next }))
    showToast({ text: m.common_saved() })
  })
  const [most, within] = [
    wholeUpTo(messages.value, MOST_MESSAGES),
    wholeUpTo(days.value, MOST_DAYS),
  ]
  const errorOf = (value: number | null, upTo: number) =>
    value === null ? m.broadcast_cap_range({ most: formatNumber(upTo) }) : undefined
  return (
    <>
      <div class="stack close">
        <TextField
          label={m.broadcast_cap_messages_label()}
          inputMode="numeric"
          maxLength={3}
          error={errorOf(most, MOST_MESSAGES)}
          value={messages.value}
          onInput={(event) => {
            messages.value = event.currentTarget.value.trim()
          }}
        />
        <TextField
          label={m.broadcast_cap_days_label()}
          inputMode="numeric"
          maxLength={3}
          error={errorOf(within, MOST_DAYS)}
          value={days.value}
          onInput={(event) => {
            days.value = event.currentTarget.value.trim()
          }}
        />
      </div>
      <div class="row">
        <Button
          variant="primary"
          isBusy={save.isBusy.value}
          isDisabled={most === null || within === null}
          onClick={() =>
            most !== null && within !== null && void save.run({ messages: most, days: within })
          }
        >
          {m.common_save()}
        </Button>
        {cap && (
          <Button variant="quiet" onClick={() => void save.run(null)}>
            {m.broadcast_cap_remove()}
          </Button>
        )}
      </div>
      {save.error.value && (
        <p class="t-danger" role="alert">
          {describeFailure(save.error.value)}
        </p>
      )}
    </>
  )
}

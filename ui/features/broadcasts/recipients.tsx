import { useEffect, useRef } from 'preact/hooks'
import type { RecipientView } from '../../../worker/contract/broadcast-recipients'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import type { List } from '../../../worker/contract/common'
import { ChoicePill, Pill } from '../../components/chip'
import { IgnoredNotice } from '../../components/ignored-notice'
import { ListFoot } from '../../components/list-foot'
import { SearchField } from '../../components/search-field'
import { Loaded, NoResults, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { type Delivery, deliveryName } from '../contacts/delivery'
import { isFinal } from './figures'
import { recipientPlace, useRecipients } from './model'
import { RecipientsTable } from './recipients-table'
import { skipTitle } from './skip-reasons'

type Props = { id: string; progress: ProgressView }

const NO_FILTERS = { state: '', reason: '', q: '', after: '' } as const

/** Everybody who was chosen, with what became of each. */
export function Recipients({ id, progress }: Props) {
  const recipients = useRecipients(id, !isFinal(progress))
  const section = useScrollToFiltered()
  return (
    <section ref={section} class="sec" id="recipients" aria-labelledby="recipients-title">
      <header>
        <h2 id="recipients-title">{m.broadcast_recipients()}</h2>
        <span class="muted num sm">{formatNumber(progress.total)}</span>
      </header>
      <IgnoredNotice ignored={recipientPlace.ignored} />
      <Filters progress={progress} />
      <Loaded
        query={recipients}
        skeleton={
          <div class="panel">
            <Skeleton shape="rows" />
          </div>
        }
      >
        {(list) => <Rows id={id} list={list} progress={progress} />}
      </Loaded>
    </section>
  )
}

/** Figures elsewhere on the page lead here with a filter; what they lead to comes into view. */
function useScrollToFiltered() {
  const section = useRef<HTMLElement>(null)
  const isFirst = useRef(true)
  const { state, reason } = recipientPlace.value.value
  useEffect(() => {
    const top = section.current?.getBoundingClientRect().top ?? 0
    const isInView = top >= 0 && top < innerHeight / 2
    if (!isFirst.current && !isInView) section.current?.scrollIntoView()
    isFirst.current = false
  }, [state, reason])
  return section
}

const PILLS: Delivery[] = [
  'queued',
  'sending',
  'accepted',
  'unknown',
  'sent',
  'delivered',
  'read',
  'played',
  'replied',
  'failed',
  'skipped',
]

const countOf = ({ counts, replied }: ProgressView, state: Delivery) =>
  state === 'replied' ? replied : (counts[state] ?? 0)

function Filters({ progress }: { progress: ProgressView }) {
  const { q, state, reason } = recipientPlace.value.value
  const shown = PILLS.filter((one) => one === state || countOf(progress, one) > 0)
  return (
    <div class="toolrow">
      <SearchField
        label={m.broadcast_search()}
        value={q}
        onSearch={(text) => recipientPlace.set({ q: text, after: '' })}
      />
      <div class="pills scroll">
        <ChoicePill
          href={recipientPlace.href({ state: '', reason: '', after: '' })}
          isCurrent={state === ''}
        >
          {m.broadcast_all()}
        </ChoicePill>
        {shown.map((one) => (
          <ChoicePill
            key={one}
            href={recipientPlace.href({ state: one, reason: '', after: '' })}
            isCurrent={state === one}
            count={formatNumber(countOf(progress, one))}
          >
            {deliveryName(one)}
          </ChoicePill>
        ))}
        {reason && <ReasonPill progress={progress} reason={reason} />}
      </div>
    </div>
  )
}

function ReasonPill({ progress, reason }: { progress: ProgressView; reason: string }) {
  const failure = progress.failures.find(({ code }) => String(code) === reason)
  const name = failure?.title ?? skipTitle(reason)
  return (
    <Pill
      look="on"
      removeLabel={m.common_filter_remove({ name })}
      onRemove={() => recipientPlace.set({ reason: '', after: '' }, { push: true })}
    >
      {m.broadcast_reason_filter({ reason: isolated(name) })}
    </Pill>
  )
}

function Rows({ id, list, progress }: Props & { list: List<RecipientView> }) {
  const { state, reason, q, after } = recipientPlace.value.value
  const isFiltered = state !== '' || reason !== '' || q !== ''
  if (list.items.length === 0 && isFiltered) {
    return <NoResults onClear={() => recipientPlace.set(NO_FILTERS, { push: true })} />
  }
  return (
    <div class="panel">
      <RecipientsTable id={id} recipients={list.items} currency={progress.currency} />
      <ListFoot
        nextHref={list.next ? recipientPlace.href({ after: list.next }) : null}
        firstHref={after ? recipientPlace.href({ after: '' }) : null}
      >
        {isFiltered
          ? m.broadcast_rows({ count: list.items.length })
          : m.broadcast_rows_of({
              shown: formatNumber(list.items.length),
              count: progress.total,
            })}
      </ListFoot>
    </div>
  )
}

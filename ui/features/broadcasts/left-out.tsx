import { useSignal } from '@preact/signals'
import { ChevronDown, ChevronRight } from 'lucide-preact'
import { useId } from 'preact/hooks'
import type { PlanView } from '../../../worker/contract/broadcasts'
import { Button } from '../../components/button'
import { Icon } from '../../components/icon'
import { Name, Phone } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import type { LeftOutPerson } from './api'
import type { Writing } from './composer'
import { useLeftOut } from './model'
import { skipHint, skipTitle } from './skip-reasons'

/** Who does not get it and why; each reason opens to its people. */
export function LeftOut({ writing, plan }: { writing: Writing; plan: PlanView }) {
  const count = plan.chosen - plan.people
  if (count === 0) return <p class="md muted">{m.composer_nobody_left_out()}</p>
  return (
    <Section title={m.composer_why_left_out({ count })} level={3}>
      <ul class="left-out">
        {plan.leftOut.map(({ reason, count: people }) => (
          <Reason key={reason} writing={writing} reason={reason} count={people} />
        ))}
      </ul>
    </Section>
  )
}

type ReasonProps = { writing: Writing; reason: string; count: number }

function Reason({ writing, reason, count }: ReasonProps) {
  const isOpen = useSignal(false)
  const id = useId()
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen.value}
        aria-controls={id}
        onClick={() => {
          isOpen.value = !isOpen.value
        }}
      >
        <Icon
          of={isOpen.value ? ChevronDown : ChevronRight}
          size="sm"
          isDirectional={!isOpen.value}
        />
        <span>
          <b>{skipTitle(reason)}</b>
          <small>{skipHint(reason)}</small>
        </span>
        <span class="num count">{formatNumber(count)}</span>
      </button>
      <div id={id} hidden={!isOpen.value}>
        {isOpen.value && <People writing={writing} reason={reason} />}
      </div>
    </li>
  )
}

function People({ writing, reason }: { writing: Writing; reason: string }) {
  const { id, version } = writing.view
  const people = useLeftOut(id, version, reason)
  return (
    <Loaded query={people} skeleton={<Skeleton shape="text" count={3} />}>
      {({ pages }) => (
        <div class="left-out-people">
          <ul>
            {pages
              .flatMap((page) => page.items)
              .map((person) => (
                <Person key={person.contactId} person={person} />
              ))}
          </ul>
          {people.hasNextPage && (
            <Button
              variant="quiet"
              size="slim"
              isBusy={people.isFetchingNextPage}
              onClick={() => void people.fetchNextPage()}
            >
              {m.composer_left_out_more()}
            </Button>
          )}
        </div>
      )}
    </Loaded>
  )
}

const Person = ({ person }: { person: LeftOutPerson }) => (
  <li>
    <a class="plain" href={`/contacts/${person.contactId}`}>
      {person.name ? <Name value={person.name} /> : m.contacts_no_name()}
    </a>
    <span class="muted">{person.phone && <Phone value={person.phone} />}</span>
  </li>
)

import { useSignal } from '@preact/signals'
import { ChevronDown, ChevronRight } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Button } from '../../components/button'
import { Icon } from '../../components/icon'
import { Name, Phone } from '../../components/isolate'
import { Loaded, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import type { LeftOutPerson, Part } from './api'
import type { Writing } from './composer'
import { usePart } from './model'

type Props = {
  writing: Writing
  part: Part
  title: ComponentChildren
  hint: ComponentChildren
  count: number
}

/** A part of the audience as a line with its number, which opens to its people. */
export function PartList({ writing, part, title, hint, count }: Props) {
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
          <b>{title}</b>
          <small>{hint}</small>
        </span>
        <span class="num count">{formatNumber(count)}</span>
      </button>
      <div id={id} hidden={!isOpen.value}>
        {isOpen.value && <People writing={writing} part={part} />}
      </div>
    </li>
  )
}

function People({ writing, part }: Pick<Props, 'writing' | 'part'>) {
  const { id, version } = writing.view
  const people = usePart(id, version, part)
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

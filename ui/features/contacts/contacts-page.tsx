import { Plus, Upload, Users } from 'lucide-preact'
import type { List } from '../../../worker/contract/common'
import { CONSENT_STATES, type ContactView } from '../../../worker/contract/contacts'
import { Button, LinkButton } from '../../components/button'
import { FilterSelect } from '../../components/filter-select'
import { IgnoredNotice } from '../../components/ignored-notice'
import { Time } from '../../components/isolate'
import { ListFoot } from '../../components/list-foot'
import { SearchField } from '../../components/search-field'
import { EmptyState, Loaded, NoResults, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { countryOptions } from '../../lib/places'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canSend, useSession } from '../accounts/session'
import { consentName } from './consent'
import { ContactsTable } from './contacts-table'
import { ExportMenu } from './export-menu'
import {
  contactFilters,
  hasFilters,
  NO_FILTERS,
  useContactCount,
  useContacts,
  useTags,
} from './model'

export function ContactsPage() {
  const contacts = useContacts()
  const { data: total } = useContactCount()
  const mayAdd = canSend(useSession())
  const isEmpty = contacts.data?.items.length === 0 && !hasFilters()
  return (
    <Page
      title={m.contacts_title()}
      beside={total && <span class="muted num md">{formatNumber(total.count)}</span>}
      actions={
        mayAdd && (
          <>
            {!isEmpty && <ExportMenu />}
            <LinkButton icon={Upload} href="/contacts/import">
              {m.contacts_import()}
            </LinkButton>
          </>
        )
      }
      primary={mayAdd ? { label: m.contacts_add(), icon: Plus, href: '/contacts/new' } : undefined}
    >
      <div class="stack tight">
        {!isEmpty && <Filters />}
        <Loaded
          query={contacts}
          skeleton={
            <div class="panel">
              <Skeleton shape="rows" count={10} />
            </div>
          }
        >
          {(list) => <ContactList list={list} mayAdd={mayAdd} />}
        </Loaded>
      </div>
    </Page>
  )
}

function Filters() {
  const { q, tag, consent, country } = contactFilters.value.value
  const { data: tags } = useTags()
  const choose = (change: Record<string, string>) =>
    contactFilters.set({ ...change, after: '' }, { push: true })
  return (
    <>
      <IgnoredNotice ignored={contactFilters.ignored} />
      <div class="toolrow">
        <SearchField
          label={m.contacts_search()}
          value={q}
          onSearch={(text) => contactFilters.set({ q: text, after: '' })}
        />
        <div class="pills scroll">
          <FilterSelect
            label={m.contacts_tag()}
            value={tag}
            options={(tags?.items ?? []).map(({ id, name }) => ({ value: id, text: name }))}
            onChange={(value) => choose({ tag: value })}
          />
          <FilterSelect
            label={m.contacts_consent()}
            value={consent}
            options={CONSENT_STATES.map((state) => ({ value: state, text: consentName(state) }))}
            onChange={(value) => choose({ consent: value })}
          />
          <FilterSelect
            label={m.contacts_country()}
            value={country}
            options={countryOptions()}
            onChange={(value) => choose({ country: value })}
          />
          {hasFilters() && (
            <Button
              variant="quiet"
              size="slim"
              onClick={() => contactFilters.set(NO_FILTERS, { push: true })}
            >
              {m.common_clear_filters()}
            </Button>
          )}
        </div>
      </div>
    </>
  )
}

function ContactList({ list, mayAdd }: { list: List<ContactView>; mayAdd: boolean }) {
  const { after } = contactFilters.value.value
  if (list.items.length === 0 && hasFilters()) {
    return <NoResults onClear={() => contactFilters.set(NO_FILTERS, { push: true })} />
  }
  if (list.items.length === 0 && !after) return <NobodyYet mayAdd={mayAdd} />
  return (
    <div class="panel">
      <ContactsTable contacts={list.items} />
      <ListFoot
        nextHref={list.next ? contactFilters.href({ after: list.next }) : null}
        firstHref={after ? contactFilters.href({ after: '' }) : null}
      >
        <Shown count={list.items.length} isFirst={!after} />
      </ListFoot>
    </div>
  )
}

const NobodyYet = ({ mayAdd }: { mayAdd: boolean }) => (
  <EmptyState
    icon={Users}
    title={m.contacts_empty()}
    actions={
      mayAdd && (
        <>
          <LinkButton variant="primary" icon={Upload} href="/contacts/import">
            {m.contacts_import_file()}
          </LinkButton>
          <LinkButton href="/contacts/new">{m.contacts_add()}</LinkButton>
        </>
      )
    }
  >
    {m.contacts_empty_text()}
  </EmptyState>
)

/** "First 50 of 4,312 · counted at 15:20"; the total comes later than the rows. */
function Shown({ count, isFirst }: { count: number; isFirst: boolean }) {
  const { data: total } = useContactCount()
  if (!total) return <>{m.contacts_on_page({ count })}</>
  const shown = formatNumber(count)
  return (
    <>
      {isFirst
        ? m.contacts_first_shown({ shown, count: total.count })
        : m.contacts_shown({ shown, count: total.count })}
      <span class="not-phone">
        {' · '}
        {rich(m.contacts_counted, { time: <Time at={total.at} style="clock" /> })}
      </span>
    </>
  )
}

import { Plus, Upload, Users } from 'lucide-preact'
import type { List } from '../../../worker/contract/common'
import type { ContactView } from '../../../worker/contract/contacts'
import { LinkButton } from '../../components/button'
import { Time } from '../../components/isolate'
import { lazyPart } from '../../components/lazy-part'
import { ListFoot } from '../../components/list-foot'
import { EmptyState, Loaded, NoResults, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canSend, useSession } from '../accounts/session'
import { Filters } from './contact-filters'
import { ContactsTable } from './contacts-table'
import { ExportMenu } from './export-menu'
import { contactFilters, hasFilters, NO_FILTERS, useContactCount, useContacts } from './model'
import { SampleButton } from './sample-button'
import { runningEdit, selection } from './selection'

const BulkBar = lazyPart(() => import('./bulk-bar').then((c) => c.BulkBar))

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
        {!isEmpty && <Filters mayAdd={mayAdd} />}
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

function ContactList({ list, mayAdd }: { list: List<ContactView>; mayAdd: boolean }) {
  const { after } = contactFilters.value.value
  if (list.items.length === 0 && hasFilters()) {
    return <NoResults onClear={() => contactFilters.set(NO_FILTERS, { push: true })} />
  }
  if (list.items.length === 0 && !after) return <NobodyYet mayAdd={mayAdd} />
  return (
    <div class="panel">
      {mayAdd && isBulk() && <BulkBar onPage={list.items.length} />}
      <ContactsTable contacts={list.items} mayChoose={mayAdd} />
      <ListFoot
        nextHref={list.next ? contactFilters.href({ after: list.next }) : null}
        firstHref={after ? contactFilters.href({ after: '' }) : null}
      >
        <Shown count={list.items.length} isFirst={!after} />
        {' · '}
        <a href="/contacts/duplicates">{m.duplicates_link()}</a>
      </ListFoot>
    </div>
  )
}

/** Most people who look at the list choose nobody: the bar and its dialogs come with the first choice. */
const isBulk = () => selection.value.ids.size > 0 || runningEdit.value !== null

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
          <SampleButton thenTo="/contacts" />
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

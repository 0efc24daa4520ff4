import { CalendarDays, List as ListIcon, Megaphone, Plus } from 'lucide-preact'
import type { List } from '../../../worker/contract/common'
import { LinkButton } from '../../components/button'
import { IgnoredNotice } from '../../components/ignored-notice'
import { lazyPart } from '../../components/lazy-part'
import { ListFoot } from '../../components/list-foot'
import { Tabs } from '../../components/page-parts'
import { EmptyState, Loaded, Skeleton } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { LostWorkNotice } from '../accounts/lost-work-notice'
import { canSend, useSession } from '../accounts/session'
import type { ListItem } from './api'
import { BroadcastsTable } from './broadcasts-table'
import { listPlace, TABS, useBroadcasts } from './model'

const Calendar = lazyPart(() => import('./calendar').then((c) => c.Calendar))

// Needs connections, templates and contacts; seen once in the life of a workspace.
const FirstRun = lazyPart(() => import('./first-run').then((c) => c.FirstRun))

export function BroadcastsPage() {
  const broadcasts = useBroadcasts()
  const mayWrite = canSend(useSession())
  const { state, after, view } = listPlace.value.value
  const isCalendar = view === 'calendar'
  const hasNone = broadcasts.data?.items.length === 0 && !state && !after
  const newOne = { label: m.broadcasts_new(), icon: Plus, href: '/broadcasts/new' }
  return (
    <Page
      title={m.broadcasts_title()}
      // Before the first one, the missing step is the button.
      primary={mayWrite && !hasNone ? newOne : undefined}
    >
      {!isCalendar && (
        <Tabs
          label={m.broadcasts_tabs()}
          current={state}
          tabs={['' as const, ...TABS].map((tab) => ({
            key: tab,
            label: TAB_NAMES[tab](),
            href: listPlace.href({ state: tab, after: '' }),
          }))}
        />
      )}
      <ViewSwitch isCalendar={isCalendar} />
      <IgnoredNotice ignored={listPlace.ignored} />
      <LostWorkNotice />
      {isCalendar ? (
        <Calendar />
      ) : (
        <Loaded
          query={broadcasts}
          skeleton={
            <div class="panel">
              <Skeleton shape="rows" />
            </div>
          }
        >
          {(list) => <BroadcastList list={list} />}
        </Loaded>
      )}
    </Page>
  )
}

/** The same broadcasts in order, or by the day they start. */
const ViewSwitch = ({ isCalendar }: { isCalendar: boolean }) => (
  <nav class="view-switch" aria-label={m.broadcasts_view()}>
    <LinkButton
      size="slim"
      icon={isCalendar ? ListIcon : CalendarDays}
      href={listPlace.href({ view: isCalendar ? '' : 'calendar', month: '', after: '' })}
    >
      {isCalendar ? m.broadcasts_view_list() : m.broadcasts_view_calendar()}
    </LinkButton>
  </nav>
)

const TAB_NAMES = {
  '': m.broadcasts_tab_all,
  draft: m.broadcasts_tab_draft,
  scheduled: m.broadcasts_tab_scheduled,
  sending: m.broadcasts_tab_sending,
  sent: m.broadcasts_tab_sent,
}

function BroadcastList({ list }: { list: List<ListItem> }) {
  const { state, after } = listPlace.value.value
  if (list.items.length === 0 && !after) {
    if (state) return <NoneHere />
    return <FirstRun />
  }
  return (
    <div class="panel">
      <BroadcastsTable items={list.items} />
      {(list.next || after) && (
        <ListFoot
          nextHref={list.next ? listPlace.href({ after: list.next }) : null}
          firstHref={after ? listPlace.href({ after: '' }) : null}
        >
          {m.broadcasts_on_page({ count: list.items.length })}
        </ListFoot>
      )}
    </div>
  )
}

const NoneHere = () => (
  <EmptyState
    icon={Megaphone}
    title={m.broadcasts_none_here()}
    actions={
      <LinkButton href={listPlace.href({ state: '', after: '' })}>
        {m.broadcasts_show_all()}
      </LinkButton>
    }
  />
)

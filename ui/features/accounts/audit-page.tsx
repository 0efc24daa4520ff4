import { Download, ScrollText } from 'lucide-preact'
import { AUDIT_AREAS, type AuditView } from '../../../worker/contract/audit'
import type { List } from '../../../worker/contract/common'
import { Button, LinkButton } from '../../components/button'
import { DateField } from '../../components/date-field'
import { FilterSelect } from '../../components/filter-select'
import { IgnoredNotice } from '../../components/ignored-notice'
import { Code } from '../../components/isolate'
import { ListFoot } from '../../components/list-foot'
import { EmptyState, Loaded, NoResults, Skeleton } from '../../components/states'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { auditFileAddress, auditFilters, hasFilters, NO_FILTERS, useAudit } from './audit-model'
import { AuditTable } from './audit-table'
import { ACTOR_NAMES, AREA_NAMES } from './audit-words'
import { canManage, useSession } from './session'
import { SettingsFrame } from './settings-frame'
import { useMembers } from './team-api'

/** Who did what, and when. */
export function AuditPage() {
  const session = useSession()
  const mayRead = canManage(session)
  const audit = useAudit(mayRead)
  if (!mayRead) {
    return (
      <SettingsFrame current="audit">
        <p>{m.audit_not_yours()}</p>
      </SettingsFrame>
    )
  }
  return (
    <SettingsFrame current="audit" isWide>
      <p class="muted">{rich(m.audit_intro, { zone: <Code>{session.account.timeZone}</Code> })}</p>
      <Filters />
      <Loaded query={audit} skeleton={<Skeleton shape="rows" count={10} />}>
        {(list) => <Log list={list} />}
      </Loaded>
    </SettingsFrame>
  )
}

function Filters() {
  const { who, what, from, to } = auditFilters.value.value
  const members = useMembers().data?.items ?? []
  const people = members.map(({ userId, name }) => ({ value: `user:${userId}`, text: name }))
  const others = Object.entries(ACTOR_NAMES).map(([value, name]) => ({ value, text: name() }))
  const choose = (change: Record<string, string>) =>
    auditFilters.set({ ...change, after: '' }, { push: true })
  return (
    <>
      <IgnoredNotice ignored={auditFilters.ignored} />
      <div class="toolrow">
        <div class="pills">
          <FilterSelect
            label={m.audit_filter_who()}
            value={who}
            options={[...people, ...others]}
            onChange={(value) => choose({ who: value })}
          />
          <FilterSelect
            label={m.audit_filter_area()}
            value={what}
            options={AUDIT_AREAS.map((area) => ({ value: area, text: AREA_NAMES[area]() }))}
            onChange={(value) => choose({ what: value })}
          />
          <DateField
            label={m.audit_from()}
            value={from}
            most={to}
            onChange={(value) => choose({ from: value })}
          />
          <DateField
            label={m.audit_to()}
            value={to}
            least={from}
            onChange={(value) => choose({ to: value })}
          />
          {hasFilters() && (
            <Button
              variant="quiet"
              size="slim"
              onClick={() => auditFilters.set(NO_FILTERS, { push: true })}
            >
              {m.common_clear_filters()}
            </Button>
          )}
        </div>
        <LinkButton size="slim" icon={Download} href={auditFileAddress()} download>
          {m.audit_export()}
        </LinkButton>
      </div>
    </>
  )
}

function Log({ list }: { list: List<AuditView> }) {
  const { after } = auditFilters.value.value
  if (list.items.length === 0 && hasFilters()) {
    return <NoResults onClear={() => auditFilters.set(NO_FILTERS, { push: true })} />
  }
  if (list.items.length === 0) return <EmptyState icon={ScrollText} title={m.audit_empty()} />
  return (
    <div class="panel">
      <AuditTable lines={list.items} />
      <ListFoot
        nextHref={list.next ? auditFilters.href({ after: list.next }) : null}
        firstHref={after ? auditFilters.href({ after: '' }) : null}
      >
        {m.audit_on_page({ count: list.items.length })}
      </ListFoot>
    </div>
  )
}

import type { ComponentChildren } from 'preact'
import { Tabs } from '../../components/page-parts'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { privacyAddress } from '../../shell/solo'
import { useLostWork } from './lost-work'
import { canManage, useSession } from './session'

type Props = {
  current:
    | 'profile'
    | 'business'
    | 'team'
    | 'numbers'
    | 'fields'
    | 'consent'
    | 'quiet'
    | 'data'
    | 'work'
    | 'audit'
  children: ComponentChildren
  /** Tables need the room. */
  isWide?: boolean
}

/** Each section of the settings is a page with its own address. */
export function SettingsFrame({ current, children, isWide }: Props) {
  const mayManage = canManage(useSession())
  const lost = useLostWork().data?.count ?? 0
  const work = {
    key: 'work',
    label: m.settings_tab_work(),
    href: '/settings/work',
    count: lost > 0 ? formatNumber(lost) : undefined,
  }
  const tabs = [
    { key: 'profile', label: m.settings_tab_profile(), href: '/settings/profile' },
    { key: 'business', label: m.settings_tab_business(), href: '/settings/business' },
    { key: 'team', label: m.team_title(), href: '/settings/team' },
    { key: 'numbers', label: m.settings_tab_numbers(), href: '/settings/numbers' },
    { key: 'fields', label: m.settings_tab_fields(), href: '/settings/fields' },
    { key: 'consent', label: m.settings_tab_consent(), href: '/settings/consent' },
    { key: 'quiet', label: m.settings_tab_quiet(), href: '/settings/quiet-hours' },
    ...(mayManage || current === 'data'
      ? [{ key: 'data', label: m.settings_tab_data(), href: '/settings/data' }]
      : []),
    ...(mayManage || current === 'work' ? [work] : []),
    ...(mayManage || current === 'audit'
      ? [{ key: 'audit', label: m.audit_title(), href: '/settings/audit' }]
      : []),
  ]
  const title = tabs.find((tab) => tab.key === current)?.label ?? ''
  return (
    <Page title={m.settings_title()} documentTitle={`${title} · ${m.settings_title()}`}>
      <Tabs label={m.settings_title()} tabs={tabs} current={current} />
      <div class={isWide ? 'stack' : 'stack narrow-col'}>
        {children}
        <p class="sm">
          <a href={privacyAddress()}>{m.settings_privacy()}</a>
        </p>
      </div>
    </Page>
  )
}

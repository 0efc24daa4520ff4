import { Ellipsis, Languages, LogOut, Plus, Settings, User } from 'lucide-preact'
import { Icon } from '../components/icon'
import { Menu, type MenuItem } from '../components/menu'
import { leave } from '../features/accounts/session'
import { LANGUAGE_NAMES, otherLocale } from '../lib/i18n'
import { switchTheme, type Theme, theme } from '../lib/theme'
import { m } from '../paraglide/messages.js'
import { chooseLanguage } from './language'
import { SECTIONS } from './sections'
import { useWorkspaceItems } from './workspace'

const LOOKS: { value: Theme; label: () => string }[] = [
  { value: 'auto', label: m.shell_theme_auto },
  { value: 'light', label: m.shell_theme_light },
  { value: 'dark', label: m.shell_theme_dark },
]

export function userMenuItems(): MenuItem[] {
  const other = otherLocale()
  return [
    { label: m.shell_profile(), icon: User, href: '/settings/profile' },
    {
      label: <bdi>{LANGUAGE_NAMES[other]}</bdi>,
      lang: other,
      icon: Languages,
      onSelect: () => chooseLanguage(other),
    },
    'line',
    ...LOOKS.map(({ value, label }) => ({
      label: label(),
      isChosen: theme.value === value,
      onSelect: () => switchTheme(value),
    })),
    'line',
    {
      label: m.shell_sign_out(),
      icon: LogOut,
      isIconDirectional: true,
      onSelect: () => void leave(),
    },
  ]
}

/** The last place of the bottom bar: what does not fit there. */
export const MoreMenu = () => (
  <Menu
    trigger={{
      class: '',
      content: (
        <>
          <Icon of={Ellipsis} />
          <span class="lbl">{m.common_more()}</span>
        </>
      ),
    }}
    items={[
      ...SECTIONS.flatMap(({ label, icon, href, isWide }) =>
        isWide ? { label: label(), icon, href } : [],
      ),
      ...useWorkspaceItems(),
      { label: m.workspace_new(), icon: Plus, href: '/workspaces/new' },
      'line',
      { label: m.nav_settings(), icon: Settings, href: '/settings/profile' },
      ...userMenuItems().slice(1),
    ]}
  />
)

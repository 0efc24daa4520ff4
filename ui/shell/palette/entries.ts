import {
  Building2,
  Database,
  Languages,
  LogOut,
  type LucideIcon,
  Megaphone,
  Moon,
  Plug,
  RotateCw,
  ScrollText,
  Smartphone,
  Sun,
  Upload,
  User,
  UserPlus,
  UsersRound,
} from 'lucide-preact'
import { leave } from '../../features/accounts/session'
import { LANGUAGE_NAMES, otherLocale } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { switchTheme } from '../../lib/theme'
import { m } from '../../paraglide/messages.js'
import { chooseLanguage } from '../language'
import { SECTIONS } from '../sections'

export type Group = 'recent' | 'pages' | 'actions' | 'contacts' | 'templates' | 'broadcasts'

export type Entry = {
  /** Stays the same between visits, so that it can be remembered. */
  id: string
  group: Group
  icon: LucideIcon
  isIconDirectional?: boolean
  label: string
  /** A phone, a language: what tells entries of one name apart. */
  note?: string
  /** Keys as the sheet of shortcuts shows them. */
  keys?: string
  /** Everything it may be found by, in both languages. */
  words: string[]
  run: () => void
}

type Message = (inputs: Record<string, never>, options?: { locale?: 'en' | 'he' }) => string
type Named = {
  id: string
  icon: LucideIcon
  isIconDirectional?: boolean
  message: Message
  keys?: string
}

/** Found by its English and its Hebrew name, whichever is on screen. */
const named = ({ message, ...rest }: Named) => ({
  ...rest,
  label: message({}),
  words: [message({}, { locale: 'en' }), message({}, { locale: 'he' })],
})

export function pageEntries(): Entry[] {
  const settings: (Named & { href: string })[] = [
    {
      id: 'profile',
      icon: User,
      message: m.settings_tab_profile,
      href: '/settings/profile',
    },
    {
      id: 'business',
      icon: Building2,
      message: m.settings_tab_business,
      href: '/settings/business',
    },
    { id: 'numbers', icon: Smartphone, message: m.numbers_title, href: '/settings/numbers' },
    { id: 'data', icon: Database, message: m.settings_tab_data, href: '/settings/data' },
    { id: 'team', icon: UsersRound, message: m.team_title, href: '/settings/team' },
    { id: 'audit', icon: ScrollText, message: m.audit_title, href: '/settings/audit' },
    { id: 'work', icon: RotateCw, message: m.settings_tab_work, href: '/settings/work' },
  ]
  const sections = SECTIONS.map((section) => ({
    id: section.href,
    icon: section.icon,
    isIconDirectional: section.isIconDirectional ?? false,
    message: section.label,
    href: section.href,
    keys: `G ${section.code.replace('Key', '')}`,
  }))
  return [...sections, ...settings].map(({ href, ...page }) => ({
    ...named(page),
    group: 'pages' as const,
    run: () => navigate(href),
  }))
}

export function actionEntries(): Entry[] {
  const other = otherLocale()
  const actions: (Named & { run: () => void })[] = [
    {
      id: 'new-broadcast',
      icon: Megaphone,
      isIconDirectional: true,
      message: m.palette_new_broadcast,
      run: () => navigate('/broadcasts/new'),
    },
    {
      id: 'import',
      icon: Upload,
      message: m.palette_import,
      run: () => navigate('/contacts/import'),
    },
    {
      id: 'new-contact',
      icon: UserPlus,
      message: m.palette_new_contact,
      run: () => navigate('/contacts/new'),
    },
    {
      id: 'connect',
      icon: Plug,
      message: m.palette_connect,
      run: () => navigate('/onboarding'),
    },
    { id: 'dark', icon: Moon, message: m.shell_theme_dark, run: () => switchTheme('dark') },
    { id: 'light', icon: Sun, message: m.shell_theme_light, run: () => switchTheme('light') },
    {
      id: 'sign-out',
      icon: LogOut,
      isIconDirectional: true,
      message: m.shell_sign_out,
      run: () => void leave(),
    },
  ]
  const language: Entry = {
    id: 'language',
    group: 'actions',
    icon: Languages,
    label: LANGUAGE_NAMES[other],
    words: ['language', 'שפה', LANGUAGE_NAMES.en, LANGUAGE_NAMES.he],
    run: () => chooseLanguage(other),
  }
  const rest = actions.map(({ run, ...action }) => ({
    ...named(action),
    group: 'actions' as const,
    run,
  }))
  return [...rest.slice(0, 4), language, ...rest.slice(4)]
}

/** What is typed is looked for without regard to case, vowel points and kinds of quotes. */
export const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036F\u0591-\u05C7]/g, '')
    .replace(/[״“”]/g, '"')
    .replace(/[׳‘’]/g, "'")
    .toLowerCase()
    .trim()

export const matching = (entries: Entry[], typed: string) =>
  entries.filter((entry) => entry.words.some((word) => folded(word).includes(folded(typed))))

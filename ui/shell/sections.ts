import {
  ChartColumn,
  Inbox,
  LayoutTemplate,
  type LucideIcon,
  Megaphone,
  Settings,
  Users,
} from 'lucide-preact'
import { m } from '../paraglide/messages.js'

export type NavSection = {
  href: string
  label: () => string
  icon: LucideIcon
  isIconDirectional?: boolean
  /** With G pressed before it. */
  code: string
  /** On a phone it stands in the menu behind the last place of the bar. */
  isWide?: boolean
}

/** Sections appear here when they exist. */
export const SECTIONS: NavSection[] = [
  { href: '/inbox', label: m.nav_inbox, icon: Inbox, code: 'KeyI' },
  {
    href: '/broadcasts',
    label: m.nav_broadcasts,
    icon: Megaphone,
    isIconDirectional: true,
    code: 'KeyB',
  },
  { href: '/contacts', label: m.nav_contacts, icon: Users, code: 'KeyC' },
  { href: '/templates', label: m.nav_templates, icon: LayoutTemplate, code: 'KeyT' },
  { href: '/analytics', label: m.nav_analytics, icon: ChartColumn, code: 'KeyA', isWide: true },
]

export const SETTINGS: NavSection = {
  href: '/settings/profile',
  label: m.nav_settings,
  icon: Settings,
  code: 'KeyS',
}

export const isWithin = (path: string, href: string) => {
  const root = `/${href.split('/')[1]}`
  return path === root || path.startsWith(`${root}/`)
}

import { LayoutTemplate, Megaphone, User } from 'lucide-preact'
import { fetchBroadcasts } from '../../features/broadcasts/api'
import { fetchContacts } from '../../features/contacts/api'
import { fetchTemplates } from '../../features/templates/api'
import { formatLanguage } from '../../lib/format'
import { isolatedLtr } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { formatPhone } from '../../lib/phone'
import { type Entry, folded } from './entries'

const MOST = 5

/** People, templates and broadcasts of that name. What can't be asked right now is left out. */
export async function findThings(typed: string): Promise<Entry[]> {
  const found = await Promise.allSettled([
    findContacts(typed),
    findTemplates(typed),
    findBroadcasts(typed),
  ])
  return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
}

async function findContacts(typed: string): Promise<Entry[]> {
  const { items } = await fetchContacts({ q: typed, limit: MOST })
  return items.map(({ id, name, phone }) => ({
    id: `contact-${id}`,
    group: 'contacts',
    icon: User,
    label: name ?? (phone ? isolatedLtr(formatPhone(phone)) : id),
    ...(name && phone ? { note: isolatedLtr(formatPhone(phone)) } : {}),
    words: [],
    run: () => navigate(`/contacts/${id}`),
  }))
}

async function findTemplates(typed: string): Promise<Entry[]> {
  const { items } = await fetchTemplates({ q: typed, limit: MOST })
  return items.map(({ id, name, language }) => ({
    id: `template-${id}`,
    group: 'templates',
    icon: LayoutTemplate,
    label: isolatedLtr(name),
    note: formatLanguage(language),
    words: [],
    run: () => navigate(`/templates/${id}`),
  }))
}

/** The newest ones are looked through here: there are few, and they have no search of their own. */
async function findBroadcasts(typed: string): Promise<Entry[]> {
  const { items } = await fetchBroadcasts({ state: '', after: '' })
  return items
    .filter(({ broadcast }) => folded(broadcast.name).includes(folded(typed)))
    .slice(0, MOST)
    .map(({ broadcast: { id, name, state } }) => ({
      id: `broadcast-${id}`,
      group: 'broadcasts',
      icon: Megaphone,
      isIconDirectional: true,
      label: name,
      words: [],
      run: () => navigate(state === 'draft' ? `/broadcasts/${id}/edit` : `/broadcasts/${id}`),
    }))
}

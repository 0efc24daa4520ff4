// Which modules share a file. Without this each icon and each word that two pages use would be a
// request of its own; so a page loads `app`, `kit`, what its feature shares, and itself.

/** Messages and contracts that belong to a feature of another name. */
const FEATURE_OF: Record<string, string> = {
  auth: 'accounts',
  account: 'accounts',
  invite: 'accounts',
  role: 'accounts',
  settings: 'accounts',
  connect: 'meta',
  connections: 'meta',
  numbers: 'meta',
  import: 'imports',
  broadcast: 'broadcasts',
}

/** Words that any page may say, and the schemas every other one is built from. */
const SHARED = new Set(['common', 'error', 'form', 'shortcut', 'live', 'nav', 'palette', 'shell'])

function featureOf(id: string): string | null {
  const folder = /\/ui\/features\/(\w+)\//.exec(id)?.[1]
  if (folder) return folder
  const area = /\/(?:paraglide\/messages|worker\/contract)\/([a-z]+)/.exec(id)?.[1]
  if (!area || SHARED.has(area)) return null
  return FEATURE_OF[area] ?? area
}

export const chunkGroups = [
  { name: 'app', tags: ['$initial'], priority: 3 },
  { name: 'kit', test: (id: string) => featureOf(id) === null, minShareCount: 2, priority: 2 },
  { name: featureOf, minShareCount: 2, priority: 1 },
]

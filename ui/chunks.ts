// Which modules share a file. Left alone, each icon and each word that two pages use would be a request
// of its own; in one heap, signing in would load what only the composer needs. So a page loads `app`,
// `kit`, what its feature shares, and itself.

/** Features, from those that others build on to those that build on them. */
const FEATURES = [
  'accounts',
  'meta',
  'contacts',
  'segments',
  'person',
  'templates',
  'imports',
  'broadcasts',
  'analytics',
  'inbox',
]

/** Messages and contracts are named by area; these belong to a feature of another name. */
const FEATURE_OF_AREA: Record<string, string> = {
  shell: 'meta', // the sentences of a banner about numbers
  account: 'accounts',
  settings: 'accounts',
  team: 'accounts',
  audit: 'accounts',
  samples: 'contacts',
  duplicates: 'contacts',
  merge: 'contacts',
  merges: 'contacts',
  right: 'accounts',
  access: 'meta',
  connect: 'meta',
  connections: 'meta',
  numbers: 'meta',
  import: 'imports',
  broadcast: 'broadcasts',
  composer: 'broadcasts',
  schedule: 'broadcasts',
  quiet: 'broadcasts',
  calendar: 'broadcasts',
  billing: 'analytics',
  usage: 'analytics',
}

/** What the list of contacts does without: the builder of filters, and what happened with one person. */
const PARTS_OF_CONTACTS: [name: string, RegExp][] = [
  ['contacts', /\/messages\/segments_(one|save_as)\./],
  ['segments', /\/ui\/features\/contacts\/(rule-|chosen-list|segment-(builder|outcome|rows))/],
  [
    'person',
    /\/ui\/features\/contacts\/(timeline|delivery|consent-(sources|api)|merge|same)|\/messages\/(merge_|duplicates_(?!link)|delivery|consent_source|contacts_(happened|activity|delete|email|fields|language|yes|first|last_name))/,
  ],
]

/** What nearly every page is made of: schemas, lists, common words, and their icons. */
const KIT = [
  /\/node_modules\/valibot\//,
  /\/worker\/contract\/common\./,
  /\/ui\/lib\/(url-state|places)\./,
  /\/ui\/components\/(table|list-foot|search-field|filter-select|ignored-notice)\./,
  /\/paraglide\/messages\/(common_(?!(optional|continue|sav|cancel|change|retry|steps|not_sav))|shortcut)/,
  /\/lucide-preact\/dist\/esm\/icons\/(ban|circle-question-mark|download|upload)\./,
]

/** What one fills in, answers or watches: a list of things needs none of it until somebody acts. */
const FORMS = [
  /\/ui\/lib\/form\./,
  /\/ui\/components\/(bar|dialog|field|form-parts)\./,
  /\/paraglide\/messages\/(form|common)_/,
  /\/lucide-preact\/dist\/esm\/icons\/face-slightly-smiling\./,
]

/** What the pages before sign-in share: the first that somebody new loads. */
const ENTRANCE = [
  /\/worker\/contract\/auth\./,
  /\/ui\/features\/accounts\/(pending-code|code-entry|code-page|roles)\./,
  /\/ui\/shell\/solo\./,
  /\/paraglide\/messages\/(auth|role)_/,
]

/** Smaller parts join their closest neighbour: a request costs more than these bytes. */
const SMALLEST_PART_BYTES = 5_000

const isOneOf = (patterns: RegExp[]) => (id: string) => patterns.some((one) => one.test(id))

function featureOf(id: string): string | undefined {
  const part = PARTS_OF_CONTACTS.find(([, pattern]) => pattern.test(id))?.[0]
  if (part) return part
  const folder = /\/ui\/features\/(\w+)\//.exec(id)?.[1]
  const area = /\/(?:paraglide\/messages|worker\/contract)\/([a-z]+)/.exec(id)?.[1] ?? ''
  return folder ?? FEATURE_OF_AREA[area] ?? area
}

/** A group also takes what its modules import, unless one of higher priority has taken it. */
export const chunkGroups = [
  { name: 'app', tags: ['$initial'], priority: 100 },
  { name: 'kit', test: isOneOf(KIT), minShareCount: 2, priority: 90 },
  { name: 'forms', test: isOneOf(FORMS), minShareCount: 2, priority: 88 },
  { name: 'icons', test: /\/node_modules\/lucide-preact\//, minShareCount: 6, priority: 85 },
  { name: 'sound', test: /\/ui\/features\/inbox\/sound\./, minShareCount: 2, priority: 86 },
  { name: 'entrance', test: isOneOf(ENTRANCE), minShareCount: 2, priority: 80 },
  ...FEATURES.map((name, index) => ({
    name,
    test: (id: string) => featureOf(id) === name,
    minShareCount: 2,
    priority: 70 - index,
  })),
  {
    name: 'part',
    minShareCount: 2,
    entriesAware: true,
    entriesAwareMergeThreshold: SMALLEST_PART_BYTES,
    priority: 1,
  },
]

/**
 * A part is named by all its pages, which is too long for an address. Every page loads the list of these
 * names, so hashes are short: they only tell apart what one name was in each release.
 */
export const shortName = (name: string | undefined) =>
  name?.startsWith('part~') ? 'assets/part-[hash:7]' : 'assets/[name]-[hash:7]'

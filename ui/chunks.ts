// Which modules share a file. Left alone, each icon and each word that two pages use would be a request
// of its own; in one heap, signing in would load what only the composer needs.

/** What every form is made of. */
const FORMS = [
  /node_modules\/valibot/,
  /\/worker\/contract\/common/,
  /\/ui\/lib\/(form|action)\./,
  /\/ui\/components\/(field|form-parts)\./,
  /\/paraglide\/messages\/form_/,
]

/** What the pages before sign-in share: the first that somebody new loads. */
const ENTRANCE = [
  /\/worker\/contract\/auth/,
  /\/ui\/features\/accounts\/(pending-code|code-entry|code-page)\./,
  /\/ui\/shell\/solo\./,
  /\/paraglide\/messages\/auth_/,
]

/** Used by so many pages that it may come with each of them. */
const USED_EVERYWHERE = 8
/** Smaller parts join their closest neighbour: a request costs more than these bytes. */
const SMALLEST_PART_BYTES = 5_000

const isOneOf = (patterns: RegExp[]) => (id: string) => patterns.some((one) => one.test(id))

export const chunkGroups = [
  { name: 'app', tags: ['$initial'], priority: 5 },
  { name: 'forms', test: isOneOf(FORMS), minShareCount: 2, priority: 4 },
  { name: 'entrance', test: isOneOf(ENTRANCE), minShareCount: 2, priority: 3 },
  { name: 'kit', minShareCount: USED_EVERYWHERE, priority: 2 },
  {
    name: 'part',
    minShareCount: 2,
    entriesAware: true,
    entriesAwareMergeThreshold: SMALLEST_PART_BYTES,
    priority: 1,
  },
]

/** A part is named by all its pages, which is too long for an address. */
export const shortName = (name: string | undefined) =>
  name?.startsWith('part~') ? 'assets/part-[hash]' : 'assets/[name]-[hash]'

// The 300 customers of the demo: ten countries, Hebrew and English, the same at every start. Numbers are
// of the mobile form of their country with 555 inside, as in films; the simulator is all they ever reach.

const PLACES = [
  // country, people, number of the n-th person, names, cities
  ['IL', 178, (n) => `+972${['50', '52', '53', '54', '58'][n % 5]}5550${pad(100 + (n % 900), 3)}`],
  ['US', 28, (n) => `+1${['212', '415', '312'][n % 3]}55501${pad(n, 2)}`],
  ['GB', 24, (n) => `+447400555${pad(100 + n, 3)}`],
  ['FR', 16, (n) => `+336125550${pad(10 + n, 2)}`],
  ['DE', 14, (n) => `+49151555501${pad(10 + n, 2)}`],
  ['BR', 10, (n) => `+5511955550${pad(110 + n, 3)}`],
  ['IN', 10, (n) => `+9198555501${pad(10 + n, 2)}`],
  ['AE', 8, (n) => `+97150555${pad(1010 + n, 4)}`],
  ['ES', 7, (n) => `+34612555${pad(110 + n, 3)}`],
  ['AU', 5, (n) => `+61491570${pad(156 + n, 3)}`],
]

const HEBREW = {
  first: 'נועה תמר יעל מאיה שירה רוני אביגיל עדי איתי דניאל יונתן עומר אורי גיא נדב אלון'.split(
    ' ',
  ),
  last: 'כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן שפירא אזולאי חדד גבאי'.split(' '),
  cities: ['תל אביב', 'חיפה', 'ירושלים', 'באר שבע', 'רמת גן', 'כפר סבא', 'הרצליה'],
}
const ELSEWHERE = {
  US: names(
    'Emma Liam Olivia Noah Ava Ethan',
    'Smith Johnson Brown Davis Miller',
    'New York,Chicago',
  ),
  GB: names(
    'Amelia Oliver Isla Harry Grace Jack',
    'Taylor Evans Walker O’Brien Hughes',
    'London,Leeds',
  ),
  FR: names('Camille Lucas Chloé Hugo Inès', 'Martin Bernard Dubois Lefèvre', 'Paris,Lyon'),
  DE: names('Lena Jonas Mia Felix Hannah', 'Müller Schmidt Weber Köhler', 'Berlin,Hamburg'),
  BR: names('Beatriz Pedro Larissa Rafael', 'Silva Souza Almeida', 'São Paulo,Recife'),
  IN: names('Priya Arjun Ananya Rohan', 'Sharma Patel Iyer', 'Mumbai,Pune'),
  AE: names('Fatima Omar Layla Yousef', 'Haddad Nasser Khalil', 'Dubai,Abu Dhabi'),
  ES: names('Lucía Mateo Sofía Diego', 'García Fernández Ruiz', 'Madrid,Sevilla'),
  AU: names('Charlotte Jack Matilda Cooper', 'Wilson Nguyen Kelly', 'Sydney,Melbourne'),
}

/** Who is told about sales, in the language they read. */
export const HEBREW_READERS = 'דוברי עברית'
export const ENGLISH_READERS = 'English readers'

/** One object per person, in no order of countries; `optedIn` is a day or empty. */
export function demoPeople() {
  const draw = drawer(20261122)
  const taken = new Set()
  const people = PLACES.flatMap(([country, count, phoneOf]) =>
    Array.from({ length: count }, (_, n) => personOf(country, phoneOf(n), draw, taken)),
  )
  return people
    .map((person) => ({ person, place: draw() }))
    .sort((a, b) => a.place - b.place)
    .map(({ person }) => person)
}

/** The same as a shop's own list would look. */
export function demoCsv() {
  const rows = demoPeople().map((one) => [
    ...[one.firstName, one.lastName, one.phone, one.email, one.city],
    ...[one.tags.join(';'), one.optedIn, one.favourite],
  ])
  const header = 'First name,Last name,Phone,Email,City,Tags,Opted in at,Favourite'
  return `\ufeff${[header, ...rows.map((row) => row.join(','))].join('\r\n')}\r\n`
}

function personOf(country, phone, draw, taken) {
  const readsHebrew = country === 'IL' && draw() < 0.86
  const place = country === 'IL' ? (readsHebrew ? HEBREW : inIsrael) : ELSEWHERE[country]
  const name = freeName(place, draw, taken)
  const tags = [readsHebrew ? HEBREW_READERS : ENGLISH_READERS]
  if (draw() < 0.16) tags.push('VIP')
  if (draw() < 0.3) tags.push(readsHebrew ? 'מועדון' : 'Club')
  const year = 2024 + Math.floor(draw() * 3)
  const day = `${year}-${pad(1 + Math.floor(draw() * 9), 2)}-${pad(1 + Math.floor(draw() * 28), 2)}`
  return {
    country,
    phone,
    ...name,
    email: `customer${phone.slice(1)}@mail.example`,
    city: pick(place.cities, draw),
    tags,
    optedIn: draw() < 0.9 ? day : '',
    favourite: pick(
      readsHebrew ? ['חלה', 'עוגת שקדים', 'קפה'] : ['Sourdough', 'Fig tart', 'Coffee'],
      draw,
    ),
  }
}

/** Nobody is called like somebody before, as long as there are names left. */
function freeName({ first, last }, draw, taken) {
  const names = first.flatMap((firstName) => last.map((lastName) => ({ firstName, lastName })))
  const free = names.filter((one) => !taken.has(Object.values(one).join(' ')))
  const name = pick(free.length > 0 ? free : names, draw)
  taken.add(Object.values(name).join(' '))
  return name
}

const inIsrael = names('Daniel Maya Michael Sarah Alex', 'Cohen Levi Katz Adler', 'Tel Aviv,Haifa')

function names(first, last, cities) {
  return { first: first.split(' '), last: last.split(' '), cities: cities.split(',') }
}

const pick = (list, draw) => list[Math.floor(draw() * list.length)]

function pad(number, width) {
  return String(number).padStart(width, '0')
}

/** Numbers from 0 to 1 that look random and are the same each time (mulberry32). */
function drawer(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

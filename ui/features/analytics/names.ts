import { formatCountry } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { categoryName } from '../templates/status'

/** Written for people whose country nobody knows. */
const UNKNOWN = 'ZZ'

export const countryLabel = (code: string) =>
  code === UNKNOWN ? m.analytics_country_unknown() : formatCountry(code)

export const categoryLabel = (category: string) =>
  category === 'service' ? m.analytics_service() : categoryName(category.toUpperCase())

const TYPES: Record<string, () => string> = {
  regular: m.analytics_type_regular,
  free_entry_point: m.analytics_type_free_entry,
}

/** Whatever is neither charged nor in a free window is one of the free replies. */
export const typeLabel = (type: string) => (TYPES[type] ?? m.analytics_type_free_reply)()

import { formatCountry } from '../../lib/format'
import { m } from '../../paraglide/messages.js'

export const countryName = (code: string | null) =>
  code === null ? m.composer_unknown_country() : formatCountry(code)

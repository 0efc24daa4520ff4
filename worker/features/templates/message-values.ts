// Values are one line of text each, whatever they stand for: these read what people wrote into them.

const partsOf = (value: string) => value.split('|').map((part) => part.trim())

/** `52.3676, 4.9041 | Example Cafe | 1 Example Street`. */
export function placeOf(value: string): Record<string, string> {
  const [point = '', name = '', address = ''] = partsOf(value)
  const [latitude = '', longitude = ''] = point.split(',').map((part) => part.trim())
  return { latitude, longitude, ...(name && { name }), ...(address && { address }) }
}

/** `<link or id> | invoice.pdf`: the name is what the person sees. */
export function documentOf(value: string): Record<string, string> {
  const [file = '', filename = ''] = partsOf(value)
  const reference: Record<string, string> = /^https:/.test(file) ? { link: file } : { id: file }
  return { ...reference, ...(filename && { filename }) }
}

/** `Shoes: SKU-1, SKU-2 | Hats: SKU-3`; the first product is the picture. */
export function productsOf(value: string) {
  const sections = partsOf(value)
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf(':')
      const ids = part.slice(at + 1).split(',')
      return {
        title: at === -1 ? '' : part.slice(0, at).trim(),
        product_items: ids.map((id) => ({ product_retailer_id: id.trim() })),
      }
    })
  const first = sections[0]?.product_items[0]?.product_retailer_id ?? ''
  return { thumbnail_product_retailer_id: first, sections }
}

/** A time in ISO 8601, or milliseconds since 1970; NaN is refused by Meta with its own words. */
export const timeOf = (value: string): number =>
  /^\d{12,}$/.test(value) ? Number(value) : Date.parse(value)

/** How people write numbers of some countries, by calling code: sizes of the groups, and what joins them. */
const GROUPS: Record<string, { sizes: number[]; joiner: string }> = {
  '1': { sizes: [3, 3, 4], joiner: '-' },
  '7': { sizes: [3, 3, 2, 2], joiner: ' ' },
  '33': { sizes: [1, 2, 2, 2, 2], joiner: ' ' },
  '34': { sizes: [3, 3, 3], joiner: ' ' },
  '44': { sizes: [4, 6], joiner: ' ' },
  '55': { sizes: [2, 5, 4], joiner: ' ' },
  '61': { sizes: [3, 3, 3], joiner: ' ' },
  '91': { sizes: [5, 5], joiner: ' ' },
  '972': { sizes: [2, 3, 4], joiner: '-' },
}

// ITU-T E.164: codes of one and of two digits; all others have three.
const SHORT_CODES = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** Spaces an E.164 number for the eye. The digits are never changed; anything else comes back as it is. */
export function formatPhone(phone: string): string {
  if (!/^\+\d{7,15}$/.test(phone)) return phone
  const digits = phone.slice(1)
  const code = SHORT_CODES.exec(digits)?.[0] ?? digits.slice(0, 3)
  return `+${code} ${grouped(digits.slice(code.length), GROUPS[code])}`
}

function grouped(rest: string, rule: { sizes: number[]; joiner: string } | undefined): string {
  const isUsual = rule && rule.sizes.reduce((sum, size) => sum + size, 0) === rest.length
  const sizes = isUsual ? rule.sizes : evenGroups(rest.length)
  let from = 0
  const groups = sizes.map((size) => {
    from += size
    return rest.slice(from - size, from)
  })
  return groups.join(isUsual ? rule.joiner : ' ')
}

/** Threes, with a four at the end rather than a lonely digit. */
function evenGroups(length: number): number[] {
  const sizes: number[] = []
  let left = length
  while (left > 4) {
    sizes.push(3)
    left -= 3
  }
  return [...sizes, left]
}

import { h } from 'preact'

// Stands in for Lucide's own way to make an icon (see vite.config.ts). That one also knows sizes, colours,
// widths of strokes and a context for them; ours come from style sheets, and `Icon` draws them all alike.

type Drawing = { node: [tag: string, attributes: Record<string, string>][] }

const ATTRIBUTES = {
  width: 24,
  height: 24,
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 2,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const

const createIcon =
  ({ node }: Drawing) =>
  (props: object) =>
    h(
      'svg',
      { ...ATTRIBUTES, ...props },
      node.map(([tag, attributes]) => h(tag, attributes)),
    )

// biome-ignore lint/style/noDefaultExport: the library's files import it so
export { createIcon as default }
